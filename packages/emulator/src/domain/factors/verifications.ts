import type { Clock } from '@sallyport/core/clock';
import type { AssuredSession } from '../assured-sessions/assured-session.types.js';
import type { AssuredSessions } from '../assured-sessions/assured-sessions.js';
import type { AttemptLimits } from '../limits/attempt-limits.js';
import { isSameSecret } from '../opaque-token.js';
import { stepOfCode } from '../second-factor/totp.js';
import type { TotpEnrollments } from '../second-factor/totp-enrollments.js';
import type { Settings } from '../settings/settings.js';
import type { Ceremony, Challenge } from './challenge.types.js';
import type { Challenges } from './challenges.js';
import type { AssuredCaller, Enrollments } from './enrollments.js';
import type { Factor, TotpFactor, WebauthnCredential } from './factor.types.js';
import { FactorRefusal } from './factor-refusal.js';
import type { Factors } from './factors.js';
import { stepUp } from './step-up.js';
import { type AuthenticatorResponse, madeCredential, originOf, usedCredential } from './webauthn.js';

interface Collaborators {
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly factors: Factors;
  readonly challenges: Challenges;
  readonly enrollments: Enrollments;
  readonly totp: TotpEnrollments;
  readonly limits: AttemptLimits;
  readonly assuredSessions: AssuredSessions;
}

/** What somebody answers a challenge with. */
export type Answer = { readonly code: string } | { readonly authenticator: AuthenticatorResponse };

/** Which challenge is answered, and from where. */
interface Answered {
  readonly challengeId: string;
  readonly ip: string | null;
}

/** A session that was raised. */
export interface Raised {
  readonly session: AssuredSession;
  /** The factors of the same type that were begun and are no longer needed. */
  readonly superseded: readonly Factor[];
}

/** What an answer turned out to prove. */
type Proof = { readonly step: number } | { readonly sent: true } | { readonly credential: WebauthnCredential };

// What each factor says to a wrong answer.
const WRONG = {
  totp: 'Invalid TOTP code entered',
  phone: 'Invalid MFA Phone code entered',
  webauthn: 'Failed to validate WebAuthn MFA response',
  recovery_code: 'Invalid recovery code entered',
} as const;

/** Answers to challenges. A right one raises the session, and makes the factor count. */
export class Verifications {
  readonly #parts: Collaborators;

  constructor(parts: Collaborators) {
    this.#parts = parts;
  }

  /**
   * Judges an answer.
   *
   * @throws {FactorRefusal} The challenge cannot be answered, or the answer is wrong; the factor is a new one, and the
   *   session lacks a second factor that there is. The challenge stays, but for a code that was sent and tried too often.
   * @throws {Refusal} There were too many wrong answers.
   */
  async verify(caller: AssuredCaller, factor: Factor, answered: Answered, answer: Answer): Promise<Raised> {
    const { assuredSessions, challenges, factors, limits } = this.#parts;
    const challenge = challenges.require(factor, answered.challengeId, answered.ip);
    const subjects = [`second-factor:${factor.userId}`, `challenge:${challenge.id}`];
    limits.attempt('code', subjects);
    const proof = await this.#judge(factor, challenge, answer);
    // It may have been answered while this answer was looked at, or its factor removed, and it with that.
    challenges.require(factor, answered.challengeId, answered.ip);
    const present = factors.find(factor.userId, factor.id) ?? factor;
    this.#assertMayProve(caller, present);
    if (proof === null || !this.#isFresh(present, proof, challenge)) {
      challenges.noteWrongAnswer(challenge);
      throw new FactorRefusal(factor.type === 'webauthn' ? 'proof-failed' : 'wrong-answer', WRONG[factor.type]);
    }
    this.#askHook(caller);
    const session = stepUp(assuredSessions, caller.session, present);
    limits.succeed(subjects);
    this.#settle(present, proof, challenge);
    const superseded = factors.of(factor.userId).filter(({ type, verified }) => type === factor.type && !verified);
    return { session, superseded };
  }

  /** Forgets factors that another one made superfluous, as far as they are still not verified. */
  discard(factors: Raised['superseded']): void {
    for (const { id, userId } of factors) {
      this.#parts.factors.remove(userId, (factor) => factor.id === id && !factor.verified);
    }
  }

  /** @throws {FactorRefusal} A hook rejects the factor, whose user is signed out everywhere. */
  #askHook({ account }: AssuredCaller): void {
    const { assuredSessions, settings } = this.#parts;
    const { mfaRejection } = settings();
    if (mfaRejection === null) return;
    for (const { id } of assuredSessions.of(account.id)) assuredSessions.end(id);
    throw new FactorRefusal('rejected', mfaRejection);
  }

  // A new factor may have been begun before there was another, which is asked for since.
  #assertMayProve({ account, session }: AssuredCaller, { verified }: Factor): void {
    const { assuredSessions, enrollments } = this.#parts;
    if (verified) return;
    enrollments.assertSteppedUp({ account, session: assuredSessions.get(session.id) ?? session }, 'verify');
  }

  async #judge(factor: Factor, { code, ceremony }: Challenge, answer: Answer): Promise<Proof | null> {
    if ('code' in answer) {
      if (factor.type === 'phone') return code !== null && isSameSecret(answer.code, code) ? { sent: true } : null;
      if (factor.type !== 'totp') return null;
      const step = await stepOfCode(factor.secret, answer.code, this.#parts.clock.now());
      return step === null ? null : { step };
    }
    if (factor.type !== 'webauthn' || ceremony === null) return null;
    const credential = await judgeAuthenticator(ceremony, factor.credential, answer.authenticator);
    return credential && { credential };
  }

  /** Whether a proof was not given before, as far as that matters. */
  #isFresh(factor: Factor, proof: Proof, { ceremony }: Challenge): boolean {
    if ('step' in proof && factor.type === 'totp' && factor.verified) {
      // Noted in any case: the other wire takes a step once, wherever it was taken.
      return this.#parts.totp.useUp(factor, proof.step) || !this.#parts.settings().totpStepsWorkOnce;
    }
    if (!('credential' in proof) || factor.type !== 'webauthn') return true;
    if (ceremony?.type === 'request') return !isUsedSince(factor.credential, proof.credential);
    // A key that was made meanwhile stays, and another one is not made in its place.
    return factor.credential === null && !this.#parts.factors.isCredentialKnown(proof.credential.id);
  }

  #settle(factor: Factor, proof: Proof, challenge: Challenge): void {
    const { challenges, factors } = this.#parts;
    if ('credential' in proof && factor.type === 'webauthn') {
      challenges.remove(challenge);
      factors.change(factor, { verified: true, credential: proof.credential });
      return;
    }
    challenges.noteVerified(challenge);
    if (factor.type === 'totp') factors.change<TotpFactor>(factor, { verified: true, recoveryCode: null });
    else factors.change(factor, { verified: true });
  }
}

/** Whether a later use of a key was looked at before this one, where the authenticator counts them. */
function isUsedSince(present: WebauthnCredential | null, { counter }: WebauthnCredential): boolean {
  return present !== null && present.counter > 0 && present.counter >= counter;
}

async function judgeAuthenticator(
  ceremony: Ceremony,
  credential: WebauthnCredential | null,
  { type, response }: AuthenticatorResponse,
): Promise<WebauthnCredential | null> {
  const origin = originOf(response);
  if (type !== ceremony.type || origin === null) return null;
  if (ceremony.origins.length > 0 && !ceremony.origins.includes(origin)) return null;
  if (type === 'create') return madeCredential(ceremony, response, origin);
  return credential && usedCredential(ceremony, credential, response, origin);
}
