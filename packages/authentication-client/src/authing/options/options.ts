import {
  addressOption,
  algorithmsOption,
  type Connection,
  type ConnectionOptions,
  DEFAULT_HOST,
  FailureReport,
  flagOption,
  functionOption,
  hostOption,
  isBrowser,
  type Lease,
  portOption,
  refuseOption,
  reportUnknownOptions,
  resolveConnection,
  type SignatureAlgorithm,
  type TokenStorage,
  textOption,
} from '@sallyport/core';
import { apiOriginsOption, leaseOption } from '../../client/shared-options.js';
import {
  type ResolvedVendorOptions,
  resolveVendorOptions,
  VENDOR_OPTIONS,
  type VendorOptions,
} from './vendor-options.js';

/** How an `AuthenticationClient` is made. `appId` or `userPoolId` must be there. */
export interface AuthenticationClientOptions extends ConnectionOptions, VendorOptions {
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
  /** What keeps others who share the storage from renewing the session at the same time. Default: the storage's own. */
  readonly lease?: Lease | undefined;
  /**
   * Origins of the application's own API, such as `https://api.example.com`: where `fetch` and `attachTo` send the
   * session's token. Default: none.
   */
  readonly apiOrigins?: readonly string[] | undefined;
  /**
   * Who issues ID tokens, as the server writes it, to the last slash: where its discovery document is found. Default:
   * `/oidc` under the address.
   */
  readonly issuer?: string | undefined;
  /**
   * Keeps a sign-in that left for the server's page: the ten newest, for ten minutes. Default: the tab's session storage,
   * which keeps the newest. Outside browsers `signInWithRedirect` needs one. On a server pass one for each visitor: one that
   * visitors share lets an attacker sign a victim in to the attacker's account. Over cookies, use names with the prefix
   * `__Host-`, the attributes HttpOnly, Secure, SameSite=Lax and Path=/, and a signature (HMAC) by a key of the server: the
   * client validates the form of what comes back, and only a signature proves its origin.
   */
  readonly transactionStorage?: TokenStorage | undefined;
  /**
   * Signature algorithms of ID tokens: some of RS256, ES256, PS256, EdDSA (Ed25519) and HS256. Default RS256 and ES256.
   * HS256 needs a `secret` of 32 bytes or more, on a server; a `secret` does not add it.
   */
  readonly idTokenAlgorithms?: readonly SignatureAlgorithm[] | undefined;
  /** How far the clocks of this machine and of the issuer may differ, in seconds. Default 60, at most 300. */
  readonly clockToleranceSeconds?: number | undefined;
  /** Allows `secret` in a browser, where everybody can read it. */
  readonly dangerouslyAllowSecretInBrowser?: boolean | undefined;
}

/** The options with every default filled in. */
export interface ResolvedOptions extends Connection, Omit<ResolvedVendorOptions, 'tokenProvider'> {
  readonly withCredentials: boolean;
  readonly storage: TokenStorage | undefined;
  readonly lease: Lease | undefined;
  readonly apiOrigins: readonly string[];
  readonly failures: FailureReport | undefined;
  readonly issuer: string;
  readonly transactionStorage: TokenStorage | undefined;
  readonly idTokenAlgorithms: readonly SignatureAlgorithm[];
  readonly clockToleranceSeconds: number | undefined;
  readonly dangerouslyAllowHttp: boolean;
}

const OWN_OPTIONS = [
  'appHost',
  'domain',
  'host',
  'withCredentials',
  'storage',
  'lease',
  'apiOrigins',
  'issuer',
  'transactionStorage',
  'idTokenAlgorithms',
  'clockToleranceSeconds',
  'dangerouslyAllowSecretInBrowser',
] as const satisfies readonly (keyof AuthenticationClientOptions)[];

