import {
  addressOption,
  assertNoDevelopmentSecret,
  type Clock,
  flagOption,
  type HttpTransport,
  isBrowser,
  type Logger,
  millisecondsOption,
  refuseOption,
  silentLogger,
  systemClock,
  type TokenStorage,
  textOption,
} from '@sallyport/core';

/** Names of the headers that say who calls, for servers that go by another brand. */
export interface HeaderNames {
  readonly 'userpool-id'?: string | undefined;
  readonly 'app-id'?: string | undefined;
  readonly 'tenant-id'?: string | undefined;
  readonly 'sdk-version'?: string | undefined;
  readonly 'request-from'?: string | undefined;
  readonly lang?: string | undefined;
}

/** How an `AuthenticationClient` is made. `appId` or `userPoolId` must be there. */
export interface AuthenticationClientOptions {
  /** The application that users sign in to. */
  readonly appId?: string | undefined;
  readonly userPoolId?: string | undefined;
  /** The application's secret, on servers only. */
  readonly secret?: string | undefined;
  readonly tenantId?: string | undefined;
  /** The application's address, such as `https://example.authing.cn`. Default: from `domain`, else `host`. */
  readonly appHost?: string | undefined;
  /** @deprecated Use `appHost`. A host name, reached with the scheme of `host`. */
  readonly domain?: string | undefined;
  /** @deprecated Use `appHost`. Default `https://core.authing.cn`. */
  readonly host?: string | undefined;
  /** Bounds each call, retries included, in milliseconds. Default 30000. */
  readonly timeout?: number | undefined;
  /** Bytes of an answer at most. Default 10 MB. */
  readonly maxResponseBytes?: number | undefined;
  /** Sent as `x-authing-request-from`. Default `sdk`. */
  readonly requestFrom?: string | undefined;
  /** Language of the server's messages. Default `zh-CN`. */
  readonly lang?: string | undefined;
  /** The server's public key for passwords, PEM. By default the server is asked, once. */
  readonly publicKey?: string | undefined;
  /** Other names for the headers that say who calls. */
  readonly headers?: HeaderNames | undefined;
  /** Whether a browser sends cookies along. Default `true`, as the wire expects. */
  readonly withCredentials?: boolean | undefined;
  /** Where the session is kept. Default: `localStorage` where there is a document, else memory. */
  readonly storage?: TokenStorage | undefined;
  /** Civil time. Default: the machine's. */
  readonly clock?: Clock | undefined;
  /** Hears what nobody asked for. Default: silent. */
  readonly logger?: Logger | undefined;
  /** Replaces axios. It is not disposed of with the client. */
  readonly transport?: HttpTransport | undefined;
  /** Allows `http:` beyond this machine. Passwords and tokens are then readable on the way. */
  readonly dangerouslyAllowHttp?: boolean | undefined;
  /** Allows `secret` in a browser, where everybody can read it. */
  readonly dangerouslyAllowSecretInBrowser?: boolean | undefined;
  /** Allows the emulator's published secrets beyond this machine. */
  readonly dangerouslyAllowDevelopmentKeys?: boolean | undefined;
}

/** The options with every default filled in. */
export interface ResolvedOptions {
  readonly appId: string | undefined;
  readonly userPoolId: string | undefined;
  readonly tenantId: string | undefined;
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly requestFrom: string;
  readonly lang: string;
  readonly publicKey: string | null;
  readonly headers: HeaderNames;
  readonly withCredentials: boolean;
  readonly storage: TokenStorage | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly transport: HttpTransport | undefined;
}

const DEFAULT_HOST = 'https://core.authing.cn';
const TEN_MEGABYTES = 10 * 1024 * 1024;

/** @throws {ConfigurationError} An option is missing or malformed; the message names it. */
export function resolveOptions(options: AuthenticationClientOptions): ResolvedOptions {
  if (typeof options !== 'object' || options === null) refuseOption('options', 'must be an object', 'Pass { appId }.');
  const appId = textOption('appId', options.appId);
  const userPoolId = textOption('userPoolId', options.userPoolId);
  if (!appId && !userPoolId) refuseOption('appId', 'is missing', 'Pass appId, or userPoolId.');
  const baseUrl = resolveAddress(options);
  guardSecret(options, baseUrl);
  return Object.freeze({
    appId,
    userPoolId,
    tenantId: textOption('tenantId', options.tenantId),
    baseUrl,
    timeoutMs: millisecondsOption('timeout', options.timeout, 30_000),
    maxResponseBytes: bytesOption(options.maxResponseBytes),
    requestFrom: textOption('requestFrom', options.requestFrom) ?? 'sdk',
    lang: textOption('lang', options.lang) ?? 'zh-CN',
    publicKey: options.publicKey ?? null,
    headers: { ...options.headers },
    withCredentials: options.withCredentials ?? true,
    storage: storageOption(options.storage),
    clock: options.clock ?? systemClock,
    logger: options.logger ?? silentLogger,
    transport: options.transport,
  });
}

function resolveAddress(options: AuthenticationClientOptions): string {
  const allowHttp = flagOption('dangerouslyAllowHttp', options.dangerouslyAllowHttp);
  const appHost = textOption('appHost', options.appHost);
  if (appHost) return addressOption('appHost', appHost, allowHttp);
  const host = addressOption('host', textOption('host', options.host) ?? DEFAULT_HOST, allowHttp);
  const domain = textOption('domain', options.domain);
  return domain ? addressOption('domain', `${new URL(host).protocol}//${domain}`, allowHttp) : host;
}

function guardSecret(options: AuthenticationClientOptions, baseUrl: string): void {
  const secret = textOption('secret', options.secret);
  if (
    secret &&
    isBrowser() &&
    !flagOption('dangerouslyAllowSecretInBrowser', options.dangerouslyAllowSecretInBrowser)
  ) {
    refuseOption(
      'secret',
      'must not be in a browser, where everybody can read it',
      'Leave it out: no sign-in needs it.',
    );
  }
  if (!flagOption('dangerouslyAllowDevelopmentKeys', options.dangerouslyAllowDevelopmentKeys)) {
    assertNoDevelopmentSecret('secret', secret, baseUrl);
  }
}

function bytesOption(value: number | undefined): number {
  if (value === undefined) return TEN_MEGABYTES;
  if (!Number.isSafeInteger(value) || value <= 0) {
    refuseOption('maxResponseBytes', 'must be a positive whole number', 'Pass a number of bytes.');
  }
  return value;
}

function storageOption(storage: TokenStorage | undefined): TokenStorage | undefined {
  if (storage === undefined) return undefined;
  for (const method of ['get', 'set', 'remove'] as const) {
    if (typeof storage?.[method] !== 'function') {
      refuseOption('storage', `has no method ${method}`, 'Pass an object with get, set and remove.');
    }
  }
  return storage;
}
