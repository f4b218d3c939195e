import { isHeader, isReservedHeader } from '../http/header.js';
import {
  reportOptionsBeside,
  resolveTransport,
  type TransportOptions,
  type TransportSettings,
} from '../http/transport-options.js';
import type { ErrorCodeOf } from '../logging/failure-report.js';
import type { Logger } from '../logging/logger.js';
import { assertNoDevelopmentSecret } from '../validation/development-keys.js';
import { flagOption, functionOption, refuseOption, textOption } from '../validation/options.js';
import { CallerHeaders, type CallerKey } from './caller-headers.js';
import { encryptionOption } from './encryption-option.js';
import type { EncryptFunction, Encryption } from './password-encryption.js';

/** Names of the headers that say who calls, for servers that go by another brand. */
export interface HeaderNames {
  readonly 'userpool-id'?: string | undefined;
  readonly 'app-id'?: string | undefined;
  readonly 'tenant-id'?: string | undefined;
  readonly 'sdk-version'?: string | undefined;
  readonly 'request-from'?: string | undefined;
  readonly lang?: string | undefined;
}

/** The options that every client of an Authing server has. */
export interface ConnectionOptions extends TransportOptions {
  /** The application. */
  readonly appId?: string | undefined;
  /** The user pool. */
  readonly userPoolId?: string | undefined;
  readonly tenantId?: string | undefined;
  /** The secret of the application or the user pool, on servers only. */
  readonly secret?: string | undefined;
  /** Sent as `x-authing-request-from`. Default `sdk`. */
  readonly requestFrom?: string | undefined;
  /** Language of the server's messages. Default `zh-CN`. */
  readonly lang?: string | undefined;
  /** The server's public key for passwords, PEM. By default the server is asked, once. */
  readonly publicKey?: string | undefined;
  /** How the user pool wants its passwords encrypted. By default with RSA, under the server's key. */
  readonly encryption?: Encryption | null | undefined;
  /** Encrypts passwords in place of this client. */
  readonly encryptFunction?: EncryptFunction | null | undefined;
  /** Other names for the headers that say who calls. */
  readonly headers?: HeaderNames | undefined;
  /**
   * Whether arguments that can never be right, such as a code of two digits, are refused before anything is sent.
   * Values of paths are always validated. Default `true`.
   */
  readonly validateArguments?: boolean | undefined;
  /** Names a failure that has no code of the server's, such as a network error. Default: its `code` is `undefined`. */
  readonly errorCode?: ErrorCodeOf | null | undefined;
}

/** The same with every default filled in. */
export interface Connection extends TransportSettings {
  readonly baseUrl: string;
  readonly appId: string | undefined;
  readonly userPoolId: string | undefined;
  readonly tenantId: string | undefined;
  readonly secret: string | undefined;
  readonly headers: CallerHeaders;
  readonly publicKey: string | null;
  readonly encryption: Encryption | undefined;
  readonly encryptFunction: EncryptFunction | undefined;
  readonly validateArguments: boolean;
  readonly errorCode: ErrorCodeOf | undefined;
}

/** The vendor's cloud, where no other address is given. */
export const DEFAULT_HOST = 'https://core.authing.cn';

/** What our clients call themselves in `x-authing-sdk-version`. */
const SDK_VERSION = 'js:sallyport-1.0.0';

const OWN_OPTIONS: Readonly<Record<Exclude<keyof ConnectionOptions, keyof TransportOptions>, true>> = {
  appId: true,
  userPoolId: true,
  tenantId: true,
  secret: true,
  requestFrom: true,
  lang: true,
  publicKey: true,
  encryption: true,
  encryptFunction: true,
  headers: true,
  validateArguments: true,
  errorCode: true,
};

/**
 * Tells the logger, once, which options nobody knows.
 *
 * @param known - The names of the client's own options, besides those of `ConnectionOptions`.
 */
export function reportUnknownOptions(options: object, known: readonly string[], logger: Logger): void {
  reportOptionsBeside(options, [...Object.keys(OWN_OPTIONS), ...known], logger);
}

