import { type Clock, systemClock } from '../clock/index.js';
import { lazy } from '../loading/lazy.js';
import { type Logger, silentLogger } from '../logging/logger.js';
import { millisecondsOption, portOption, refuseOption } from '../validation/options.js';
import type { HttpTransport } from './http-transport.js';
import { LazyTransport } from './lazy-transport.js';

/** The options that every client has, whatever its server. */
export interface TransportOptions {
  /** Bounds each call, retries included, in milliseconds. Default 30000. */
  readonly timeout?: number | undefined;
  /** Bytes of an answer at most. Default 10 MB. */
  readonly maxResponseBytes?: number | undefined;
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
export interface TransportSettings {
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly transport: HttpTransport;
  /** Whether the transport is the caller's, and theirs to dispose of. */
  readonly isTransportShared: boolean;
}

/** The names of the options. */
const TRANSPORT_OPTIONS = [
  'timeout',
  'maxResponseBytes',
  'clock',
  'logger',
  'transport',
  'dangerouslyAllowHttp',
  'dangerouslyAllowDevelopmentKeys',
] as const satisfies readonly (keyof TransportOptions)[];

const TEN_MEGABYTES = 10 * 1024 * 1024;

/** @throws {ConfigurationError} An option is malformed; the message names it. */
export function resolveTransport(options: TransportOptions): TransportSettings {
  return {
    timeoutMs: millisecondsOption('timeout', options.timeout, 30_000),
    maxResponseBytes: bytesOption(options.maxResponseBytes),
    clock: portOption('clock', options.clock, ['now', 'setTimer', 'sleep']) ?? systemClock,
    logger: portOption('logger', options.logger, ['warn', 'error']) ?? silentLogger,
    transport: portOption('transport', options.transport, ['send', 'dispose']) ?? new LazyTransport(loadAxios),
    isTransportShared: options.transport !== undefined,
  };
}

/**
 * Tells the logger, once, which options nobody knows: a misspelt one would otherwise be ignored in silence. They are not
 * refused, since code written for a vendor's client may pass options that we have no use for.
 *
 * @param options - As the caller passed them.
 * @param known - The names of the client's options, besides those of `TransportOptions`.
 */
export function reportOptionsBeside(options: object, known: readonly string[], logger: Logger): void {
  const names: readonly string[] = [...TRANSPORT_OPTIONS, ...known];
  const unknown = Object.keys(options).filter((name) => !names.includes(name));
  if (unknown.length > 0) logger.warn('Unknown options are ignored', { options: unknown });
}

const axiosTransport = /* @__PURE__ */ lazy(() => import('./axios-transport.js'));

async function loadAxios(): Promise<HttpTransport> {
  const { AxiosTransport } = await axiosTransport();
  return new AxiosTransport();
}

function bytesOption(value: number | undefined): number {
  if (value === undefined) return TEN_MEGABYTES;
  if (!Number.isSafeInteger(value) || value <= 0) {
    refuseOption('maxResponseBytes', 'must be a positive whole number', 'Pass a number of bytes.');
  }
  return value;
}
