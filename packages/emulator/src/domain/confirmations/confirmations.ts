import { createHash } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import { Purge } from '../../storage/purge.js';
import type { AttemptLimits } from '../limits/attempt-limits.js';
import { newSentCode, TRIES_PER_CODE } from '../messages/sent-code.js';
import { isSameSecret } from '../opaque-token.js';
import { Refusal } from '../refusal.js';
import type { Settings } from '../settings/settings.js';
import type { Confirmation, ConfirmationPurpose, ProofKey } from './confirmation.types.js';

interface Collaborators {
  readonly store: MemoryStore;
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly limits: AttemptLimits;
}

/** What shall be proved, and where the code goes. */
export interface ConfirmationRequest {
  readonly userId: string;
  readonly purpose: ConfirmationPurpose;
  readonly address: string;
  readonly type: string;
  readonly proofKey?: ProofKey | null;
}

/** What is sent. */
export interface IssuedConfirmation {
  readonly code: string;
  /** For a link. It begins with `pkce_` where the link brings a code to an application. */
  readonly linkToken: string;
}

const FOR_APPLICATION = 'pkce_';

/** Codes and links that prove that somebody reads an address. Each works once, for one purpose. */
export class Confirmations {
  readonly #parts: Collaborators;
  readonly #purge: Purge;

  constructor(parts: Collaborators) {
    this.#parts = parts;
    this.#purge = new Purge(parts.clock);
  }

  /** Makes a code and a link. Sending them is the caller's business. */
  issue({ userId, purpose, address, type, proofKey = null }: ConfirmationRequest): IssuedConfirmation {
    const { clock, settings, store } = this.#parts;
    this.#purge.run((before) => store.confirmations.deleteWhere(({ expiresAt }) => expiresAt < before));
    const { emailOtpLength, emailOtpLifetimeSeconds, smsOtpLength, smsOtpLifetimeSeconds } = settings();
    const isMail = address.includes('@');
    const length = isMail ? emailOtpLength : smsOtpLength;
    const code = this.testCodeOf(address) ?? newSentCode(length);
    const tokenHash = hashOf(address, code);
    const expiresAt = clock.now() + (isMail ? emailOtpLifetimeSeconds : smsOtpLifetimeSeconds) * 1_000;
    const id = `${purpose}:${userId}`;
    store.confirmations.put({
      id,
      userId,
      purpose,
      address,
      tokenHash,
      type,
      proofKey,
      expiresAt,
      wrongAttempts: 0,
    });
    return { code, linkToken: proofKey === null ? tokenHash : `${FOR_APPLICATION}${tokenHash}` };
  }

  /** The code that is always the one of a number, which nothing is sent to; `undefined` for all other addresses. */
  testCodeOf(address: string): string | undefined {
    const { testNumbers } = this.#parts.settings();
    const digits = address.replace(/^\+/, '');
    return Object.hasOwn(testNumbers, digits) ? testNumbers[digits] : undefined;
  }

  /**
   * Checks a code and uses it up.
   *
   * @param purposes - What counts here. A code that was sent for something else is wrong.
   * @throws {Refusal} The code is wrong or has expired, or there were too many wrong ones.
   */
  redeemCode(purposes: readonly ConfirmationPurpose[], address: string, code: string): Confirmation {
    const { limits, store } = this.#parts;
    const subjects = [`confirmation:${address}`];
    limits.attempt('code', subjects);
    const sent = store.confirmations
      .values()
      .filter((each) => purposes.includes(each.purpose) && each.address === address);
    const hash = hashOf(address, code);
    const right = sent.find(({ tokenHash }) => isSameSecret(hash, tokenHash));
    if (!right) {
      for (const candidate of sent) this.#countWrong(candidate);
      throw new Refusal('wrong-code', 'The code is wrong');
    }
    const confirmation = this.#use(right);
    limits.succeed(subjects);
    return confirmation;
  }

  /**
   * Looks up a link and uses it up.
   *
   * @param ip - Who follows it. The token is a hash of address and code, which anybody can make of a guess: whose it
   *   would be nobody can tell, so that wrong ones count for who brings them.
   * @throws {Refusal} No link has this token, or it has expired, or there were too many wrong ones.
   */
  redeemLink(purposes: readonly ConfirmationPurpose[], linkToken: string, ip: string | null): Confirmation {
    const { limits, store } = this.#parts;
    const subjects = [`link:${ip}`];
    limits.attempt('code', subjects);
    const tokenHash = linkToken.startsWith(FOR_APPLICATION) ? linkToken.slice(FOR_APPLICATION.length) : linkToken;
    const found = store.confirmations.findBy('tokenHash', tokenHash);
    if (!found || !purposes.includes(found.purpose)) throw new Refusal('wrong-code', 'The link is wrong');
    const confirmation = this.#use(found);
    limits.succeed(subjects);
    return confirmation;
  }

  /** Takes back what is on its way. */
  revoke(purpose: ConfirmationPurpose, userId: string): void {
    this.#parts.store.confirmations.delete(`${purpose}:${userId}`);
  }

  /** Whether something is on its way. */
  isPending(purpose: ConfirmationPurpose, userId: string): boolean {
    return this.#parts.store.confirmations.get(`${purpose}:${userId}`) !== undefined;
  }

  #use(confirmation: Confirmation): Confirmation {
    const { clock, store } = this.#parts;
    if (confirmation.expiresAt <= clock.now()) throw new Refusal('code-expired', 'The code has expired');
    store.confirmations.delete(confirmation.id);
    return confirmation;
  }

  #countWrong(confirmation: Confirmation): void {
    const { confirmations } = this.#parts.store;
    const wrongAttempts = confirmation.wrongAttempts + 1;
    if (wrongAttempts >= TRIES_PER_CODE) confirmations.delete(confirmation.id);
    else confirmations.put({ ...confirmation, wrongAttempts });
  }
}

function hashOf(address: string, code: string): string {
  return createHash('sha224').update(`${address}${code}`).digest('hex');
}
