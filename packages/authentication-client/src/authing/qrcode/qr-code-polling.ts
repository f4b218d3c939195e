import type { Clock } from '@sallyport/core/clock';
import { InvalidResponseError, isSallyportError } from '@sallyport/core/errors';
import type { Logger } from '@sallyport/core/logging';
import type { OngoingWork } from '../../client/ongoing-work.js';
import type { QRCodeStatus, QrCodePollingOptions, QrCodeTimer } from './qr-code.types.js';

/** What a polling is made of. */
export interface QrCodePollingPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly work: OngoingWork;
  readonly check: (signal: AbortSignal) => Promise<QRCodeStatus>;
  /** Hears of a sign-in that wants one more step, before the caller does. */
  readonly suspend: (demand: Readonly<Record<string, unknown>>) => Promise<void>;
}

const USUAL_INTERVAL_MS = 800;
const LONGEST_PAUSE_MS = 30_000;
/** In a row. Each was repeated by the wire already. */
const MOST_FAILURES = 5;

/** Asks again and again what has become of a code: one question at a time, and more seldom while the server fails. */
export class QrCodePolling implements QrCodeTimer {
  readonly #ports: QrCodePollingPorts;
  readonly #options: QrCodePollingOptions;
  #isScanned = false;

  constructor(ports: QrCodePollingPorts, options: QrCodePollingOptions) {
    this.#ports = ports;
    this.#options = options;
  }

  stop(): void {
    this.#ports.work.stop();
  }

  /** Resolves when the polling is over, however it ended. */
  async run(): Promise<void> {
    this.#tell('onStart', this);
    try {
      await this.#poll();
    } catch (error) {
      if (!this.#isStopped) this.#tell('onError', error instanceof Error ? error.message : String(error), error);
    } finally {
      this.#ports.work.end();
    }
  }

  get #isStopped(): boolean {
    return this.#ports.work.signal.aborted;
  }

  async #poll(): Promise<void> {
    const { clock, work } = this.#ports;
    const { interval = USUAL_INTERVAL_MS } = this.#options;
    for (let failures = 0; ; ) {
      await clock.sleep(Math.min(interval * 2 ** failures, Math.max(interval, LONGEST_PAUSE_MS)), work.signal);
      const status = await this.#ask(failures);
      failures = status ? 0 : failures + 1;
      if (status && (await this.#isOver(status))) return;
      if (this.#isStopped) return;
    }
  }

  /** @returns `null` where it may go well the next time. */
  async #ask(failures: number): Promise<QRCodeStatus | null> {
    const { check, work } = this.#ports;
    try {
      return await check(work.signal);
    } catch (error) {
      if (isSallyportError(error) && error.retryable && failures < MOST_FAILURES) return null;
      throw error;
    }
  }

  async #isOver(data: QRCodeStatus): Promise<boolean> {
    if (this.#isStopped) return true;
    const { status, userInfo, ticket, scannedResult = {} } = data ?? {};
    if (typeof status !== 'number') throw noStatus();
    this.#tell('onResult', data);
    if (this.#isStopped) return true; // by the listener
    if (status === 0) return false;
    if (status === 1) {
      if (!this.#isScanned) this.#tell('onScanned', userInfo);
      this.#isScanned = true;
      return false;
    }
    if (status === 2) this.#tell('onSuccess', userInfo, ticket);
    else if (status === 3) this.#tell('onCancel');
    else if (status === -1) this.#tell('onExpired');
    else if (status === 4) await this.#suspend(scannedResult);
    else this.#tell('onError', String(scannedResult.errmsg ?? `The code has the status ${status}`));
    return true;
  }

  async #suspend(demand: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#ports.suspend(demand);
    this.#tell('onMfa', demand.code, demand.message, demand.data);
    this.#tell('onAuthFlow', demand);
  }

  #tell(name: keyof QrCodePollingOptions & `on${string}`, ...args: readonly unknown[]): void {
    tell(this.#options[name], args, () => this.#ports.logger.error('A listener failed', { event: name }));
  }
}

/** Calls a function of the caller's, whatever it does. */
export function tell(listener: unknown, args: readonly unknown[], onFailure: () => void): void {
  if (typeof listener !== 'function') return;
  try {
    const returned: unknown = listener(...args);
    if (returned instanceof Promise) returned.catch(onFailure);
  } catch {
    onFailure();
  }
}

function noStatus(): InvalidResponseError {
  return new InvalidResponseError({
    message: 'The answer does not say what has become of the code',
    remedy: 'Check that the address is the identity server’s and that its version fits.',
  });
}
