import {
  type AuthenticationClientOptions as OwnAuthenticationOptions,
  AuthenticationClient as StrictAuthenticationClient,
} from '@sallyport/authentication-client';
import { systemClock } from '@sallyport/core/clock';
import type { Logger } from '@sallyport/core/logging';
import { isBrowser } from '@sallyport/core/platform';
import type { TokenStorage } from '@sallyport/core/storage';
import {
  addressOption,
  functionOption,
  isLoopback,
  portOption,
  refuseOption,
  textOption,
} from '@sallyport/core/validation';
import {
  type ManagementClientOptions as OwnManagementOptions,
  ManagementClient as StrictManagementClient,
} from '@sallyport/management-client';
import type { OnError } from './failure-report.js';
import { LegacyKeysStorage } from './legacy-keys.js';
import { isToken } from './session-record.js';
import { type TokenProvider, type TokenProviderClass, TokenProviderStorage } from './token-provider-storage.js';

/** Options that both published clients have. */
interface PublishedOptions {
  /** Address of the server. Default: the vendor's cloud. */
  readonly host?: string | undefined;
  /**
   * Receives each failure of a call once. The call then rejects with its error, or with the value that this throws.
   * Without a code of the server, `code` is the one of axios, such as `ECONNABORTED`.
   */
  readonly onError?: OnError | null | undefined;
}

/** Options of an `AuthenticationClient`: those of our own client, and those of the published one. */
export interface AuthenticationClientOptions extends Omit<OwnAuthenticationOptions, 'appHost'>, PublishedOptions {
  /** The application's address, such as `https://example.authing.cn`. Default: from `domain`, else `host`. */
  readonly appHost?: string | undefined;
  /** @deprecated Use `appHost`. A host name, reached with the scheme of `host`. */
  readonly domain?: string | undefined;
  /** A session token to begin with, in place of the stored one. */
  readonly token?: string | null | undefined;
  /** Keeps token and user in place of `storage`. */
  readonly tokenProvider?: TokenProviderClass | null | undefined;
}

/** Options of a `ManagementClient`: those of our own client, and those of the published one. */
export interface ManagementClientOptions extends Omit<OwnManagementOptions, 'host'>, PublishedOptions {}

/** The vendor's cloud. */
const DEFAULT_HOST = 'https://core.authing.cn';

/** Classes of the published client that replace its own. They use its internals, which this package does not have. */
const REPLACED = ['httpClient', 'graphqlClient', 'fastHttpClient'];

// What the drop-in reads itself.
const AUTHENTICATION_OPTIONS = ['host', 'domain', 'token', 'onError', 'tokenProvider', ...REPLACED];
const MANAGEMENT_OPTIONS = ['onError'];

/** Options of our own client, and the published ones that the drop-in reads itself. */
interface Settings<OwnOptions> {
  readonly own: OwnOptions;
  readonly onError: OnError | undefined;
  readonly logger: Logger;
}

export interface AuthenticationSettings extends Settings<OwnAuthenticationOptions> {
  readonly token: string | undefined;
}

export type ManagementSettings = Settings<OwnManagementOptions>;

/** @throws {ConfigurationError} An option is malformed. */
export function authenticationSettings(options: AuthenticationClientOptions): AuthenticationSettings {
  const given = isObject(options) ? options : {};
  for (const name of REPLACED) refuseReplaced(name, given);
  const logger = given.logger ?? consoleLogger;
  const hasAddress = Boolean(given.appHost || given.domain || given.host);
  const appHost = addressOf(given);
  warn(logger, [
    ...problemsOf(given, appHost, hasAddress),
    ...unknownIn(given, StrictAuthenticationClient, AUTHENTICATION_OPTIONS),
  ]);
  return {
    own: {
      ...ownOptions<OwnAuthenticationOptions>(given, StrictAuthenticationClient),
      ...TOLERANCE,
      appHost,
      logger,
      storage: storageOf(given),
      dangerouslyAllowSecretInBrowser: true,
    },
    onError: functionOption<OnError>('onError', given.onError),
    logger,
    token: tokenOption(given.token),
  };
}

/** @throws {ConfigurationError} An option is malformed. */
export function managementSettings(options: ManagementClientOptions): ManagementSettings {
  const given = isObject(options) ? options : {};
  const logger = given.logger ?? consoleLogger;
  const host = textOption('host', given.host) ?? DEFAULT_HOST;
  warn(logger, [
    ...problemsOf(given, host, host === given.host),
    ...unknownIn(given, StrictManagementClient, MANAGEMENT_OPTIONS),
  ]);
  return {
    own: {
      ...ownOptions<OwnManagementOptions>(given, StrictManagementClient),
      ...TOLERANCE,
      host,
      logger,
      dangerouslyAllowBrowser: true,
    },
    onError: functionOption<OnError>('onError', given.onError),
    logger,
  };
}

