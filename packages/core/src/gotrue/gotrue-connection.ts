import { isHeader } from '../http/header.js';
import {
  type TransportOptions,
  type TransportSettings,
  transportReaders,
  transportSettings,
} from '../http/transport-options.js';
import { assertNoDevelopmentSecret } from '../validation/development-keys.js';
import {
  addressOption,
  type OptionReaders,
  type OptionsRead,
  readersOf,
  refuseOption,
  required,
  textOption,
} from '../validation/options.js';

/** The options that every client of a GoTrue server has. */
export interface GoTrueConnectionOptions extends TransportOptions {
  /** The server's address with its prefix, such as `https://example.supabase.co/auth/v1`. */
  readonly url: string;
  /** The key that a gateway in front of the server asks for: the `anon` or publishable key. Default: none. */
  readonly apiKey?: string | undefined;
}

/** The same with every default filled in. */
export interface GoTrueConnection
  extends TransportSettings,
    Omit<OptionsRead<typeof goTrueConnectionReaders>, keyof TransportSettings> {
  readonly baseUrl: string;
}

/** One reader for each of these options. */
export const goTrueConnectionReaders = /* @__PURE__ */ readersOf(
  () =>
    ({
      ...transportReaders,
      url: required(addressOption, 'Pass the address of the server, such as https://example.supabase.co/auth/v1.'),
      apiKey: keyOption,
    }) satisfies OptionReaders<GoTrueConnectionOptions>,
);

/**
 * A connection to the server at `url`.
 *
 * @throws {ConfigurationError} The key is the published one of the emulator, and the address is another machine.
 */
export function goTrueConnection<Options extends OptionsRead<typeof goTrueConnectionReaders>>(
  options: Options,
): Omit<Options, keyof GoTrueConnection> & GoTrueConnection {
  const { url, apiKey, dangerouslyAllowDevelopmentKeys } = options;
  if (!dangerouslyAllowDevelopmentKeys) assertNoDevelopmentSecret('apiKey', apiKey, url);
  return { ...options, ...transportSettings(options), baseUrl: url };
}

/** A key that travels in a header. */
export function keyOption(option: string, value: unknown): string | undefined {
  const key = textOption(option, value);
  if (key === undefined || isHeader('apikey', key)) return key;
  return refuseOption(option, 'cannot be sent in a header', 'Pass it as it was issued.');
}
