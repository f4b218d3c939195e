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
    const { accounts, limits, passwords } = this.#parts;
    const subjects = [`password:${known?.id ?? name}`];
    limits.attempt('password', subjects);
    const isRight = await passwords.matches(password, known?.passwordHash);
    const account = known && accounts.get(known.id);
    // The password may have changed while it was looked at; sessions of the old one have ended by then.
    if (!isRight || !account || account.passwordHash !== known.passwordHash) {
      if (account) this.#countWrong(account);
      return null;
    }
    limits.succeed(subjects);
    const isForgiven = account.wrongPasswords > 0 && !account.isLockedOut;
    return isForgiven ? accounts.change(account.id, { wrongPasswords: 0 }) : account;
  }

  #countWrong({ id, wrongPasswords }: Account): void {
    const { lockAccountAfter } = this.#parts.settings();
    if (lockAccountAfter === 0) return;
    const count = wrongPasswords + 1;
    this.#parts.accounts.change(id, { wrongPasswords: count, isLockedOut: count >= lockAccountAfter });
  }
}
