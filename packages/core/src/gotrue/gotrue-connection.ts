import { isHeader } from '../http/header.js';
import { resolveTransport, type TransportOptions, type TransportSettings } from '../http/transport-options.js';
import { assertNoDevelopmentSecret } from '../validation/development-keys.js';
import { addressOption, flagOption, refuseOption, textOption } from '../validation/options.js';

/** The options that every client of a GoTrue server has. */
export interface GoTrueConnectionOptions extends TransportOptions {
  /** The server's address with its prefix, such as `https://example.supabase.co/auth/v1`. */
  readonly url: string;
  /** The key that a gateway in front of the server asks for: the `anon` or publishable key. Default: none. */
  readonly apiKey?: string | undefined;
}

/** The same with every default filled in. */
export interface GoTrueConnection extends TransportSettings {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
}

/** @throws {ConfigurationError} An option is missing or malformed; the message names it. */
export function resolveGoTrueConnection(options: GoTrueConnectionOptions): GoTrueConnection {
  const remedy = 'Pass the address of the server, such as https://example.supabase.co/auth/v1.';
  if (typeof options !== 'object' || options === null) refuseOption('url', 'is missing', remedy);
  const url = textOption('url', options.url) ?? refuseOption('url', 'is missing', remedy);
  const baseUrl = addressOption('url', url, flagOption('dangerouslyAllowHttp', options.dangerouslyAllowHttp));
  return { ...resolveTransport(options), baseUrl, apiKey: keyOption('apiKey', options.apiKey, options, baseUrl) };
}

/**
 * Makes sure that a key can be sent, and protects something.
 *
 * @throws {ConfigurationError} It is malformed, or the emulator's while the server is not on this machine.
 */
export function keyOption(
  name: string,
  value: unknown,
  { dangerouslyAllowDevelopmentKeys }: TransportOptions,
  baseUrl: string,
): string | undefined {
  const key = textOption(name, value);
  if (key === undefined) return undefined;
  if (!isHeader('apikey', key)) refuseOption(name, 'cannot be sent in a header', 'Pass it as it was issued.');
  if (!flagOption('dangerouslyAllowDevelopmentKeys', dangerouslyAllowDevelopmentKeys)) {
    assertNoDevelopmentSecret(name, key, baseUrl);
  }
  return key;
}
