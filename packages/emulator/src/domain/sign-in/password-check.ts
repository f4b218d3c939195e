import type { Account } from '../accounts/account.types.js';
import type { Accounts } from '../accounts/accounts.js';
import type { Passwords } from '../accounts/passwords.js';
import type { AttemptLimits } from '../limits/attempt-limits.js';
import type { Settings } from '../settings/settings.js';

interface Collaborators {
  readonly accounts: Accounts;
  readonly limits: AttemptLimits;
  readonly passwords: Passwords;
  readonly settings: () => Settings;
}

/** Whether somebody knows the password of an account, whichever wire they say it on. */
export class PasswordCheck {
  readonly #parts: Collaborators;

  constructor(parts: Collaborators) {
    this.#parts = parts;
  }

  /**
   * Checks a password. It takes as long for nobody's account.
   *
   * @param known - The account that is meant, where there is one.
   * @param name - What is limited where there is none.
   * @returns The account as it is now; `null` for a wrong password.
   * @throws {Refusal} There were too many wrong ones.
   */
  async check(known: Account | undefined, name: string, password: string): Promise<Account | null> {
    const { accounts, limits } = this.#parts;
    const subjects = [`password:${known?.id ?? name}`];
    limits.attempt('password', subjects);
    const account = await this.#matching(known, password);
    if (account === null) {
      const present = known && accounts.get(known.id);
      if (present) this.#countWrong(present);
      return null;
    }
    limits.succeed(subjects);
    const isForgiven = account.wrongPasswords > 0 && !account.isLockedOut;
    return isForgiven ? accounts.change(account.id, { wrongPasswords: 0 }) : account;
  }

  /** The account as it is now, its hash upgraded; `null` where the password is not its present one. */
  async #matching(known: Account | undefined, password: string): Promise<Account | null> {
    const { accounts, passwords } = this.#parts;
    const isRight = await passwords.matches(password, known?.passwordHash);
    const upgrade = known && isRight ? await passwords.upgrade(password, known) : null;
    const present = known && accounts.get(known.id);
    if (!present) return null;
    // It changed concurrently, or a concurrent sign-in upgraded it: only the present one counts.
    if (present.passwordHash !== known.passwordHash) return this.#matching(present, password);
    if (!isRight) return null;
    return upgrade === null ? present : accounts.change(present.id, upgrade);
  }

  #countWrong({ id, wrongPasswords }: Account): void {
    const { lockAccountAfter } = this.#parts.settings();
    if (lockAccountAfter === 0) return;
    const count = wrongPasswords + 1;
    this.#parts.accounts.change(id, { wrongPasswords: count, isLockedOut: count >= lockAccountAfter });
  }
}
