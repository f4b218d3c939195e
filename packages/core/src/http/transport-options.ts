import { type Clock, systemClock } from '../clock/index.js';
import { lazy } from '../loading/lazy.js';
import { type Logger, silentLogger } from '../logging/logger.js';
import {
  countOption,
  flagOption,
  millisecondsOption,
  type OptionReaders,
  type OptionsRead,
  portOption,
  readersOf,
  withDefault,
} from '../validation/options.js';
import type { ConnectionLimits, HttpTransport } from './http-transport.js';
import { LazyTransport } from './lazy-transport.js';

/** The options that every client has, whatever its server. */
export interface TransportOptions {
  /** Bounds each call, retries included, in milliseconds. Default 30000. */
  readonly timeout?: number | undefined;
  /** Bytes of an answer at most. Default 10 MB. */
  readonly maxResponseBytes?: number | undefined;
  /**
   * Connections to one server at most, in Node. Calls beyond it wait, within their `timeout`. Default 50. Browsers have
   * limits of their own, and an own `transport` does not receive it.
   */
  readonly maxSockets?: number | undefined;
  /** Civil time. Default: the machine's. */
  readonly clock?: Clock | undefined;
  /** Receives diagnostics, such as a record in storage that cannot be read. Default: silent. */
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

/** One reader for each of these options. */
export const transportReaders = /* @__PURE__ */ readersOf(
  () =>
    ({
      timeout: millisecondsOption(30_000),
      maxResponseBytes: countOption(10 * 1024 * 1024, 1),
      maxSockets: countOption(50, 1),
      clock: withDefault(portOption<Clock>('now', 'setTimer', 'sleep'), systemClock),
      logger: withDefault(portOption<Logger>('warn', 'error'), silentLogger),
      transport: portOption<HttpTransport>('send', 'dispose'),
      dangerouslyAllowHttp: flagOption,
      dangerouslyAllowDevelopmentKeys: flagOption,
    }) satisfies OptionReaders<TransportOptions>,
);

/** Settings that follow from these options. */
export function transportSettings({
  timeout,
  transport,
  maxSockets,
}: Pick<OptionsRead<typeof transportReaders>, 'timeout' | 'transport' | 'maxSockets'>): Pick<
  TransportSettings,
  'timeoutMs' | 'transport' | 'isTransportShared'
> {
  return {
    timeoutMs: timeout,
    transport: transport ?? new LazyTransport(() => loadAxios({ maxSockets })),
    isTransportShared: transport !== undefined,
  };
}

const axiosTransport = /* @__PURE__ */ lazy(() => import('./axios-transport.js'));

async function loadAxios(limits: ConnectionLimits): Promise<HttpTransport> {
  const { AxiosTransport } = await axiosTransport();
  return new AxiosTransport(limits);
}