/** @throws {ConfigurationError} An option is missing or malformed; the message names it. */
export function resolveConnection(options: ConnectionOptions, baseUrl: string): Connection {
  const appId = textOption('appId', options.appId);
  const userPoolId = textOption('userPoolId', options.userPoolId);
  const tenantId = textOption('tenantId', options.tenantId);
  const secret = textOption('secret', options.secret);
  const encryptFunction = functionOption('encryptFunction', options.encryptFunction);
  if (!flagOption('dangerouslyAllowDevelopmentKeys', options.dangerouslyAllowDevelopmentKeys)) {
    assertNoDevelopmentSecret('secret', secret, baseUrl);
  }
  return Object.freeze({
    ...resolveTransport(options),
    baseUrl,
    appId,
    userPoolId,
    tenantId,
    secret,
    headers: new CallerHeaders(headerNames(options.headers), {
      'userpool-id': userPoolId,
      'app-id': appId,
      'tenant-id': tenantId,
      'sdk-version': SDK_VERSION,
      'request-from': textOption('requestFrom', options.requestFrom) ?? 'sdk',
      lang: textOption('lang', options.lang) ?? 'zh-CN',
    }),
    publicKey: publicKeyOption(options.publicKey),
    encryption: encryptionOption(options.encryption, encryptFunction),
    encryptFunction,
    validateArguments: flagOption('validateArguments', options.validateArguments ?? true),
    errorCode: functionOption('errorCode', options.errorCode),
  });
}

const HEADER_NAMES = {
  'userpool-id': 'x-authing-userpool-id',
  'app-id': 'x-authing-app-id',
  'tenant-id': 'x-authing-app-tenant-id',
  'sdk-version': 'x-authing-sdk-version',
  'request-from': 'x-authing-request-from',
  lang: 'x-authing-lang',
} as const satisfies Readonly<Record<CallerKey, string>>;

// The keys of a literal are those of its type.
const HEADER_KEYS = /* @__PURE__ */ Object.keys(HEADER_NAMES) as readonly CallerKey[];

function headerNames(replacements: HeaderNames = {}): Readonly<Record<CallerKey, string>> {
  const remedy = `Pass an object whose keys are among ${HEADER_KEYS.join(', ')}.`;
  // A list or a `Headers` would be taken for an object without keys.
  if (typeof replacements !== 'object' || replacements === null || Symbol.iterator in replacements) {
    refuseOption('headers', 'must be an object', remedy);
  }
  for (const key of Object.keys(replacements)) {
    if (!Object.hasOwn(HEADER_NAMES, key)) refuseOption(`headers.${key}`, 'renames no header', remedy);
  }
  const names: Record<CallerKey, string> = { ...HEADER_NAMES };
  for (const key of HEADER_KEYS) names[key] = headerName(key, replacements[key]);
  for (const key of HEADER_KEYS) {
    const isTaken = HEADER_KEYS.some((other) => other !== key && names[other] === names[key]);
    if (isTaken && names[key] !== HEADER_NAMES[key]) {
      refuseOption(`headers.${key}`, 'has the name of another header', 'Give each a name of its own.');
    }
  }
  return names;
}

function headerName(key: CallerKey, replacement: unknown): string {
  const option = `headers.${key}`;
  const name = textOption(option, replacement) ?? HEADER_NAMES[key];
  const remedy = `Pass a name such as ${HEADER_NAMES[key]}.`;
  if (!isHeader(name, '')) refuseOption(option, 'is no name that a header can have', remedy);
  if (isReservedHeader(name)) refuseOption(option, 'is the name of a header that has another purpose', remedy);
  return name.toLowerCase();
}

// PEM, or the Base64 between its two lines, which the vendor's client takes as well.
const PUBLIC_KEY =
  /^\s*(?:-----BEGIN PUBLIC KEY-----[A-Za-z\d+/=\s]+-----END PUBLIC KEY-----\s*|MI[A-Za-z\d+/=\s]{100,})$/;

// Judged in full when a password is encrypted: reading keys is code that only such pages load.
function publicKeyOption(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string' || !PUBLIC_KEY.test(value)) {
    refuseOption(
      'publicKey',
      'is no public key in PEM form',
      'Pass "-----BEGIN PUBLIC KEY-----…", with real line breaks, or leave it out.',
    );
  }
  return value;
}
