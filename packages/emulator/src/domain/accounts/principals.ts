import { randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import { Refusal } from '../refusal.js';
import type { Account, Principal } from './account.types.js';
import type { Accounts } from './accounts.js';

/**
 * Whom the accounts belong to. Nobody is asked: whatever people say is believed, but for a number that another account
 * was proved to belong to.
 */
export class Principals {
  readonly #accounts: Accounts;
  readonly #clock: Clock;

  constructor(accounts: Accounts, clock: Clock) {
    this.#accounts = accounts;
    this.#clock = clock;
  }

  /** @throws {Refusal} The account is authenticated already, or the number is another account's. */
  authenticate(account: Account, claim: Pick<Principal, 'type' | 'name' | 'code'>): void {
    if (account.principal !== null) throw new Refusal('forbidden', 'The account is authenticated already');
    const isTaken = this.#accounts.all().some(({ principal }) => principal?.code === claim.code);
    if (isTaken) throw new Refusal('forbidden', 'The number belongs to another account');
    const principal = { ...claim, id: randomUUID(), authenticatedAt: this.#clock.now() };
    this.#accounts.change(account.id, { principal });
  }
}
