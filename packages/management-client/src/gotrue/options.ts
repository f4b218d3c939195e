import {
  type GoTrueConnection,
  type GoTrueConnectionOptions,
  keyOption,
  refuseOption,
  reportOptionsBeside,
  resolveGoTrueConnection,
} from '@sallyport/core';
import { refuseBrowser } from '../client/refuse-browser.js';

/** How a `GoTrueManagementClient` is made: `url` and `serviceRoleKey`. */
export interface GoTrueManagementClientOptions extends GoTrueConnectionOptions {
  /**
   * The key that may do everything to every account: a token whose role is `service_role`, or the gateway's secret key.
   * Keep it on servers. It is also sent as `apikey` where no `apiKey` is given.
   */
  readonly serviceRoleKey: string;
  /** Allows running in a browser, where everybody can read the key and with it own every account. */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

/** The options with every default filled in. */
export interface ResolvedGoTrueOptions extends GoTrueConnection {
  readonly serviceRoleKey: string;
}

const OWN_OPTIONS = [
  'url',
  'apiKey',
  'serviceRoleKey',
  'dangerouslyAllowBrowser',
] as const satisfies readonly (keyof GoTrueManagementClientOptions)[];

/** @throws {ConfigurationError} An option is missing or malformed; the message names it. */
export function resolveGoTrueOptions(options: GoTrueManagementClientOptions): ResolvedGoTrueOptions {
  if (typeof options !== 'object' || options === null) {
    refuseOption('url', 'is missing', 'Pass { url, serviceRoleKey }.');
  }
  refuseBrowser(options);
  const connection = resolveGoTrueConnection(options);
  reportOptionsBeside(options, OWN_OPTIONS, connection.logger);
  const serviceRoleKey =
    keyOption('serviceRoleKey', options.serviceRoleKey, options, connection.baseUrl) ??
    refuseOption('serviceRoleKey', 'is missing', 'Pass the key of the role service_role.');
  return Object.freeze({ ...connection, serviceRoleKey, apiKey: connection.apiKey ?? serviceRoleKey });
}
