import { randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { Account } from '../accounts/account.types.js';
import type { AssuredSession } from '../assured-sessions/assured-session.types.js';
import { assuranceLevelOf } from '../assured-sessions/assured-sessions.js';
import type { Faces } from '../second-factor/faces.js';
import { newTotpSecret } from '../second-factor/totp.js';
import type { Factor, PhoneFactor, TotpFactor, WebauthnFactor } from './factor.types.js';
import { FactorRefusal } from './factor-refusal.js';
import { type Factors, standsAlone } from './factors.js';

/** Somebody who is signed in, in a session that has a level. */
export interface AssuredCaller {
  readonly account: Account;
  readonly session: AssuredSession;
}

const MAX_FACTORS = 10;
// A factor that nobody went on with for so long was given up.
const GIVEN_UP_AFTER_MS = 300_000;

/** Users' adding of factors, and their taking them away. */
export class Enrollments {
  readonly #factors: Factors;
  readonly #faces: Faces;
  readonly #clock: Clock;

  constructor(factors: Factors, faces: Faces, clock: Clock) {
    this.#factors = factors;
    this.#faces = faces;
    this.#clock = clock;
  }

  /** @throws {FactorRefusal} As `assertMayEnroll`, or the account has no email for an app to show. */
  enrollTotp(caller: AssuredCaller, friendlyName: string): TotpFactor {
    this.assertMayEnroll(caller, friendlyName);
    if (caller.account.email === null) throw new FactorRefusal('no-account-name', 'The account has no email');
    return this.#add({
      ...this.draft(caller, friendlyName),
      type: 'totp',
      secret: newTotpSecret(),
      source: 'SELF',
      recoveryCode: null,
      recoveryCodeHash: null,
      usedSteps: [],
    });
  }

  /**
   * @param phone - With its country, after a `+`.
   * @throws {FactorRefusal} As `assertMayEnroll`, or the number is a verified factor of the user's already.
   */
  enrollPhone(caller: AssuredCaller, friendlyName: string, phone: string): PhoneFactor {
    const userId = caller.account.id;
    const same = this.#factors.ofType(userId, 'phone').filter((factor) => factor.phone === phone);
    if (same.some(({ verified }) => verified)) {
      const message = 'A verified phone factor already exists, unenroll the existing factor to continue';
      throw new FactorRefusal('phone-verified-already', message);
    }
    this.#factors.remove(userId, ({ id }) => same.some((factor) => factor.id === id));
    this.assertMayEnroll(caller, friendlyName);
    return this.#add({ ...this.draft(caller, friendlyName), type: 'phone', phone });
  }

  /** @throws {FactorRefusal} As `assertMayEnroll`. */
  enrollWebauthn(caller: AssuredCaller, friendlyName: string): WebauthnFactor {
    this.assertMayEnroll(caller, friendlyName);
    return this.#add({ ...this.draft(caller, friendlyName), type: 'webauthn', credential: null });
  }

  /** What all new factors have in common. */
  draft({ account }: AssuredCaller, friendlyName: string): Omit<WebauthnFactor, 'type' | 'credential'> {
    const now = this.#clock.now();
    const times = { createdAt: now, updatedAt: now, lastChallengedAt: null };
    return { id: randomUUID(), userId: account.id, friendlyName, verified: false, ...times };
  }

  /**
   * Forgets the user's factors that were given up, and then judges one more.
   *
   * @throws {FactorRefusal} The name is taken, there are too many, or the session lacks a second factor that there is.
   */
  assertMayEnroll({ account, session }: AssuredCaller, friendlyName: string): void {
    const givenUpBefore = this.#clock.now() - GIVEN_UP_AFTER_MS;
    this.#factors.remove(account.id, (factor) => !factor.verified && isUntouchedSince(factor, givenUpBefore));
    const present = this.#factors.of(account.id);
    if (present.some((factor) => factor.friendlyName === friendlyName)) {
      const name = JSON.stringify(friendlyName);
      throw new FactorRefusal('name-taken', `A factor with the friendly name ${name} for this user already exists`);
    }
    if (present.length >= MAX_FACTORS) {
      const message = 'Maximum number of verified factors reached, unenroll to continue';
      throw new FactorRefusal('too-many-factors', message);
    }
    this.assertSteppedUp({ account, session }, 'enroll');
  }

  /**
   * Makes sure that whoever has the password alone adds no second factor to one that there is.
   *
   * @throws {FactorRefusal} The session lacks a second factor that there is.
   */
  assertSteppedUp({ account, session }: AssuredCaller, verb: 'enroll' | 'verify'): void {
    const { id, mfaEmail, mfaPhone } = account;
    // The other wire asks for these, and would take an authenticator of this one in their place.
    const isBoundElsewhere = mfaPhone !== null || mfaEmail !== null || this.#faces.isBound(id);
    const isDue = isBoundElsewhere || this.#factors.hasVerified(id);
    if (!isDue || assuranceLevelOf(session) === 'aal2') return;
    throw new FactorRefusal('second-factor-due', `AAL2 required to ${verb} a new factor`);
  }

  /**
   * Removes a factor.
   *
   * @throws {FactorRefusal} It is verified and the session lacks a second factor, or it is the last that recovery codes
   *   stand in for.
   */
  unenroll({ account, session }: AssuredCaller, factor: Factor): void {
    if (factor.verified && assuranceLevelOf(session) !== 'aal2') {
      throw new FactorRefusal('unenroll-needs-second-factor', 'AAL2 required to unenroll verified factor');
    }
    const others = this.#factors.of(account.id).filter(({ id }) => id !== factor.id);
    if (factor.verified && !others.some(standsAlone) && others.some(({ type }) => type === 'recovery_code')) {
      const message =
        'Recovery codes cannot be the only verified factor. Please enroll another factor before unenrolling this one or delete your recovery codes.';
      throw new FactorRefusal('recovery-codes-only', message);
    }
    this.#factors.remove(account.id, ({ id }) => id === factor.id);
  }

  #add<F extends Factor>(factor: F): F {
    this.#factors.add(factor);
    return factor;
  }
}

function isUntouchedSince({ createdAt, lastChallengedAt }: Factor, instant: number): boolean {
  return lastChallengedAt === null && createdAt < instant;
}