/** @throws {ConfigurationError} An option is missing or malformed; the message names it. */
export function resolveOptions(options: AuthenticationClientOptions): ResolvedOptions {
  if (typeof options !== 'object' || options === null) refuseOption('appId', 'is missing', 'Pass { appId }.');
  const connection = resolveConnection(options, resolveAddress(options));
  reportUnknownOptions(options, [...OWN_OPTIONS, ...VENDOR_OPTIONS], connection.logger);
  if (!connection.appId && !connection.userPoolId) refuseOption('appId', 'is missing', 'Pass appId, or userPoolId.');
  const allowSecret = flagOption('dangerouslyAllowSecretInBrowser', options.dangerouslyAllowSecretInBrowser);
  if (connection.secret && isBrowser() && !allowSecret) {
    refuseOption(
      'secret',
      'must not be in a browser, where everybody can read it',
      'Leave it out: no sign-in needs it.',
    );
  }
  const { tokenProvider, ...vendor } = resolveVendorOptions(options);
  const onError = functionOption('onError', options.onError);
  const allowHttp = flagOption('dangerouslyAllowHttp', options.dangerouslyAllowHttp);
  const storage = portOption('storage', options.storage, ['get', 'set', 'remove']);
  if (storage && tokenProvider) refuseOption('tokenProvider', 'and storage exclude each other', 'Pass one of them.');
  return Object.freeze({
    ...connection,
    ...vendor,
    failures: FailureReport.from({ ...connection, onError }),
    withCredentials: flagOption('withCredentials', options.withCredentials ?? true),
    storage: storage ?? tokenProvider,
    lease: leaseOption(options.lease),
    apiOrigins: apiOriginsOption(options.apiOrigins, allowHttp),
    issuer: issuerOption(options.issuer, allowHttp) ?? `${connection.baseUrl}/oidc`,
    transactionStorage: portOption('transactionStorage', options.transactionStorage, ['get', 'set', 'remove']),
    idTokenAlgorithms: idTokenAlgorithmsOption(options.idTokenAlgorithms, connection.secret),
    clockToleranceSeconds: toleranceOption(options.clockToleranceSeconds),
    dangerouslyAllowHttp: allowHttp,
  });
}

// As it is written: tokens are compared with it character by character.
function issuerOption(value: unknown, allowHttp: boolean): string | undefined {
  const issuer = textOption('issuer', value);
  if (issuer) addressOption('issuer', issuer, allowHttp);
  return issuer;
}

function idTokenAlgorithmsOption(value: unknown, secret: string | undefined): readonly SignatureAlgorithm[] {
  const algorithms = algorithmsOption('idTokenAlgorithms', value);
  const problem = isBrowser() ? 'contains HS256, which no browser can verify' : 'contains HS256, which needs a secret';
  if (algorithms.includes('HS256') && (isBrowser() || !secret)) {
    refuseOption('idTokenAlgorithms', problem, 'Have ID tokens signed by RS256 (id_token_signed_response_alg).');
  }
  return algorithms;
}

function toleranceOption(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= 0 && value <= 300) return value;
  return refuseOption('clockToleranceSeconds', 'must be between 0 and 300', 'Pass a number of seconds.');
}

/** Whether tokens come from another server than the one whose API is called. */
export function hasOtherIssuer({ issuer, baseUrl }: Pick<ResolvedOptions, 'issuer' | 'baseUrl'>): boolean {
  return issuer !== `${baseUrl}/oidc`;
}

function resolveAddress(options: AuthenticationClientOptions): string {
  const allowHttp = flagOption('dangerouslyAllowHttp', options.dangerouslyAllowHttp);
  const appHost = textOption('appHost', options.appHost);
  if (appHost) return addressOption('appHost', appHost, allowHttp);
  const host = addressOption('host', textOption('host', options.host) ?? DEFAULT_HOST, allowHttp);
  const domain = hostOption('domain', options.domain);
  return domain ? addressOption('domain', `${new URL(host).protocol}//${domain}`, allowHttp) : host;
}
