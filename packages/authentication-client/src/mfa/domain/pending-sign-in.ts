import { type AuthenticationMethod, InputError } from '@sallyport/core';
import type { FactorType } from './factor.js';

/** A factor that a pending sign-in can be passed with. */
export interface OfferedFactor {
  readonly type: FactorType;
  /** Whether the user has it already; else it is bound on the way. */
  readonly isEnrolled: boolean;
  /** Where a code would go: the phone number or email address; `null` when there is none, or the factor has no use for one. */
  readonly address: string | null;
  readonly phoneCountryCode: string | null;
}

/** What a screen may show of the user who is half signed in. */
export interface PendingUser {
  readonly username: string | null;
  readonly nickname: string | null;
  readonly avatar: string | null;
}

/** What a `PendingSignIn` is made of. */
export interface PendingSignInFields {
  readonly mfaToken: string;
  readonly passed: readonly AuthenticationMethod[];
  readonly offered: readonly OfferedFactor[];
  readonly user: PendingUser;
  /** Epoch milliseconds by this machine's clock. */
  readonly expiresAt: number;
}

const VERSION = 1;

/** A sign-in between its first and its second factor: what was passed, what is offered, until when. */
export class PendingSignIn {
  readonly passed: readonly AuthenticationMethod[];
  readonly offered: readonly OfferedFactor[];
  readonly user: PendingUser;
  readonly expiresAt: Date;
  readonly #mfaToken: string;

  constructor(fields: PendingSignInFields) {
    this.passed = fields.passed;
    this.offered = fields.offered;
    this.user = fields.user;
    this.expiresAt = new Date(fields.expiresAt);
    this.#mfaToken = fields.mfaToken;
    Object.freeze(this);
  }

  /** The bearer of the second step. A secret; JSON and inspection do not show it. */
  get mfaToken(): string {
    return this.#mfaToken;
  }

  /**
   * Writes it as text, to go on elsewhere by `client.resumeSignIn`. The text holds the `mfaToken`: treat it as a
   * password that lives for some minutes.
   */
  export(): string {
    const { passed, offered, user, expiresAt } = this;
    return JSON.stringify({
      version: VERSION,
      mfaToken: this.#mfaToken,
      passed,
      offered,
      user,
      expiresAt: expiresAt.getTime(),
    });
  }

  /** @throws {InputError} The text was not made by `export`, or by a newer version. */
  static import(text: string): PendingSignIn {
    const fields = parse(text);
    if (!fields) {
      throw new InputError({
        message: 'This is not an exported sign-in of this version',
        remedy: 'Pass what pendingSignIn.export() returned, or start the sign-in again.',
      });
    }
    return new PendingSignIn(fields);
  }
}

function parse(text: string): PendingSignInFields | null {
  try {
    const value = JSON.parse(text) as Partial<PendingSignInFields & { version: number }>; // each member is checked
    const { version, mfaToken, passed, offered, user, expiresAt } = value;
    if (version !== VERSION || typeof mfaToken !== 'string' || mfaToken === '') return null;
    if (!Array.isArray(passed) || !Array.isArray(offered) || typeof user !== 'object' || user === null) return null;
    if (typeof expiresAt !== 'number' || !Number.isFinite(expiresAt)) return null;
    return { mfaToken, passed, offered, user, expiresAt };
  } catch {
    return null;
  }
}
