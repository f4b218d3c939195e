import {
  addressOption,
  assertNoDevelopmentSecret,
  type Connection,
  type ConnectionOptions,
  DEFAULT_HOST,
  FailureReport,
  flagOption,
  functionOption,
  type OnError,
  refuseOption,
  reportUnknownOptions,
  resolveConnection,
  textOption,
} from '@sallyport/core';
import { refuseBrowser } from './refuse-browser.js';

/** How a `ManagementClient` is made: `userPoolId` or `appId`, and `secret` or `accessToken`. */
export interface ManagementClientOptions extends ConnectionOptions {
  /** A management token. It is used as it stands: when it ends, calls are refused. Default: got by `secret`. */
  readonly accessToken?: string | undefined;
  /** The server's address. Default: the vendor's cloud. */
  readonly host?: string | undefined;
  /**
   * Who may issue the tokens that `checkLoginStatus` judges by itself, such as `https://example.authing.cn/oidc`.
   * Default: `host` with `/oidc`; about tokens of others the server is asked.
   */
  readonly issuer?: string | undefined;
  /**
   * Called once for every call that fails. The call rejects all the same: with its error, or with what this throws.
   */
  readonly onError?: OnError | null | undefined;
  /** Allows running in a browser, where everybody can read the secret and with it own the user pool. */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

/** The options with every default filled in. */
export interface ResolvedOptions extends Connection {
  readonly accessToken: string | undefined;
  readonly issuer: string | undefined;
  readonly failures: FailureReport | undefined;
}

const OWN_OPTIONS = [
  'accessToken',
  'host',
  'issuer',
  'onError',
  'dangerouslyAllowBrowser',
] as const satisfies readonly (keyof ManagementClientOptions)[];

/** @throws {ConfigurationError} An option is missing or malformed; the message names it. */
export function resolveOptions(options: ManagementClientOptions): ResolvedOptions {
  if (typeof options !== 'object' || options === null) {
    refuseOption('userPoolId', 'is missing', 'Pass { userPoolId, secret }.');
  }
  refuseBrowser(options);
  const allowHttp = flagOption('dangerouslyAllowHttp', options.dangerouslyAllowHttp);
  const baseUrl = addressOption('host', textOption('host', options.host) ?? DEFAULT_HOST, allowHttp);
  const connection = resolveConnection(options, baseUrl);
  reportUnknownOptions(options, OWN_OPTIONS, connection.logger);
  if (!connection.userPoolId && !connection.appId) {
    refuseOption('userPoolId', 'is missing', 'Pass userPoolId, or appId.');
  }
  const accessToken = textOption('accessToken', options.accessToken);
  if (!flagOption('dangerouslyAllowDevelopmentKeys', options.dangerouslyAllowDevelopmentKeys)) {
    assertNoDevelopmentSecret('accessToken', accessToken, baseUrl);
  }
  if (!connection.secret && !accessToken) refuseOption('secret', 'is missing', 'Pass secret, or accessToken.');
  const issuer = textOption('issuer', options.issuer);
  if (issuer) addressOption('issuer', issuer, allowHttp); // kept as it is: issuers are compared to the letter
  const onError = functionOption('onError', options.onError);
  const failures = FailureReport.from({ ...connection, onError });
  return Object.freeze({ ...connection, accessToken, issuer, failures });
}
