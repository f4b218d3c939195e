import type { Endpoint } from '../http/endpoint.js';
import { RowWire, type RowWireSettings, type WireFormat } from '../http/row-wire.js';
import type { CredentialSource } from '../http/wire.js';
import {
  type CallDefaults,
  encodeJson,
  type WireInput,
  type WrittenCall,
  writeRestCall,
} from '../http/written-call.js';
import { readAuthingAnswer } from './authing-envelope.js';

/** What an `AuthingWire` is made of. */
export interface AuthingWireSettings extends RowWireSettings, Pick<CallDefaults, 'clientValues'> {
  readonly credentials: CredentialSource;
  /** Headers of every request, read for each of them: those that describe the caller can change. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Calls a server that speaks Authing's v2 wire: REST with envelopes, and GraphQL at `/graphql/v2`. */
export class AuthingWire extends RowWire {
  constructor(settings: AuthingWireSettings) {
    const format: WireFormat = { write: (row, input) => write(row, input, settings), read: readAuthingAnswer };
    super(settings, format, settings.credentials);
  }
}

function write(row: Endpoint, input: WireInput, { headers, clientValues }: AuthingWireSettings): WrittenCall {
  const { address } = row;
  // Without the client's headers, browsers send an upload without a preflight.
  if (!('root' in address) && row.traits.sends === 'multipart') {
    return writeRestCall(address, row, input, { accept: 'application/json', headers: {}, clientValues });
  }
  const accept = 'application/json, text/plain, */*';
  if (!('root' in address)) return writeRestCall(address, row, input, { accept, headers, clientValues });
  return {
    method: 'POST',
    target: '/graphql/v2',
    headers: { accept, ...headers, 'content-type': 'application/json' },
    body: encodeJson({ query: address.document(), variables: input }),
  };
}
