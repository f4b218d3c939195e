import {
  addressOption,
  type Connection,
  type ConnectionOptions,
  DEFAULT_HOST,
  flagOption,
  hostOption,
  isBrowser,
  portOption,
  refuseOption,
  reportUnknownOptions,
  resolveConnection,
  type TokenStorage,
  textOption,
} from '@sallyport/core';

/** How an `AuthenticationClient` is made. `appId` or `userPoolId` must be there. */
export interface AuthenticationClientOptions extends ConnectionOptions {
  /** The application's address, such as `https://example.authing.cn`. Default: from `domain`, else `host`. */
  readonly appHost?: string | undefined;
  /** @deprecated Use `appHost`. A host name, reached with the scheme of `host`. */
  readonly domain?: string | undefined;
  /** @deprecated Use `appHost`. Default: the vendor's cloud. */
  readonly host?: string | undefined;
  /** Whether a browser sends cookies along. Default `true`, as the wire expects. */
  readonly withCredentials?: boolean | undefined;
  /** Where the session is kept. Default: `localStorage` where there is a document, else memory. */
  readonly storage?: TokenStorage | undefined;
  /** Allows `secret` in a browser, where everybody can read it. */
  readonly dangerouslyAllowSecretInBrowser?: boolean | undefined;
}

/** The options with every default filled in. */
export interface ResolvedOptions extends Connection {
  readonly withCredentials: boolean;
  readonly storage: TokenStorage | undefined;
}

const OWN_OPTIONS = [
  'appHost',
  'domain',
  'host',
  'withCredentials',
  'storage',
  'dangerouslyAllowSecretInBrowser',
] as const satisfies readonly (keyof AuthenticationClientOptions)[];

/** @throws {ConfigurationError} An option is missing or malformed; the message names it. */
export function resolveOptions(options: AuthenticationClientOptions): ResolvedOptions {
  if (typeof options !== 'object' || options === null) refuseOption('appId', 'is missing', 'Pass { appId }.');
  const connection = resolveConnection(options, resolveAddress(options));
  reportUnknownOptions(options, OWN_OPTIONS, connection.logger);
  if (!connection.appId && !connection.userPoolId) refuseOption('appId', 'is missing', 'Pass appId, or userPoolId.');
  const allowSecret = flagOption('dangerouslyAllowSecretInBrowser', options.dangerouslyAllowSecretInBrowser);
  if (connection.secret && isBrowser() && !allowSecret) {
    refuseOption(
      'secret',
      'must not be in a browser, where everybody can read it',
      'Leave it out: no sign-in needs it.',
    );
  }
  return Object.freeze({
    ...connection,
    withCredentials: flagOption('withCredentials', options.withCredentials ?? true),
    storage: portOption('storage', options.storage, ['get', 'set', 'remove']),
  });
}

function resolveAddress(options: AuthenticationClientOptions): string {
  const allowHttp = flagOption('dangerouslyAllowHttp', options.dangerouslyAllowHttp);
  const appHost = textOption('appHost', options.appHost);
  if (appHost) return addressOption('appHost', appHost, allowHttp);
  const host = addressOption('host', textOption('host', options.host) ?? DEFAULT_HOST, allowHttp);
  const domain = hostOption('domain', options.domain);
  return domain ? addressOption('domain', `${new URL(host).protocol}//${domain}`, allowHttp) : host;
}
