import {
  addressOption,
  flagOption,
  type OnError,
  portOption,
  privateKeysOption,
  refuseOption,
  type TokenStorage,
  textOption,
} from '@sallyport/core';
import { type TokenProviderClass, TokenProviderStorage } from '../token-provider/token-provider-storage.js';

/** How a client says who it is at the endpoints of OpenID Connect and OAuth. */
export type ClientAuthMethod = 'client_secret_post' | 'client_secret_basic' | 'none';

/** Options that the vendor's client has too. */
export interface VendorOptions {
  /** A session token to begin with, in place of the one that is stored. */
  readonly token?: string | null | undefined;
  /**
   * Hears of every call that fails, once, and the call rejects all the same: with its error, or with what this throws.
   * `code` is `undefined` where no server has answered.
   */
  readonly onError?: OnError | null | undefined;
  /** Keeps token and user in place of `storage`. */
  readonly tokenProvider?: TokenProviderClass | null | undefined;
  /** The address that asks the Active Directory, for `loginByAd`. */
  readonly websocketHost?: string | null | undefined;
  /** Where the application is called back. Read by `signinByCredentials`, and by what speaks OpenID Connect. */
  readonly redirectUri?: string | null | undefined;
  /** Read by what speaks these protocols. Default `oidc`. */
  readonly protocol?: 'oauth' | 'oidc' | 'saml' | 'cas' | null | undefined;
  /** Read by what speaks OpenID Connect and OAuth. Default `client_secret_post`, as are the next two. */
  readonly tokenEndPointAuthMethod?: ClientAuthMethod | null | undefined;
  readonly introspectionEndPointAuthMethod?: ClientAuthMethod | null | undefined;
  readonly revocationEndPointAuthMethod?: ClientAuthMethod | null | undefined;
  /** Where events are subscribed to. Read by `event.sub`. */
  readonly socketUri?: string | null | undefined;
  /** How often a broken subscription is taken up again. Read by `event.sub`. */
  readonly retryTimes?: number | null | undefined;
  /** Private keys as JWKs, for encrypted ID tokens. Default: those are refused. */
  readonly privateKeys?: readonly unknown[] | null | undefined;
}

/** Those of them that are read now. */
export interface ResolvedVendorOptions {
  readonly token: string | undefined;
  readonly tokenProvider: TokenStorage | undefined;
  readonly websocketHost: string | undefined;
  readonly redirectUri: string | undefined;
  readonly protocol: 'oauth' | 'oidc' | 'saml' | 'cas';
  readonly tokenEndPointAuthMethod: ClientAuthMethod;
  readonly introspectionEndPointAuthMethod: ClientAuthMethod;
  readonly revocationEndPointAuthMethod: ClientAuthMethod;
  /** Where events come from; `undefined` where the address of the server says it. */
  readonly socketUri: string | undefined;
  readonly retryTimes: number;
  readonly privateKeys: readonly unknown[];
}

/** Classes of the vendor's client that take the place of its own: they stand on its internals, which are not here. */
const REPLACED = ['httpClient', 'graphqlClient', 'fastHttpClient'] as const;

export const VENDOR_OPTIONS = [
  'token',
  'onError',
  'tokenProvider',
  'websocketHost',
  'redirectUri',
  'protocol',
  'tokenEndPointAuthMethod',
  'introspectionEndPointAuthMethod',
  'revocationEndPointAuthMethod',
  'socketUri',
  'retryTimes',
  'privateKeys',
  ...REPLACED,
] as const satisfies readonly (keyof VendorOptions | (typeof REPLACED)[number])[];

const AUTH_METHODS = ['client_secret_post', 'client_secret_basic', 'none'] as const;

/** @throws {ConfigurationError} An option is malformed; the message names it. */
export function resolveVendorOptions(
  options: VendorOptions & { readonly dangerouslyAllowHttp?: boolean | undefined },
): ResolvedVendorOptions {
  for (const name of REPLACED) refuseReplaced(name, options);
  const websocketHost = textOption('websocketHost', options.websocketHost);
  const allowHttp = flagOption('dangerouslyAllowHttp', options.dangerouslyAllowHttp);
  return {
    token: tokenOption(options.token),
    tokenProvider: tokenProviderOption(options),
    websocketHost: websocketHost && addressOption('websocketHost', websocketHost, allowHttp),
    redirectUri: textOption('redirectUri', options.redirectUri),
    protocol: choiceOption('protocol', options.protocol, ['oidc', 'oauth', 'saml', 'cas']),
    tokenEndPointAuthMethod: choiceOption('tokenEndPointAuthMethod', options.tokenEndPointAuthMethod, AUTH_METHODS),
    introspectionEndPointAuthMethod: choiceOption(
      'introspectionEndPointAuthMethod',
      options.introspectionEndPointAuthMethod,
      AUTH_METHODS,
    ),
    revocationEndPointAuthMethod: choiceOption(
      'revocationEndPointAuthMethod',
      options.revocationEndPointAuthMethod,
      AUTH_METHODS,
    ),
    socketUri: socketOption(options.socketUri, allowHttp),
    privateKeys: privateKeysOption('privateKeys', options.privateKeys),
    retryTimes: countOption('retryTimes', options.retryTimes, 5),
  };
}

function refuseReplaced(name: (typeof REPLACED)[number], options: object): void {
  const { [name]: replacement } = options as Readonly<Record<string, unknown>>; // the options of a caller hold anything
  if (!replacement) return;
  refuseOption(
    name,
    'has no effect here',
    'Pass transport, an object with send(request) and dispose(), which carries the requests of every kind.',
  );
}

/** @param allowed - The first is the default. */
function choiceOption<const Choice extends string>(
  option: string,
  value: unknown,
  allowed: readonly [Choice, ...Choice[]],
): Choice {
  const text = textOption(option, value) ?? allowed[0];
  const choice = allowed.find((known) => known === text);
  return choice ?? refuseOption(option, 'has a value that there is not', `Pass one of ${allowed.join(', ')}.`);
}

function countOption(option: string, value: number | null | undefined, fallback: number): number {
  if (value === undefined || value === null) return fallback;
  if (Number.isSafeInteger(value) && value >= 0) return value;
  return refuseOption(option, 'must be a whole number that is not negative', `Pass ${option} such as 5.`);
}

// Written with the scheme of sockets, judged as the address that it is.
function socketOption(value: unknown, allowHttp: boolean): string | undefined {
  const text = textOption('socketUri', value);
  return text && addressOption('socketUri', text.replace(/^ws(?=s?:)/, 'http'), allowHttp).replace(/^http/, 'ws');
}

// The texts that the vendor's client leaves in storage where it has no token.
function tokenOption(value: unknown): string | undefined {
  const token = textOption('token', value);
  if (token === 'null' || token === 'undefined') {
    refuseOption('token', `is the text "${token}"`, 'Pass a token, or leave it out.');
  }
  return token;
}

function tokenProviderOption(options: VendorOptions): TokenStorage | undefined {
  const { tokenProvider: Provider } = options;
  if (Provider === undefined || Provider === null) return undefined;
  if (typeof Provider !== 'function')
    refuseOption('tokenProvider', 'must be a class', 'Pass the class, not an instance.');
  const provider = portOption('tokenProvider', new Provider(options), PROVIDER_METHODS);
  return provider && new TokenProviderStorage(provider);
}

const PROVIDER_METHODS = ['getToken', 'setToken', 'getUser', 'setUser', 'clearUser'] as const;
