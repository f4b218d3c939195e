import { type Connection, type ConnectionOptions, connectionReaders, connectionTo } from '@sallyport/core/authing';
import { algorithmsOption, privateKeysOption, type SignatureAlgorithm } from '@sallyport/core/jwt';
import { isBrowser } from '@sallyport/core/platform';
import type { Lease, SynchronousTokenStorage, TokenStorage } from '@sallyport/core/storage';
import {
  addressOption,
  choiceOption,
  countOption,
  enabledOption,
  flagOption,
  issuerOption,
  type OptionReader,
  type OptionReaders,
  type OptionsRead,
  originsOption,
  portOption,
  readersOf,
  readOptions,
  refuseOption,
  required,
  textOption,
  type UnreadOptions,
} from '@sallyport/core/validation';
import { leaseOption } from '../../client/lease-option.js';

/** Client authentication at the endpoints of OpenID Connect and OAuth. */
export type ClientAuthMethod = 'client_secret_post' | 'client_secret_basic' | 'none';

/** Options of an `AuthenticationClient`. `appHost` is required, and `appId` or `userPoolId`. */
export interface AuthenticationClientOptions extends ConnectionOptions {
  /** The application's address, such as `https://example.authing.cn`. */
  readonly appHost: string;
  /** Whether a browser sends cookies along. Default `true`, as the wire expects. */
  readonly withCredentials?: boolean | undefined;
  /**
   * Keeps the session. Default: `localStorage` in a document, else memory. A function receives that default, and returns
   * the storage that wraps it.
   */
  readonly storage?: TokenStorage | ((own: SynchronousTokenStorage) => TokenStorage) | undefined;
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
  /** Address that asks the Active Directory, for `loginByAd`. */
  readonly websocketHost?: string | null | undefined;
  /** Address of the application that receives callbacks: `signinByCredentials`, OpenID Connect and OAuth. */
  readonly redirectUri?: string | null | undefined;
  /** Protocol of `buildAuthorizeUrl` and `buildLogoutUrl`. Default `oidc`. */
  readonly protocol?: 'oauth' | 'oidc' | 'saml' | 'cas' | null | undefined;
  /** Client authentication at the endpoints of OpenID Connect and OAuth. Default of all three: `client_secret_post`. */
  readonly tokenEndPointAuthMethod?: ClientAuthMethod | null | undefined;
  readonly introspectionEndPointAuthMethod?: ClientAuthMethod | null | undefined;
  readonly revocationEndPointAuthMethod?: ClientAuthMethod | null | undefined;
  /** Address of the event server, for `event.sub`. Default: follows from `appHost`. */
  readonly socketUri?: string | null | undefined;
  /** Attempts in a row to restore a broken subscription of `event.sub`. Default 5. */
  readonly retryTimes?: number | null | undefined;
  /** Private keys as JWKs, for encrypted ID tokens. Default: none, and those tokens are refused. */
  readonly privateKeys?: readonly unknown[] | null | undefined;
}

const authMethodOption = (): OptionReader<ClientAuthMethod> =>
  choiceOption('client_secret_post', 'client_secret_basic', 'none');

/** One reader for each option. */
export const authingReaders = /* @__PURE__ */ readersOf(
  () =>
    ({
      ...connectionReaders,
      appHost: required(addressOption, 'Pass the address of the application, such as "https://example.authing.cn".'),
      withCredentials: enabledOption,
      storage: storageOption,
      lease: leaseOption,
      apiOrigins: originsOption,
      issuer: issuerOption,
      transactionStorage: portOption<TokenStorage>('get', 'set', 'remove'),
      idTokenAlgorithms: idTokenAlgorithmsOption,
      clockToleranceSeconds: toleranceOption,
      dangerouslyAllowSecretInBrowser: flagOption,
      websocketHost: addressOption,
      redirectUri: textOption,
      protocol: choiceOption('oidc', 'oauth', 'saml', 'cas'),
      tokenEndPointAuthMethod: authMethodOption(),
      introspectionEndPointAuthMethod: authMethodOption(),
      revocationEndPointAuthMethod: authMethodOption(),
      socketUri: socketOption,
      retryTimes: countOption(5),
      privateKeys: privateKeysOption,
    }) satisfies OptionReaders<AuthenticationClientOptions>,
);

type OptionsOfClient = OptionsRead<typeof authingReaders>;

/** The options with every default filled in. */
export interface ResolvedOptions extends Connection, Omit<OptionsOfClient, keyof Connection | 'issuer'> {
  readonly issuer: string;
}

/** @throws {ConfigurationError} An option is unknown, missing or malformed; the message names it. */
export function resolveOptions(options: AuthenticationClientOptions): ResolvedOptions {
  const read = readOptions(options, authingReaders);
  if (!read.appId && !read.userPoolId) refuseOption('appId', 'is missing', 'Pass appId, or userPoolId.');
  if (read.secret && isBrowser() && !read.dangerouslyAllowSecretInBrowser) {
    const remedy = 'Leave it out: no sign-in needs it.';
    refuseOption('secret', 'must not be in a browser, where every visitor can read it', remedy);
  }
  return Object.freeze({ ...connectionTo(read.appHost, read), issuer: read.issuer ?? `${read.appHost}/oidc` });
}

function storageOption(option: string, value: unknown, all: UnreadOptions): AuthenticationClientOptions['storage'] {
  // A function is trusted to return a storage; the session reports one that fails.
  if (typeof value === 'function') return value as (own: SynchronousTokenStorage) => TokenStorage;
  return portOption<TokenStorage>('get', 'set', 'remove')(option, value, all);
}

function idTokenAlgorithmsOption(
  option: string,
  value: unknown,
  { secret }: UnreadOptions,
): readonly SignatureAlgorithm[] {
  const algorithms = algorithmsOption(option, value);
  if (algorithms.includes('HS256') && (isBrowser() || !secret)) {
    const problem = isBrowser() ? 'which no browser can verify' : 'which needs a secret';
    const remedy = 'Have ID tokens signed by RS256 (id_token_signed_response_alg).';
    refuseOption(option, `contains HS256, ${problem}`, remedy);
  }
  return algorithms;
}

function toleranceOption(option: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= 0 && value <= 300) return value;
  return refuseOption(option, 'must be between 0 and 300', 'Pass a number of seconds.');
}

// Written with the scheme of sockets, and validated as the address that it is.
function socketOption(option: string, value: unknown, all: UnreadOptions): string | undefined {
  const text = textOption(option, value);
  return addressOption(option, text?.replace(/^ws(?=s?:)/, 'http'), all)?.replace(/^http/, 'ws');
}

/** Whether tokens come from another server than the one whose API is called. */
export function hasOtherIssuer({ issuer, baseUrl }: Pick<ResolvedOptions, 'issuer' | 'baseUrl'>): boolean {
  return issuer !== `${baseUrl}/oidc`;
}
