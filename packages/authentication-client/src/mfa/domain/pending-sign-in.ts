import { InputError } from '@sallyport/core/errors';
import { copyJson } from '@sallyport/core/json';
import type { AuthenticationMethod } from '@sallyport/core/session';
import type { FactorOffer } from '../factor.js';
import type { FactorType } from '../factors/index.js';
import { type OpenChallenge, parseOpenChallenges } from './challenge-records.js';

/** A factor that completes a pending sign-in. If it is not enrolled, it is enrolled on the way. */
export interface OfferedFactor extends FactorOffer {
  readonly type: FactorType;
}

/** Members that a screen can show of the user of a pending sign-in, as far as the server sent them. */
export interface PendingUser {
  /** The email address or else the phone number, masked: `a•••@example.com`, `•••00`. */
  readonly identifier: string | null;
  readonly username: string | null;
  readonly name: string | null;
  readonly nickname: string | null;
  /** The address of the photo. */
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
  /** Called with each reading, because challenges are created and answered while the sign-in is pending. */
  readonly challenges?: (() => readonly OpenChallenge[]) | undefined;
}

const VERSION = 1;

/** A sign-in between its first and its second factor: what was passed, what is offered, until when. */
export class PendingSignIn {
  readonly passed: readonly AuthenticationMethod[];
  readonly offered: readonly OfferedFactor[];
  readonly user: PendingUser;
  readonly expiresAt: Date;
  readonly #mfaToken: string;
  readonly #challenges: () => readonly OpenChallenge[];

  constructor({ passed, offered, user, expiresAt, mfaToken, challenges = () => [] }: PendingSignInFields) {
    this.passed = copyJson(passed, Object.freeze);
    this.offered = copyJson(offered, Object.freeze);
    this.user = copyJson(user, Object.freeze);
    this.expiresAt = new Date(expiresAt);
    this.#mfaToken = mfaToken;
    this.#challenges = challenges;
    Object.freeze(this);
  }

  /** The bearer of the second step. A secret; JSON and inspection do not show it. */
  get mfaToken(): string {
    return this.#mfaToken;
  }

  /** The challenges that can still be answered by `mfa.verify`, such as after a reload of the page. */
  get challenges(): readonly OpenChallenge[] {
    return this.#challenges();
  }

  /**
   * Writes it as text, to go on elsewhere by `client.resumeSignIn`. The text holds the `mfaToken`: treat it as a
   * password that lives for some minutes. It also contains the open challenges.
   */
  export(): string {
    const { passed, offered, user, expiresAt, challenges } = this;
    return JSON.stringify({
      version: VERSION,
      mfaToken: this.#mfaToken,
      passed,
      offered,
      user,
      expiresAt: expiresAt.getTime(),
      challenges,
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

/** The owner of the challenges of a sign-in. The end of its token is a part of a signature, and authorizes nothing. */
export function challengeOwnerOf({ mfaToken }: Pick<PendingSignIn, 'mfaToken'>): string {
  return mfaToken.slice(-32);
}

// Texts of earlier versions lack members.
function toPendingUser(user: Partial<PendingUser>): PendingUser {
  return {
    identifier: user.identifier ?? null,
    username: user.username ?? null,
    name: user.name ?? null,
    nickname: user.nickname ?? null,
    avatar: user.avatar ?? null,
  };
}

function parse(text: string): PendingSignInFields | null {
  try {
    const value = JSON.parse(text) as Readonly<Record<keyof PendingSignInFields | 'version', unknown>>; // each is checked
    const { version, mfaToken, passed, offered, user, expiresAt } = value;
    if (version !== VERSION || typeof mfaToken !== 'string' || mfaToken === '') return null;
    if (!Array.isArray(passed) || !Array.isArray(offered) || typeof user !== 'object' || user === null) return null;
    if (typeof expiresAt !== 'number' || !Number.isFinite(expiresAt)) return null;
    const challenges = parseOpenChallenges(value.challenges);
    return { mfaToken, passed, offered, user: toPendingUser(user), expiresAt, challenges: () => challenges };
  } catch {
    return null;
  }
}
