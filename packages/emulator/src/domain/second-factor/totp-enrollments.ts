import { randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { EnrollmentSource, TotpFactor } from '../factors/factor.types.js';
import { type Factors, standsAlone } from '../factors/factors.js';
import type { AttemptLimits } from '../limits/attempt-limits.js';
import { Refusal } from '../refusal.js';
import { hashRecoveryCode, matchesRecoveryCode, newRecoveryCode } from './recovery-code.js';
import { couldReturn, newTotpSecret, parseTotpSecret, stepOfCode } from './totp.js';

/** An authenticator as its user sees it once, on binding. */
export interface NewTotpEnrollment {
  readonly secret: string;
  readonly recoveryCode: string;
}

/** The users' authenticator apps, for wires on which each user has one. However it was bound, one that is verified counts. */
export class TotpEnrollments {
  readonly #factors: Factors;
  readonly #clock: Clock;
  readonly #limits: AttemptLimits;

  constructor(factors: Factors, clock: Clock, limits: AttemptLimits) {
    this.#factors = factors;
    this.#clock = clock;
    this.#limits = limits;
  }

  /** The one that is enabled, else the newest that is not. */
  of(userId: string): TotpFactor | undefined {
    return this.#enabled(userId)[0] ?? this.#factors.ofType(userId, 'totp').at(-1);
  }

  isEnabled(userId: string): boolean {
    return this.#enabled(userId).length > 0;
  }

  /**
   * Begins to bind an authenticator. One that was not confirmed is replaced.
   *
   * @throws {Refusal} One is enabled, and has to be removed first, by somebody who is fully signed in; or the user has
   *   another second factor.
   */
  associate(userId: string, source: EnrollmentSource): NewTotpEnrollment {
    this.#assertMayBind(userId);
    const replaced = this.of(userId);
    this.#factors.remove(userId, ({ id }) => id === replaced?.id);
    return this.#bind(userId, newTotpSecret(), newRecoveryCode(), { source, verified: false });
  }

  /**
   * Ends the binding with a code, which shows that the app has the secret. The code's time step stays good for one
   * sign-in, since people confirm and sign in within half a minute.
   *
   * @throws {Refusal} As `associate`; the code is wrong, or too many were.
   */
  async confirm(userId: string, code: string): Promise<void> {
    this.#assertMayBind(userId);
    const subjects = [`confirm:${userId}`];
    this.#limits.attempt('code', subjects);
    const before = this.of(userId);
    const step = before ? await stepOfCode(before.secret, code, this.#clock.now()) : null;
    // Another may have taken its place, or it may be confirmed, while the code was looked at.
    const now = this.of(userId);
    if (!before || step === null || now?.id !== before.id || now.verified) {
      throw new Refusal('wrong-confirmation-code', 'The TOTP code is wrong');
    }
    this.#limits.succeed(subjects);
    this.#factors.change(now, { verified: true, recoveryCode: null });
  }

  /** Binds an authenticator whose secret somebody else made. It is enabled at once, and replaces what was bound. */
  import(userId: string, secretText: string, recoveryCode: string = newRecoveryCode()): NewTotpEnrollment {
    const secret = parseTotpSecret(secretText);
    if (secret === null) throw new Refusal('input-malformed', 'The secret is not Base32 of at least 80 bits');
    this.remove(userId);
    return this.#bind(userId, secret, recoveryCode, { source: 'SELF', verified: true });
  }

  /**
   * Unbinds all authenticators of a user.
   *
   * @returns Whether one of them was enabled.
   */
  remove(userId: string): boolean {
    return this.#factors.remove(userId, ({ type }) => type === 'totp').some(({ verified }) => verified);
  }

  /** Checks a code for signing in, and uses its time step up. Resolves with whether it was right. */
  async redeem(userId: string, code: string): Promise<boolean> {
    const now = this.#clock.now();
    for (const factor of this.#enabled(userId)) {
      const step = await stepOfCode(factor.secret, code, now);
      if (step !== null && this.useUp(factor, step)) return true;
    }
    return false;
  }

  /**
   * Notes that a time step of an authenticator signed in.
   *
   * @returns Whether it had not done so before, and the authenticator is still there.
   */
  useUp({ userId, id, secret }: TotpFactor, step: number): boolean {
    // Read again: the same code may have been used while it was looked at.
    const factor = this.#enabled(userId).find((each) => each.id === id);
    if (!factor || factor.secret !== secret || factor.usedSteps.includes(step)) return false;
    const now = this.#clock.now();
    this.#factors.change(factor, {
      usedSteps: [...factor.usedSteps.filter((used) => couldReturn(used, now)), step],
    });
    return true;
  }

  /** Checks a recovery code and uses it up. Returns the one that takes its place, or `null` for a wrong one. */
  redeemRecoveryCode(userId: string, code: string): string | null {
    const factor = this.#enabled(userId).find(
      ({ recoveryCodeHash }) => recoveryCodeHash !== null && matchesRecoveryCode(code, recoveryCodeHash),
    );
    if (!factor) return null;
    const recoveryCode = newRecoveryCode();
    this.#factors.change(factor, { recoveryCodeHash: hashRecoveryCode(recoveryCode) });
    return recoveryCode;
  }

  #enabled(userId: string): readonly TotpFactor[] {
    return this.#factors.ofType(userId, 'totp').filter(({ verified }) => verified);
  }

  #assertMayBind(userId: string): void {
    if (this.isEnabled(userId)) {
      throw new Refusal('authenticator-bound-already', 'An authenticator is bound already; remove it first');
    }
    // These wires cannot ask for it. Whoever has the password alone must not get around it by one that they can.
    if (!this.#factors.of(userId).some(standsAlone)) return;
    throw new Refusal('forbidden', 'The user has a second factor of another kind, which has to be proved first');
  }

  #bind(
    userId: string,
    secret: string,
    recoveryCode: string,
    { source, verified }: Pick<TotpFactor, 'source' | 'verified'>,
  ): NewTotpEnrollment {
    const now = this.#clock.now();
    this.#factors.add({
      type: 'totp',
      id: randomUUID(),
      userId,
      friendlyName: null,
      verified,
      secret,
      source,
      recoveryCode: verified ? null : recoveryCode,
      recoveryCodeHash: hashRecoveryCode(recoveryCode),
      usedSteps: [],
      createdAt: now,
      updatedAt: now,
      lastChallengedAt: null,
    });
    return { secret, recoveryCode };
  }
}
