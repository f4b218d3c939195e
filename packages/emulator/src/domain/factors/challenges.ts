import { randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import { Purge } from '../../storage/purge.js';
import type { Mailbox } from '../messages/mailbox.js';
import { newSentCode, TRIES_PER_CODE } from '../messages/sent-code.js';
import type { Settings } from '../settings/settings.js';
import type { Ceremony, Challenge } from './challenge.types.js';
import type { Factor, PhoneFactor } from './factor.types.js';
import { FactorRefusal } from './factor-refusal.js';
import type { Factors } from './factors.js';

interface Collaborators {
  readonly store: MemoryStore;
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly mailbox: Mailbox;
  readonly factors: Factors;
}

/** Demands to prove a factor, until they are answered or have expired. */
export class Challenges {
  readonly #parts: Collaborators;
  readonly #purge: Purge;

  constructor(parts: Collaborators) {
    this.#parts = parts;
    this.#purge = new Purge(parts.clock);
  }

  /** @param ceremony - What an authenticator is asked for, where one is. */
  create(factor: Factor, ip: string | null, ceremony: Ceremony | null = null): Challenge {
    return this.#create(factor, { ip, ceremony, code: null });
  }

  /**
   * Sends a code to a telephone.
   *
   * @throws {FactorRefusal} The last one was sent a moment ago, or nothing carries this one.
   */
  send(factor: PhoneFactor, ip: string | null): Challenge {
    const { clock, mailbox, settings } = this.#parts;
    const { messageSpacingSeconds, smsFails, smsOtpLength } = settings();
    const sentAt = factor.lastChallengedAt ?? Number.NEGATIVE_INFINITY;
    const remainingMs = sentAt + messageSpacingSeconds * 1_000 - clock.now();
    if (remainingMs > 0) {
      const message = `For security purposes, you can only request this after ${Math.ceil(remainingMs / 1_000)} seconds.`;
      throw new FactorRefusal('sent-lately', message);
    }
    if (smsFails) throw new FactorRefusal('not-carried', 'error sending message');
    const code = newSentCode(smsOtpLength);
    mailbox.deliver({ channel: 'sms', to: factor.phone, code, scene: 'mfa_phone' });
    return this.#create(factor, { ip, code, ceremony: null });
  }

  /**
   * The challenge that somebody answers.
   *
   * @throws {FactorRefusal} It is none of this factor, was answered before or asked for elsewhere, or has expired.
   */
  require(factor: Factor, challengeId: string, ip: string | null): Challenge {
    const challenge = this.#parts.store.challenges.get(challengeId);
    if (challenge?.factorId !== factor.id) {
      throw new FactorRefusal('challenge-unknown', 'MFA factor with the provided challenge ID not found');
    }
    if (challenge.verifiedAt !== null || challenge.ip !== ip) {
      throw new FactorRefusal('challenge-used', 'Challenge and verify IP addresses mismatch.');
    }
    const isWornOut = challenge.code !== null && challenge.wrongAnswers >= TRIES_PER_CODE;
    if (isWornOut || challenge.expiresAt <= this.#parts.clock.now()) {
      this.remove(challenge);
      const hint = 'has expired, verify against another challenge or create a new challenge.';
      throw new FactorRefusal('challenge-expired', `MFA challenge ${challenge.id} ${hint}`);
    }
    return challenge;
  }

  noteWrongAnswer({ id }: Challenge): void {
    const { challenges } = this.#parts.store;
    // Read again: another answer may have been right while this one was looked at.
    const challenge = challenges.get(id);
    if (challenge) challenges.put({ ...challenge, wrongAnswers: challenge.wrongAnswers + 1 });
  }

  noteVerified(challenge: Challenge): void {
    this.#parts.store.challenges.put({ ...challenge, verifiedAt: this.#parts.clock.now() });
  }

  remove({ id }: Challenge): void {
    this.#parts.store.challenges.delete(id);
  }

  #create(factor: Factor, of: Pick<Challenge, 'ip' | 'code' | 'ceremony'>): Challenge {
    const { clock, factors, settings, store } = this.#parts;
    this.#purge.run((before) => store.challenges.deleteWhere(({ expiresAt }) => expiresAt < before));
    const now = clock.now();
    const challenge = {
      ...of,
      id: randomUUID(),
      factorId: factor.id,
      expiresAt: now + settings().factorChallengeLifetimeSeconds * 1_000,
      verifiedAt: null,
      wrongAnswers: 0,
    };
    store.challenges.put(challenge);
    factors.change(factor, { lastChallengedAt: now });
    return challenge;
  }
}
