import { type Clock, systemClock } from '../clock/index.js';
import { assertHeader } from '../http/header.js';
import type { HttpTransport } from '../http/http-transport.js';
import { LazyTransport } from '../http/lazy-transport.js';
import type { CredentialSource } from '../http/wire.js';
import { type Logger, silentLogger } from '../logging/logger.js';
import { assertNoDevelopmentSecret } from '../validation/development-keys.js';
import { flagOption, millisecondsOption, portOption, refuseOption, textOption } from '../validation/options.js';
import { AuthingWire } from './authing-wire.js';

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
export interface ConnectionOptions {
  /** The application. */
  readonly appId?: string | undefined;
  /** The user pool. */
  readonly userPoolId?: string | undefined;
  readonly tenantId?: string | undefined;
  /** The secret of the application or the user pool, on servers only. */
  readonly secret?: string | undefined;
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
  /** Civil time. Default: the machine's. */
  readonly clock?: Clock | undefined;
  /** Hears what nobody asked for. Default: silent. */
  readonly logger?: Logger | undefined;
  /** Replaces axios. It is not disposed of with the client. */
  readonly transport?: HttpTransport | undefined;
  /** Allows `http:` beyond this machine. Passwords and tokens are then readable on the way. */
  readonly dangerouslyAllowHttp?: boolean | undefined;
  /** Allows the emulator's published secrets beyond this machine. */
  readonly dangerouslyAllowDevelopmentKeys?: boolean | undefined;
}

/** The same with every default filled in. */
export interface Connection {
  readonly baseUrl: string;
  readonly appId: string | undefined;
  readonly userPoolId: string | undefined;
  readonly tenantId: string | undefined;
  readonly secret: string | undefined;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  /** The headers that say who calls. */
  readonly headers: Readonly<Record<string, string>>;
  readonly publicKey: string | null;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly transport: HttpTransport;
  /** Whether the transport is the caller's, and theirs to dispose of. */
  readonly isTransportShared: boolean;
}

/** The vendor's cloud, where no other address is given. */
export const DEFAULT_HOST = 'https://core.authing.cn';

/** What our clients call themselves in `x-authing-sdk-version`. */
const SDK_VERSION = 'js:sallyport-1.0.0';

const TEN_MEGABYTES = 10 * 1024 * 1024;

/** @throws {ConfigurationError} An option is missing or malformed; the message names it. */
export function resolveConnection(options: ConnectionOptions, baseUrl: string): Connection {
  const appId = textOption('appId', options.appId);
  const userPoolId = textOption('userPoolId', options.userPoolId);
  const tenantId = textOption('tenantId', options.tenantId);
  const secret = textOption('secret', options.secret);
  if (!flagOption('dangerouslyAllowDevelopmentKeys', options.dangerouslyAllowDevelopmentKeys)) {
    assertNoDevelopmentSecret('secret', secret, baseUrl);
  }
  return Object.freeze({
    baseUrl,
    appId,
    userPoolId,
    tenantId,
    secret,
    timeoutMs: millisecondsOption('timeout', options.timeout, 30_000),
    maxResponseBytes: bytesOption(options.maxResponseBytes),
    headers: Object.freeze(
      callerHeaders(options.headers ?? {}, {
        'userpool-id': userPoolId,
        'app-id': appId,
        'tenant-id': tenantId,
        'sdk-version': SDK_VERSION,
        'request-from': textOption('requestFrom', options.requestFrom) ?? 'sdk',
        lang: textOption('lang', options.lang) ?? 'zh-CN',
      }),
    ),
    publicKey: publicKeyOption(options.publicKey),
    clock: portOption('clock', options.clock, ['now', 'setTimer', 'sleep']) ?? systemClock,
    logger: portOption('logger', options.logger, ['warn', 'error']) ?? silentLogger,
    transport: portOption('transport', options.transport, ['send', 'dispose']) ?? new LazyTransport(loadAxios),
    isTransportShared: options.transport !== undefined,
  });
}

async function loadAxios(): Promise<HttpTransport> {
  const { AxiosTransport } = await import('../http/axios-transport.js');
  return new AxiosTransport();
}

/** Makes the wire of a connection. Sends nothing. */
export function openWire(connection: Connection, credentials: CredentialSource, withCredentials: boolean): AuthingWire {
  const { appId, userPoolId } = connection;
  return new AuthingWire({ ...connection, credentials, clientValues: { appId, userPoolId }, withCredentials });
}

const HEADER_NAMES = {
  'userpool-id': 'x-authing-userpool-id',
  'app-id': 'x-authing-app-id',
  'tenant-id': 'x-authing-app-tenant-id',
  'sdk-version': 'x-authing-sdk-version',
  'request-from': 'x-authing-request-from',
  lang: 'x-authing-lang',
} as const satisfies HeaderNames;

function callerHeaders(
  names: HeaderNames,
  values: { readonly [Key in keyof typeof HEADER_NAMES]: string | undefined },
): Record<string, string> {
  const headers: Record<string, string> = {};
  // The keys of a literal are those of its type.
  for (const key of Object.keys(HEADER_NAMES) as (keyof typeof HEADER_NAMES)[]) {
    const value = values[key];
    if (value) headers[headerName(key, names[key])] = value;
  }
  return headers;
}

function headerName(key: keyof typeof HEADER_NAMES, replacement: unknown): string {
  const option = `headers.${key}`;
  const name = textOption(option, replacement) ?? HEADER_NAMES[key];
  try {
    assertHeader(name, '');
  } catch {
    refuseOption(option, 'is no name that a header can have', `Pass a name such as ${HEADER_NAMES[key]}.`);
  }
  return name.toLowerCase();
}

// Judged in full when a password is encrypted: reading keys is code that only such pages load.
function publicKeyOption(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') refuseOption('publicKey', 'must be a string', 'Pass the key in PEM form.');
  return value;
}

function bytesOption(value: number | undefined): number {
  if (value === undefined) return TEN_MEGABYTES;
  if (!Number.isSafeInteger(value) || value <= 0) {
    refuseOption('maxResponseBytes', 'must be a positive whole number', 'Pass a number of bytes.');
  }
  return value;
}
