import { randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core';
import type { MemoryStore } from '../../storage/memory-store.js';
import type { AttemptLimits } from '../limits/attempt-limits.js';
import { Refusal } from '../refusal.js';
import { hashRecoveryCode, matchesRecoveryCode, newRecoveryCode } from './recovery-code.js';
import { couldReturn, newTotpSecret, parseTotpSecret, stepOfCode } from './totp.js';
import type { EnrollmentSource, TotpEnrollment } from './totp-enrollment.types.js';

/** An authenticator as its user sees it once, on binding. */
export interface NewTotpEnrollment {
  readonly secret: string;
  readonly recoveryCode: string;
}

/** The users' authenticator apps. */
export class TotpEnrollments {
  readonly #store: MemoryStore;
  readonly #clock: Clock;
  readonly #limits: AttemptLimits;

  constructor(store: MemoryStore, clock: Clock, limits: AttemptLimits) {
    this.#store = store;
    this.#clock = clock;
    this.#limits = limits;
  }

  of(userId: string): TotpEnrollment | undefined {
    return this.#store.totpEnrollments.get(userId);
  }

  isEnabled(userId: string): boolean {
    return this.of(userId)?.enabled ?? false;
  }

  /**
   * Begins to bind an authenticator. One that was not confirmed is replaced.
   *
   * @throws {Refusal} One is enabled. It has to be removed first, by somebody who is fully signed in.
   */
  associate(userId: string, source: EnrollmentSource): NewTotpEnrollment {
    this.#assertNoneEnabled(userId);
    return this.#bind(userId, newTotpSecret(), newRecoveryCode(), { source, enabled: false });
  }

  /**
   * Ends the binding with a code, which shows that the app has the secret. The code's time step stays good for one
   * sign-in, since people confirm and sign in within half a minute.
   *
   * @throws {Refusal} One is enabled already; the code is wrong, or too many were.
   */
  async confirm(userId: string, code: string): Promise<void> {
    this.#assertNoneEnabled(userId);
    const subjects = [`confirm:${userId}`];
    this.#limits.attempt('code', subjects);
    const before = this.of(userId);
    const step = before ? await stepOfCode(before.secret, code, this.#clock.now()) : null;
    // Something else may have happened to the enrollment while the code was looked at.
    if (!before || step === null || this.of(userId) !== before) {
      throw new Refusal('wrong-confirmation-code', 'The TOTP code is wrong');
    }
    this.#limits.succeed(subjects);
    this.#put({ ...before, enabled: true, recoveryCode: null });
  }

  /** Binds an authenticator whose secret somebody else made. It is enabled at once, and replaces what was bound. */
  import(userId: string, secretText: string, recoveryCode: string = newRecoveryCode()): NewTotpEnrollment {
    const secret = parseTotpSecret(secretText);
    if (secret === null) throw new Refusal('input-malformed', 'The secret is not Base32 of at least 80 bits');
    return this.#bind(userId, secret, recoveryCode, { source: 'SELF', enabled: true });
  }

  /** @returns Whether there was one that was enabled. */
  remove(userId: string): boolean {
    const wasEnabled = this.isEnabled(userId);
    this.#store.totpEnrollments.delete(userId);
    return wasEnabled;
  }

  /** Checks a code for signing in, and uses its time step up. Resolves with whether it was right. */
  async redeem(userId: string, code: string): Promise<boolean> {
    const now = this.#clock.now();
    const secret = this.of(userId)?.secret;
    const step = secret === undefined ? null : await stepOfCode(secret, code, now);
    // Read again: the same code may have been used meanwhile.
    const enrollment = this.of(userId);
    if (step === null || !enrollment?.enabled || enrollment.secret !== secret) return false;
    if (enrollment.usedSteps.includes(step)) return false;
    const usedSteps = [...enrollment.usedSteps.filter((used) => couldReturn(used, now)), step];
    this.#put({ ...enrollment, usedSteps });
    return true;
  }

  /** Checks a recovery code and uses it up. Returns the one that takes its place, or `null` for a wrong one. */
  redeemRecoveryCode(userId: string, code: string): string | null {
    const enrollment = this.of(userId);
    if (!enrollment?.enabled || !matchesRecoveryCode(code, enrollment.recoveryCodeHash)) return null;
    const recoveryCode = newRecoveryCode();
    this.#put({ ...enrollment, recoveryCodeHash: hashRecoveryCode(recoveryCode) });
    return recoveryCode;
  }

  #assertNoneEnabled(userId: string): void {
    if (!this.isEnabled(userId)) return;
    throw new Refusal('authenticator-bound-already', 'An authenticator is bound already; remove it first');
  }

  #bind(
    userId: string,
    secret: string,
    recoveryCode: string,
    { source, enabled }: { readonly source: EnrollmentSource; readonly enabled: boolean },
  ): NewTotpEnrollment {
    const now = this.#clock.now();
    this.#store.totpEnrollments.put({
      id: userId,
      enrollmentId: randomUUID(),
      secret,
      enabled,
      source,
      recoveryCode: enabled ? null : recoveryCode,
      recoveryCodeHash: hashRecoveryCode(recoveryCode),
      usedSteps: [],
      createdAt: now,
      updatedAt: now,
    });
    return { secret, recoveryCode };
  }

  #put(enrollment: TotpEnrollment): void {
    this.#store.totpEnrollments.put({ ...enrollment, updatedAt: this.#clock.now() });
  }
}
