import { isHeader, isReservedHeader } from '../http/header.js';
import {
  type TransportOptions,
  type TransportSettings,
  transportReaders,
  transportSettings,
} from '../http/transport-options.js';
import { assertNoDevelopmentSecret } from '../validation/development-keys.js';
import {
  enabledOption,
  functionOption,
  type OptionReaders,
  type OptionsRead,
  readersOf,
  refuseOption,
  textOption,
  withDefault,
} from '../validation/options.js';
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
}

/** The same with every default filled in. */
export interface Connection
  extends TransportSettings,
    Omit<OptionsRead<typeof connectionReaders>, keyof TransportSettings | 'headers'> {
  readonly baseUrl: string;
  readonly headers: CallerHeaders;
}

/** What our clients call themselves in `x-authing-sdk-version`. */
const SDK_VERSION = 'js:sallyport-1.0.0';

/** One reader for each of these options. */
export const connectionReaders = /* @__PURE__ */ readersOf(
  () =>
    ({
      ...transportReaders,
      appId: textOption,
      userPoolId: textOption,
      tenantId: textOption,
      secret: textOption,
      requestFrom: withDefault(textOption, 'sdk'),
      lang: withDefault(textOption, 'zh-CN'),
      publicKey: publicKeyOption,
      encryption: encryptionOption,
      encryptFunction: functionOption<EncryptFunction>,
      headers: headerNamesOption,
      validateArguments: enabledOption,
    }) satisfies OptionReaders<ConnectionOptions>,
);

/**
 * A connection to the server at this address.
 *
 * @throws {ConfigurationError} The secret is the published one of the emulator, and the address is another machine.
 */
export function connectionTo<Options extends OptionsRead<typeof connectionReaders>>(
  baseUrl: string,
  options: Options,
): Omit<Options, keyof Connection> & Connection {
  const { appId, userPoolId, tenantId, secret, requestFrom, lang } = options;
  if (!options.dangerouslyAllowDevelopmentKeys) assertNoDevelopmentSecret('secret', secret, baseUrl);
  const headers = new CallerHeaders(options.headers, {
    'userpool-id': userPoolId,
    'app-id': appId,
    'tenant-id': tenantId,
    'sdk-version': SDK_VERSION,
    'request-from': requestFrom,
    lang,
  });
  return { ...options, ...transportSettings(options), baseUrl, headers };
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

function headerNamesOption(option: string, value: unknown = {}): Readonly<Record<CallerKey, string>> {
  const remedy = `Pass an object whose keys are among ${HEADER_KEYS.join(', ')}.`;
  // A list or a `Headers` would be taken for an object without keys.
  if (typeof value !== 'object' || value === null || Symbol.iterator in value) {
    refuseOption(option, 'must be an object', remedy);
  }
  const replacements: Readonly<Record<string, unknown>> = { ...value };
  for (const key of Object.keys(replacements)) {
    if (!Object.hasOwn(HEADER_NAMES, key)) refuseOption(`${option}.${key}`, 'renames no header', remedy);
  }
  const names: Record<CallerKey, string> = { ...HEADER_NAMES };
  for (const key of HEADER_KEYS) names[key] = headerName(`${option}.${key}`, key, replacements[key]);
  for (const key of HEADER_KEYS) {
    const isTaken = HEADER_KEYS.some((other) => other !== key && names[other] === names[key]);
    if (isTaken && names[key] !== HEADER_NAMES[key]) {
      refuseOption(`${option}.${key}`, 'has the name of another header', 'Give each a name of its own.');
    }
  }
  return names;
}

function headerName(option: string, key: CallerKey, replacement: unknown): string {
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
function publicKeyOption(option: string, value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string' || !PUBLIC_KEY.test(value)) {
    refuseOption(
      option,
      'is no public key in PEM form',
      'Pass "-----BEGIN PUBLIC KEY-----…", with real line breaks, or leave it out.',
    );
  }
  return value;
}
