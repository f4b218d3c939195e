import type { Clock } from '@sallyport/core/clock';
import type { Devices } from '../devices/devices.js';
import type { Factors } from '../factors/factors.js';
import type { AttemptLimits } from '../limits/attempt-limits.js';
import type { Organizations } from '../organizations/organizations.js';
import { Refusal } from '../refusal.js';
import type { Faces } from '../second-factor/faces.js';
import type { Account, AccountChange } from './account.types.js';
import { detailsOf } from './account-details.js';
import type { AccountSessions } from './account-sessions.js';
import type { Accounts } from './accounts.js';
import type { KeptPassword, Passwords } from './passwords.js';

// What of an account tells whose it was.
const NOBODY: AccountChange = {
  username: null,
  email: null,
  phone: null,
  phoneCountryCode: null,
  mfaEmail: null,
  mfaPhone: null,
  mfaPhoneCountryCode: null,
  externalId: null,
  passwordHash: null,
  formerPasswordHashes: [],
  identities: [],
  principal: null,
  customData: {},
};
const NO_DETAILS = {
  userMetadata: {},
  appMetadata: {},
  signUpData: {},
  identityEmail: null,
  providers: null,
  newEmail: null,
  newPhone: null,
};

interface Collaborators {
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly passwords: Passwords;
  readonly accountSessions: AccountSessions;
  readonly devices: Devices;
  readonly factors: Factors;
  readonly faces: Faces;
  readonly organizations: Organizations;
  readonly limits: AttemptLimits;
}

/** Changes of an account that its sessions must hear of. */
export class AccountAdministration {
  readonly #parts: Collaborators;

  constructor(parts: Collaborators) {
    this.#parts = parts;
  }

  /**
   * Changes an account as an administrator. A new password, or a lock, ends its sessions.
   *
   * @param changeOf - What changes, of the account as it is when it is changed: hashing a password takes a while.
   */
  async change(
    userId: string,
    changeOf: (present: Account) => AccountChange,
    password?: string | null,
  ): Promise<Account> {
    const { accounts, passwords } = this.#parts;
    const before = accounts.require(userId);
    const kept = password ? await passwords.keep(password, before) : null;
    const present = accounts.require(userId);
    const change = changeOf(present);
    const account = accounts.change(userId, {
      ...change,
      ...(kept === null ? {} : { ...passwords.following(present, kept), mustSetPassword: false }),
      // Whoever unlocks an account unlocks it, whatever it was locked by.
      ...(change.blocked === false ? { wrongPasswords: 0, isLockedOut: false } : {}),
    });
    if (kept !== null || account.blocked || account.status !== 'Activated') this.#endSessions(userId);
    return account;
  }

  /**
   * Changes the user's own password. All other sessions end, and every sign-in that waits for its second factor.
   *
   * @throws {Refusal} The old password is missing or wrong, or the new one is too short; the session ended meanwhile.
   */
  async changeOwnPassword(
    { account, session }: { readonly account: Account; readonly session: { readonly id: string } },
    newPassword: string,
    oldPassword: string | null,
  ): Promise<Account> {
    const { accountSessions, limits, passwords } = this.#parts;
    if (account.passwordHash !== null) {
      if (oldPassword === null) throw new Refusal('old-password-missing', 'The old password is missing');
      const subjects = [`password:${account.id}`];
      limits.attempt('password', subjects);
      if (!(await passwords.matches(oldPassword, account.passwordHash))) {
        throw new Refusal('old-password-wrong', 'The old password is wrong');
      }
      limits.succeed(subjects);
    }
    const kept = await passwords.keep(newPassword, account);
    if (!accountSessions.isRunning(session.id)) throw new Refusal('session-invalid', 'The session has ended');
    return this.replacePassword(account, kept, session.id);
  }

  /**
   * Gives an account another password, on the word of its user. All its sessions end but the one in which it is done.
   * At once: hashing it, which takes a while, is done before whatever else is judged.
   *
   * @param account - As it was when the user proved to be it.
   * @throws {Refusal} Another one was set meanwhile.
   */
  replacePassword(account: Account, kept: KeptPassword, exceptSessionId: string | undefined): Account {
    const { accounts } = this.#parts;
    // The old password proves something only as long as it is the one that counts.
    if (accounts.require(account.id).passwordHash !== account.passwordHash) {
      throw new Refusal('old-password-wrong', 'The old password is wrong');
    }
    const changed = accounts.change(account.id, { ...kept, mustSetPassword: false, mustResetPassword: false });
    this.#endSessions(account.id, exceptSessionId);
    return changed;
  }

  /** @throws {Refusal} There is no such user. */
  delete(userId: string): void {
    const { accounts, devices, faces, factors, organizations } = this.#parts;
    accounts.require(userId);
    accounts.delete(userId);
    factors.remove(userId, () => true);
    faces.remove(userId);
    devices.forgetAllOf(userId);
    organizations.leaveAll(userId);
    this.#endSessions(userId);
  }

  /**
   * Takes a user out of use, and keeps the record without what tells who it was. Its addresses are free again.
   *
   * @throws {Refusal} There is no such user.
   */
  retire(userId: string): void {
    const { accounts, clock, devices, factors, faces, organizations } = this.#parts;
    const account = accounts.require(userId);
    if (detailsOf(account).deletedAt !== null) return;
    const texts = Object.fromEntries(Object.keys(account.texts).map((name) => [name, null]));
    accounts.change(userId, { ...NOBODY, texts, details: { ...NO_DETAILS, deletedAt: clock.now() } });
    factors.remove(userId, () => true);
    faces.remove(userId);
    devices.forgetAllOf(userId);
    organizations.leaveAll(userId);
    this.#endSessions(userId);
  }

  #endSessions(userId: string, exceptSessionId?: string): void {
    this.#parts.accountSessions.endAllOf(userId, exceptSessionId);
  }
}
