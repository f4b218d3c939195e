import type { Account } from '../accounts/account.types.js';
import type { Accounts } from '../accounts/accounts.js';
import { normalizePhone } from '../accounts/identifiers.js';
import type { MfaPolicy } from '../applications/application.types.js';
import type { AttemptLimits } from '../limits/attempt-limits.js';
import type { Channel } from '../messages/message.types.js';
import type { OneTimeCodes } from '../messages/one-time-codes.js';
import { assertRecipient, identityOf, type Recipient } from '../messages/recipient.js';
import { Refusal } from '../refusal.js';
import type { Pending, PendingSignIns } from '../sign-in/pending-sign-ins.js';
import type { Faces, Photo } from './faces.js';
import type { TotpEnrollments } from './totp-enrollments.js';

interface Collaborators {
  readonly accounts: Accounts;
  readonly codes: OneTimeCodes;
  readonly limits: AttemptLimits;
  readonly pendingSignIns: PendingSignIns;
  readonly totp: TotpEnrollments;
  readonly faces: Faces;
}

const CHANNELS = { SMS: 'sms', EMAIL: 'email' } as const;

const SCENES = { sms: ['mfa-verify'], email: ['MFA_VERIFY', 'MFA_VERIFY_CODE'] } as const;

/**
 * The second door. Each method checks one proof and, when it is right, uses the pending sign-in up and gives the
 * account that may come in.
 */
export class SecondFactor {
  readonly #parts: Collaborators;

  constructor(parts: Collaborators) {
    this.#parts = parts;
  }

