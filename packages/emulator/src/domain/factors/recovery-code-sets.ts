import { randomBytes } from 'node:crypto';
import type { AssuredSession } from '../assured-sessions/assured-session.types.js';
import type { AssuredSessions } from '../assured-sessions/assured-sessions.js';
import { assuranceLevelOf } from '../assured-sessions/assured-sessions.js';
import type { AttemptLimits } from '../limits/attempt-limits.js';
import { Refusal } from '../refusal.js';
import { hashRecoveryCode, matchesRecoveryCode } from '../second-factor/recovery-code.js';
import type { AssuredCaller, Enrollments } from './enrollments.js';
import type { RecoveryCodesFactor } from './factor.types.js';
import { FactorRefusal } from './factor-refusal.js';
import { type Factors, standsAlone } from './factors.js';
import { stepUp } from './step-up.js';

interface Collaborators {
  readonly factors: Factors;
  readonly enrollments: Enrollments;
  readonly limits: AttemptLimits;
  readonly assuredSessions: AssuredSessions;
}

/** A set of codes at the one moment when they can be read. */
export interface NewRecoveryCodes {
  readonly factor: RecoveryCodesFactor;
  readonly codes: readonly string[];
}

const CODES = 10;
const CODE_LENGTH = 16;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** Users' sets of recovery codes. */
export class RecoveryCodeSets {
  readonly #parts: Collaborators;

  constructor(parts: Collaborators) {
    this.#parts = parts;
  }

  /** @throws {FactorRefusal} The user has none. */
  require(userId: string): RecoveryCodesFactor {
    const [factor] = this.#parts.factors.ofType(userId, 'recovery_code');
    if (factor) return factor;
    throw new FactorRefusal('recovery-codes-missing', 'The user has not enrolled recovery codes');
  }

  /**
   * Makes the user's codes.
   *
   * @throws {FactorRefusal} The session lacks a second factor, there are codes, there is no other factor, or no factor
   *   more can be enrolled.
   */
  generate(caller: AssuredCaller, friendlyName: string): NewRecoveryCodes {
    const { enrollments, factors } = this.#parts;
    const userId = caller.account.id;
    assertAal2(caller.session, 'generate');
    if (factors.ofType(userId, 'recovery_code').length > 0) {
      const message = 'Recovery codes are already enrolled for this user, use regenerate to rotate them';
      throw new FactorRefusal('recovery-codes-exist', message);
    }
    enrollments.assertMayEnroll(caller, friendlyName);
    if (!factors.of(userId).some(standsAlone)) {
      const message = 'At least one other verified factor is required to generate recovery codes';
      throw new FactorRefusal('recovery-codes-only', message);
    }
    const codes = newCodes();
    const factor: RecoveryCodesFactor = {
      ...enrollments.draft(caller, friendlyName),
      type: 'recovery_code',
      verified: true,
      codeHashes: codes.map(hashRecoveryCode),
      total: codes.length,
    };
    factors.add(factor);
    return { factor, codes };
  }

  /** @throws {FactorRefusal} The session lacks a second factor, or there are no codes to replace. */
  regenerate({ account, session }: AssuredCaller): NewRecoveryCodes {
    const { factors, limits } = this.#parts;
    assertAal2(session, 'regenerate');
    const codes = newCodes();
    const change = { codeHashes: codes.map(hashRecoveryCode), total: codes.length };
    const factor = factors.change(this.require(account.id), change);
    limits.succeed(subjectsOf(account.id));
    return { factor, codes };
  }

  /**
   * Uses a code up, and raises the session.
   *
   * @throws {FactorRefusal} It is none of the user's that still work, or there were too many such.
   */
  verify({ account, session }: AssuredCaller, code: string): AssuredSession {
    const { assuredSessions, factors, limits } = this.#parts;
    const [factor] = factors.ofType(account.id, 'recovery_code');
    const wrong = new FactorRefusal('wrong-answer', 'Invalid recovery code entered');
    if (!factor) throw wrong;
    this.#countAttempt(account.id);
    const codeHashes = factor.codeHashes.filter((hash) => !matchesRecoveryCode(code, hash));
    if (codeHashes.length === factor.codeHashes.length) throw wrong;
    const raised = stepUp(assuredSessions, session, factor);
    limits.succeed(subjectsOf(account.id));
    factors.change(factor, { codeHashes });
    return raised;
  }

  /**
   * Removes the user's codes.
   *
   * @returns What they were.
   * @throws {FactorRefusal} The session lacks a second factor, or there are none.
   */
  remove({ account, session }: AssuredCaller): RecoveryCodesFactor {
    assertAal2(session, 'delete');
    const factor = this.require(account.id);
    this.#parts.factors.remove(account.id, ({ id }) => id === factor.id);
    return factor;
  }

  #countAttempt(userId: string): void {
    try {
      this.#parts.limits.attempt('code', subjectsOf(userId));
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'too-many-attempts') throw error;
      const message = 'Too many failed verification attempts, try again later';
      throw new FactorRefusal('recovery-codes-locked', message, error.retryAfterSeconds);
    }
  }
}

function subjectsOf(userId: string): readonly string[] {
  return [`recovery-codes:${userId}`];
}

function assertAal2(session: AssuredSession, verb: string): void {
  if (assuranceLevelOf(session) === 'aal2') return;
  throw new FactorRefusal('second-factor-due', `AAL2 required to ${verb} recovery codes`);
}

/** Codes of 80 random bits, no two alike. */
function newCodes(): readonly string[] {
  const codes = new Set<string>();
  while (codes.size < CODES) {
    // 256 is a multiple of 32, so each character is as likely as the others.
    codes.add(Array.from(randomBytes(CODE_LENGTH), (byte) => ALPHABET[byte % 32]).join(''));
  }
  return [...codes];
}
