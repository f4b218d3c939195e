import { RowWire, type RowWireSettings, type WireFormat } from '../http/row-wire.js';
import type { CredentialSource } from '../http/wire.js';
import { writeRestCall } from '../http/written-call.js';
import { readGoTrueAnswer } from './gotrue-answer.js';

/** The version of the API whose errors carry their code as text. */
const API_VERSION = '2024-01-01';

/** What our clients call themselves in `x-client-info`. */
const CLIENT = 'sallyport-js/1.0.0';

/** What a `GoTrueWire` is made of. */
export interface GoTrueWireSettings extends RowWireSettings {
  readonly credentials: CredentialSource;
  /** What a gateway in front of the server asks for in the header `apikey`. */
  readonly apiKey: string | undefined;
}

/** Calls a server that speaks GoTrue's wire (Supabase Auth's): REST without envelopes. */
export class GoTrueWire extends RowWire {
  constructor(settings: GoTrueWireSettings) {
    const { apiKey } = settings;
    const headers = {
      'x-supabase-api-version': API_VERSION,
      'x-client-info': CLIENT,
      ...(apiKey === undefined ? {} : { apikey: apiKey }),
    };
    const defaults = {
      accept: 'application/json',
      headers,
      clientValues: {},
      jsonType: 'application/json;charset=UTF-8',
    };
    const format: WireFormat = {
      write(row, input) {
        if ('root' in row.address) throw new TypeError('the GoTrue wire has no GraphQL');
        return writeRestCall(row.address, row, input, defaults);
      },
      read: readGoTrueAnswer,
    };
    // The key of a management client is a secret, also where a call carries it as `apikey` alone.
    super(settings, format, settings.credentials, {}, apiKey === undefined ? [] : [apiKey]);
  }
}
