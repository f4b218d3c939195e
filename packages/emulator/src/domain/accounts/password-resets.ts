import { createHash, randomUUID } from 'node:crypto';
import type { AttemptLimits } from '../limits/attempt-limits.js';
import type { OneTimeCodes } from '../messages/one-time-codes.js';
import type { Recipient } from '../messages/recipient.js';
import { Refusal } from '../refusal.js';
import type { Settings } from '../settings/settings.js';
import type { PasswordResetUse, Tokens } from '../tokens.js';
import type { UserPool } from '../user-pool.js';
import type { Account } from './account.types.js';
import type { AccountSessions } from './account-sessions.js';
import type { Accounts } from './accounts.js';
import type { KeptPassword, Passwords } from './passwords.js';

interface Collaborators {
  readonly accounts: Accounts;
  readonly accountSessions: AccountSessions;
  readonly codes: OneTimeCodes;
  readonly limits: AttemptLimits;
  readonly passwords: Passwords;
  readonly tokens: Tokens;
  readonly userPool: UserPool;
  readonly settings: () => Settings;
}

// A code that was asked for without a purpose is one for signing in, and works here too.
const SCENES = { sms: ['reset', 'login'], email: ['RESET_PASSWORD', 'RESET_PASSWORD_VERIFY_CODE'] } as const;

/** New passwords for users who are not signed in. All sessions end with the old one. */
export class PasswordResets {
  readonly #parts: Collaborators;

  constructor(parts: Collaborators) {
    this.#parts = parts;
  }

  /**
   * Takes a code that was sent to the user's address as the proof.
   *
   * @throws {Refusal} The code is wrong or has expired; nobody has the address; the new password breaks a rule.
   */
  async withCode(recipient: Recipient, code: string, newPassword: string): Promise<void> {
    const { accounts, codes, passwords } = this.#parts;
    const known = accounts.findByRecipient(recipient);
    const kept = await passwords.keep(newPassword, known);
    // Nothing waits from here on: the code is used up when all else is right.
    codes.redeem(recipient, SCENES[recipient.channel], code);
    const account = accounts.findByRecipient(recipient);
    if (!account) throw new Refusal('user-unknown', 'The user does not exist');
    if (account.directory !== null) throw new Refusal('forbidden', 'The password is in a directory');
    this.#replace(account, kept);
  }

  /** Makes the token with which a sign-in that demands a new password goes on. It dies with the old password. */
  async issue(account: Account, use: PasswordResetUse): Promise<string> {
    const claims = { use, aud: this.#audience, sub: account.id, jti: randomUUID(), pwd: fingerprint(account) };
    return this.#parts.tokens.issue(claims, this.#parts.settings().codeLifetimeSeconds).token;
  }

  /** @throws {Refusal} The token has expired or was used; the new password breaks a rule. */
  async withFirstLoginToken(token: string, newPassword: string): Promise<void> {
    const account = await this.#accountOf(token, 'first-login');
    const kept = await this.#parts.passwords.keep(newPassword, account);
    this.#replace(this.#unchanged(account), kept);
  }

  /** @throws {Refusal} As `withFirstLoginToken`, and when the old password is wrong. */
  async withForceResetToken(token: string, oldPassword: string, newPassword: string): Promise<void> {
    const { limits, passwords } = this.#parts;
    const account = await this.#accountOf(token, 'force-reset');
    const subjects = [`password:${account.id}`];
    limits.attempt('password', subjects);
    if (!(await passwords.matches(oldPassword, account.passwordHash))) {
      throw new Refusal('old-password-wrong', 'The old password is wrong');
    }
    limits.succeed(subjects);
    if (oldPassword === newPassword) throw new Refusal('password-unfit', 'The new password is the old one');
    const kept = await passwords.keep(newPassword, account);
    this.#replace(this.#unchanged(account), kept);
  }

  async #accountOf(token: string, use: PasswordResetUse): Promise<Account> {
    const claims = await this.#parts.tokens.read(token, [use]);
    const account = this.#parts.accounts.get(claims.sub);
    if (!account || claims.aud !== this.#audience || claims.pwd !== fingerprint(account)) {
      throw new Refusal('session-invalid', 'The token was used');
    }
    return account;
  }

  /** @throws {Refusal} Somebody else changed the password meanwhile. */
  #unchanged(account: Account): Account {
    const present = this.#parts.accounts.require(account.id);
    if (present.passwordHash === account.passwordHash) return present;
    throw new Refusal('session-invalid', 'The token was used');
  }

  #replace(present: Account, kept: KeptPassword): void {
    const { accounts, accountSessions, limits, passwords } = this.#parts;
    const { id } = present;
    const unlocked = { mustSetPassword: false, mustResetPassword: false, wrongPasswords: 0, isLockedOut: false };
    accounts.change(id, { ...passwords.following(present, kept), ...unlocked });
    limits.succeed([`password:${id}`]);
    accountSessions.endAllOf(id);
  }

  get #audience(): string {
    return `${this.#parts.userPool.id}:password`;
  }
}

// Of the hash, so that a token is of no use once the password is another one.
function fingerprint({ passwordHash }: Account): string {
  return createHash('sha256')
    .update(passwordHash ?? '')
    .digest('base64url')
    .slice(0, 22);
}