  /**
   * Whether this sign-in may bind an authenticator: the application offers it, and the user could pass no other way.
   * Otherwise whoever has the password alone would choose the second factor.
   */
  mayBindTotp({ account, pendingSignIn }: Pending): boolean {
    if (!pendingSignIn.offered.includes('OTP') || this.#parts.totp.isEnabled(account.id)) return false;
    return !pendingSignIn.offered.some((policy) => this.#couldPass(account, policy));
  }

  /** @throws {Refusal} This sign-in may bind no face: as `mayBindTotp`. */
  assertMayBindFace({ account, pendingSignIn }: Pending): void {
    const isOffered = pendingSignIn.offered.includes('FACE');
    const ways = [...pendingSignIn.offered, 'OTP'] as const; // an authenticator counts though nobody offers it
    if (isOffered && !ways.some((policy) => this.#couldPass(account, policy))) return;
    throw new Refusal('forbidden', 'No face can be bound during this sign-in');
  }

  /** @throws {Refusal} It is not offered, or none is bound; the face is another one, or there were too many. */
  verifyFace(pending: Pending, photo: Photo): Account {
    const { faces, limits, pendingSignIns } = this.#parts;
    this.#assertOffered(pending, 'FACE');
    const subjects = subjectsOf(pending);
    limits.attempt('code', subjects);
    if (!faces.matches(pending.account.id, photo)) throw new Refusal('face-differs', 'The face is another one');
    limits.succeed(subjects);
    pendingSignIns.consume(pending.pendingSignIn);
    return pending.account;
  }

  #couldPass(account: Account, policy: MfaPolicy): boolean {
    if (policy === 'OTP') return this.#parts.totp.isEnabled(account.id);
    if (policy === 'FACE') return this.#parts.faces.isBound(account.id);
    return ownAddress(account, CHANNELS[policy]) !== null;
  }

  /** @throws {Refusal} This sign-in may bind no authenticator. */
  assertMayBindTotp(pending: Pending): void {
    if (this.mayBindTotp(pending)) return;
    throw this.#parts.totp.isEnabled(pending.account.id)
      ? new Refusal('authenticator-bound-already', 'An authenticator is bound already')
      : new Refusal('forbidden', 'No authenticator can be bound during this sign-in');
  }

  /**
   * @throws {Refusal} Neither is it offered, nor had the user one before; the code is wrong or was used, or there were
   * too many wrong ones.
   */
  async verifyTotp(pending: Pending, code: string): Promise<Account> {
    const { limits, pendingSignIns, totp } = this.#parts;
    const { account, pendingSignIn } = pending;
    assertTotpCounts(pending);
    const subjects = subjectsOf(pending);
    limits.attempt('code', subjects);
    if (!(await totp.redeem(account.id, code))) throw new Refusal('wrong-totp', 'The TOTP code is wrong');
    limits.succeed(subjects);
    pendingSignIns.consume(pendingSignIn);
    return account;
  }

  /**
   * Takes a recovery code in the place of the authenticator, which stays bound.
   *
   * @returns The account, and the code that takes the place of the used one.
   * @throws {Refusal} As `verifyTotp`.
   */
  recover(pending: Pending, code: string): { readonly account: Account; readonly recoveryCode: string } {
    const { limits, pendingSignIns, totp } = this.#parts;
    const { account, pendingSignIn } = pending;
    assertTotpCounts(pending);
    const subjects = subjectsOf(pending);
    limits.attempt('code', subjects);
    // Nothing waits from here on: were the sign-in over after the code was replaced, nobody would learn the new one.
    pendingSignIns.assertRunning(pendingSignIn);
    const recoveryCode = totp.redeemRecoveryCode(account.id, code);
    if (recoveryCode === null) throw new Refusal('wrong-recovery-code', 'The recovery code is wrong');
    limits.succeed(subjects);
    pendingSignIns.consume(pendingSignIn);
    return { account, recoveryCode };
  }

  /**
   * Takes a code that was sent to the user's own address. A user who has no second factor at all binds the address
   * with it.
   *
   * @throws {Refusal} The application does not offer this factor, or the address is not the user's; the code is wrong
   * or has expired, or there were too many wrong ones.
   */
  async verifyAddress(pending: Pending, given: Recipient, code: string): Promise<Account> {
    const { account, pendingSignIn } = pending;
    this.#assertOffered(pending, given.channel === 'sms' ? 'SMS' : 'EMAIL');
    this.#assertTakeable(pending, given);
    const subjects = subjectsOf(pending);
    this.#parts.codes.redeem(asOwn(account, given), SCENES[given.channel], code, subjects);
    this.#parts.pendingSignIns.consume(pendingSignIn);
    return this.#bindAddress(account, given);
  }

  /** Where a code for this sign-in goes, when nobody names an address; `null` where there is none, or it is not offered. */
  addressFor({ account, pendingSignIn }: Pending, channel: Channel): Recipient | null {
    const isOffered = pendingSignIn.offered.includes(channel === 'sms' ? 'SMS' : 'EMAIL');
    return isOffered ? ownAddress(account, channel) : null;
  }

  /** Whether a code sent to this address would be taken: it is the user's own, or both have nobody yet. */
  isTakeable(pending: Pending, given: Recipient): boolean {
    const { account } = pending;
    const own = ownAddress(account, given.channel);
    if (own !== null) return identityOf(own) === identityOf(asOwn(account, given));
    if (this.#hasFactor(pending)) return false;
    return this.#parts.accounts.isFree(given, account.id);
  }

  /**
   * Whether the user has a second factor. Whoever has the password alone must not add another one to it. An email that
   * was typed in at the registration, and never proven since, is none.
   */
  #hasFactor({ account, pendingSignIn: { offered } }: Pending): boolean {
    const { email, emailVerified, mfaEmail, mfaPhone, phone, registerSource } = account;
    const isOnlyClaimed = !emailVerified && registerSource.includes('basic:email');
    return (
      this.#parts.totp.isEnabled(account.id) ||
      (offered.includes('FACE') && this.#parts.faces.isBound(account.id)) ||
      mfaPhone !== null ||
      mfaEmail !== null ||
      (offered.includes('SMS') && phone !== null) ||
      (offered.includes('EMAIL') && email !== null && !isOnlyClaimed)
    );
  }

  #assertOffered({ pendingSignIn }: Pending, policy: MfaPolicy): void {
    if (pendingSignIn.offered.includes(policy)) return;
    throw new Refusal('forbidden', 'The application does not offer this second factor');
  }

  #assertTakeable(pending: Pending, given: Recipient): void {
    assertRecipient(given);
    if (this.isTakeable(pending, given)) return;
    if (ownAddress(pending.account, given.channel) !== null || this.#hasFactor(pending)) {
      throw new Refusal('forbidden', 'This is not the address of the account');
    }
    throw given.channel === 'sms'
      ? new Refusal('phone-taken', 'The phone number is taken')
      : new Refusal('email-taken', 'The email is taken');
  }

  /** Keeps the address for the second factor, or notes that the user has just proven the own one. */
  #bindAddress(account: Account, given: Recipient): Account {
    const { accounts } = this.#parts;
    const { id, mfaEmail, mfaPhone } = account;
    const isOwn = ownAddress(account, given.channel) !== null;
    if (given.channel === 'sms') {
      if (isOwn) return mfaPhone === null ? accounts.change(id, { phoneVerified: true }) : account;
      return accounts.change(id, { mfaPhone: given.address, mfaPhoneCountryCode: given.phoneCountryCode ?? null });
    }
    if (isOwn) return mfaEmail === null ? accounts.change(id, { emailVerified: true }) : account;
    return accounts.change(id, { mfaEmail: given.address });
  }
}

/** @throws {Refusal} An authenticator is not asked for, and the user had none that would count all the same. */
function assertTotpCounts({ pendingSignIn: { offered, hadTotp } }: Pending): void {
  if (hadTotp || offered.includes('OTP')) return;
  throw new Refusal('forbidden', 'The application does not offer this second factor');
}

function subjectsOf({ account, pendingSignIn }: Pending): string[] {
  return [`second-factor:${account.id}`, `challenge:${pendingSignIn.id}`];
}

function ownAddress(account: Account, channel: Channel): Recipient | null {
  const { email, mfaEmail, mfaPhone, mfaPhoneCountryCode, phone, phoneCountryCode } = account;
  if (channel === 'email') return recipient(channel, mfaEmail ?? email, null);
  return mfaPhone === null
    ? recipient(channel, phone, phoneCountryCode)
    : recipient(channel, mfaPhone, mfaPhoneCountryCode);
}

function recipient(channel: Channel, address: string | null, phoneCountryCode: string | null): Recipient | null {
  return address === null ? null : { channel, address, phoneCountryCode };
}

/** Who leaves the country out, and writes the own number otherwise, means the own one. */
function asOwn(account: Account, given: Recipient): Recipient {
  const own = ownAddress(account, given.channel);
  const isShort = given.channel === 'sms' && !given.phoneCountryCode && own !== null;
  return isShort && normalizePhone(own.address) === normalizePhone(given.address) ? own : given;
}