const TOLERANCE = {
  dangerouslyAllowHttp: true,
  validateArguments: false, // the published client sends what it is given
} as const;

// Programs without types pass anything. A value of any other kind has no options.
function isObject(options: unknown): boolean {
  return typeof options === 'object' && options !== null;
}

/** A client that names its options. */
interface OptionNames {
  readonly optionNames: readonly string[];
}

function ownOptions<OwnOptions>(given: object, { optionNames }: OptionNames): OwnOptions {
  const entries = optionNames.filter((name) => name in given).map((name) => [name, Reflect.get(given, name)]);
  return Object.fromEntries(entries) as OwnOptions; // values of the same names, which the client validates
}

function unknownIn(given: object, { optionNames }: OptionNames, published: readonly string[]): readonly string[] {
  const unknown = Object.keys(given).filter((name) => !optionNames.includes(name) && !published.includes(name));
  return unknown.length > 0 ? [`Unknown options are ignored: ${unknown.join(', ')}.`] : [];
}

function refuseReplaced(name: string, given: object): void {
  if (!Reflect.get(given, name)) return;
  refuseOption(
    name,
    'has no effect here',
    'Pass transport, an object with send(request) and dispose(), which carries the requests of every kind.',
  );
}

function addressOf({ appHost, domain, host }: AuthenticationClientOptions): string {
  const address = textOption('appHost', appHost);
  if (address) return address;
  const base = addressOption('host', host || DEFAULT_HOST, TOLERANCE) ?? DEFAULT_HOST;
  const name = hostName('domain', domain);
  return name ? `${new URL(base).protocol}//${name}` : base;
}

/** A host name, with a port if need be: absent, or without anything around it. */
function hostName(option: string, value: unknown): string | undefined {
  const host = textOption(option, value);
  if (host === undefined) return undefined;
  const isBare = /^(?:[^\s/\\?#@:%[\]]+|\[[\da-f:.]+\])(?::\d+)?$/i.test(host);
  if (isBare && URL.canParse(`https://${host}`)) return host;
  return refuseOption(
    option,
    'is no host name',
    `Pass ${option} such as "example.authing.cn", without scheme and path.`,
  );
}

function storageOf(options: AuthenticationClientOptions): OwnAuthenticationOptions['storage'] {
  const { storage, tokenProvider, clock = systemClock, appId, userPoolId } = options;
  if (tokenProvider === undefined || tokenProvider === null) {
    return storage ?? ((own) => new LegacyKeysStorage(own, { appId, userPoolId }, () => clock.now()));
  }
  if (storage) refuseOption('tokenProvider', 'and storage exclude each other', 'Pass one of them.');
  return providerStorage(tokenProvider, options);
}

function providerStorage(Provider: TokenProviderClass, options: AuthenticationClientOptions): TokenStorage {
  if (typeof Provider !== 'function')
    refuseOption('tokenProvider', 'must be a class', 'Pass the class, not an instance.');
  const provider = new Provider(options);
  portOption<TokenProvider>('getToken', 'setToken', 'getUser', 'setUser', 'clearUser')('tokenProvider', provider, {});
  return new TokenProviderStorage(provider);
}

function tokenOption(value: unknown): string | undefined {
  const token = textOption('token', value);
  if (token === undefined || isToken(token)) return token;
  return refuseOption('token', `is the text "${token}"`, 'Pass a token, or leave it out.');
}

// Code written for the published client has no logger.
const consoleLogger: Logger = {
  // biome-ignore lint/suspicious/noConsole: see above
  warn: (message, details) => console.warn(`[sallyport] ${message}`, ...(details ? [details] : [])),
  // biome-ignore lint/suspicious/noConsole: see above
  error: (message, details) => console.error(`[sallyport] ${message}`, ...(details ? [details] : [])),
};

// Our own packages refuse these options. The published client takes them, so a change of one line in package.json must
// not stop a program.
function warn(logger: Logger, problems: readonly string[]): void {
  if (typeof logger.warn === 'function') for (const problem of problems) logger.warn(problem);
}

function problemsOf(
  { secret, accessToken }: { readonly secret?: string | undefined; readonly accessToken?: string | undefined },
  address: string,
  hasAddress: boolean,
): readonly string[] {
  const problems: string[] = [];
  if (isBrowser() && (secret || accessToken)) {
    problems.push('Every visitor of the page can read a secret in a browser. Keep it on a server.');
  }
  if (!hasAddress) problems.push(`No address was given: requests go to ${DEFAULT_HOST}, the vendor's cloud.`);
  if (isClear(address)) problems.push('Passwords and tokens travel in clear over http. Use https.');
  return problems;
}

function isClear(address: string): boolean {
  if (!URL.canParse(address)) return false; // the client refuses it by name
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !isLoopback(hostname);
}
