import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import type { Account } from '../accounts/account.types.js';
import { fingerprintOf, newSecret } from '../opaque-token.js';
import { Refusal } from '../refusal.js';
import type { QrCode } from './qr-code.types.js';

const LIFETIME_MS = 120_000;

/** Codes that one device shows and another one scans, which here is whoever drives the control API. */
export class QrCodes {
  readonly #store: MemoryStore;
  readonly #clock: Clock;

  constructor(store: MemoryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  show(applicationId: string): QrCode {
    const now = this.#clock.now();
    this.#store.qrCodes.deleteWhere(({ expiresAt }) => expiresAt + LIFETIME_MS < now);
    const waiting = { state: 'new', userId: null, ticketId: null, result: null } as const;
    const code = { ...waiting, id: newSecret(), applicationId, expiresAt: now + LIFETIME_MS };
    this.#store.qrCodes.put(code);
    return code;
  }

  /** @throws {Refusal} There is no such code. */
  require(id: string): QrCode {
    const code = this.#store.qrCodes.get(id);
    if (!code) throw new Refusal('qr-code-unknown', 'There is no such QR code');
    return code.expiresAt > this.#clock.now() ? code : { ...code, state: 'expired', ticketId: null };
  }

  /**
   * Goes on with a code that is still waited for.
   *
   * @throws {Refusal} It is unknown, or over.
   */
  change(id: string, change: Partial<Pick<QrCode, 'state' | 'userId' | 'ticketId' | 'result'>>): void {
    const code = this.require(id);
    if (code.state !== 'new' && code.state !== 'scanned')
      throw new Refusal('forbidden', `The QR code is ${code.state}`);
    this.#store.qrCodes.put({ ...code, ...change });
  }

  /** The ticket of an approved code: the same whenever it is asked for, and of use to nobody who has only the state. */
  approve(id: string): void {
    this.change(id, { state: 'approved', ticketId: fingerprintOf(ticketOf(id)) });
  }

  ticketOf({ id, ticketId }: QrCode): string | null {
    return ticketId === null ? null : ticketOf(id);
  }

  /**
   * Trades a ticket, once.
   *
   * @throws {Refusal} It is wrong, was traded, or has ended.
   */
  redeem(ticket: string, applicationId: string): { readonly account: Account } {
    const found = this.#store.qrCodes.findBy('ticketId', fingerprintOf(ticket));
    const code = found && this.require(found.id);
    const account = code?.userId ? this.#store.accounts.get(code.userId) : undefined;
    if (!account || code?.ticketId === null || code?.applicationId !== applicationId) {
      throw new Refusal('qr-code-unknown', 'The ticket is wrong, was used, or has expired');
    }
    this.#store.qrCodes.put({ ...code, ticketId: null });
    return { account };
  }
}

// Whoever shows the code knows its id, and nobody else does.
function ticketOf(id: string): string {
  return fingerprintOf(`ticket of ${id}`);
}
