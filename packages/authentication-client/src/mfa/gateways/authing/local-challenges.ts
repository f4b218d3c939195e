import {
  ChallengeExpiredError,
  type Clock,
  NotFoundError,
  randomId,
  type SynchronousTokenStorage,
} from '@sallyport/core';
import type { FactorType } from '../../domain/factor.js';

/** How long a challenge can be answered, as on servers that know challenges. */
const LIFETIME_MS = 300_000;

/** A challenge of our own making, for a server that knows none. */
export interface LocalChallenge {
  readonly id: string;
  readonly factorId: string;
  readonly type: FactorType;
  /** Epoch milliseconds by this machine's clock. */
  readonly expiresAt: number;
  /** Names the sign-in or the session that it was made for, and opens neither. */
  readonly owner: string;
  /** Whether the factor was verified when the challenge was made. */
  readonly isVerified: boolean;
  readonly isUsed: boolean;
}

/** Where the challenges of one client are kept. */
export interface LocalChallengePlace {
  /** Of this tab alone. */
  readonly storage: SynchronousTokenStorage;
  readonly key: string;
  /** What this page knows of, whatever becomes of the storage. */
  readonly known: Map<string, LocalChallenge>;
}

/** What an answer claims about its challenge. */
export interface ClaimedChallenge {
  readonly challengeId: string;
  readonly factorId: string;
  readonly owner: string;
}

/** Makes challenges, and judges which can be answered: also after a reload, since a server's own would outlast it. */
export class LocalChallenges {
  readonly #place: LocalChallengePlace;
  readonly #clock: Clock;

  constructor(place: LocalChallengePlace, clock: Clock) {
    this.#place = place;
    this.#clock = clock;
    this.#load();
  }

  /** @param latest - Epoch milliseconds: when what the challenge belongs to is over, where that is known. */
  create(asked: Pick<LocalChallenge, 'factorId' | 'type' | 'owner' | 'isVerified'>, latest = Infinity): LocalChallenge {
    this.#forgetOld();
    const expiresAt = Math.min(this.#clock.now() + LIFETIME_MS, latest);
    const challenge = { ...asked, id: randomId(), expiresAt, isUsed: false };
    this.#keep(challenge);
    return challenge;
  }

  /**
   * Finds the challenge that is answered.
   *
   * @throws {NotFoundError} There is none, or it is of another factor, sign-in or session.
   * @throws {ChallengeExpiredError} It is over, or was answered before.
   */
  open({ challengeId, factorId, owner }: ClaimedChallenge): LocalChallenge {
    const challenge = this.#place.known.get(challengeId);
    if (!challenge || challenge.factorId !== factorId) throw unknownChallenge();
    if (challenge.isUsed) throw over('mfa_ip_address_mismatch', 'The challenge was answered before');
    if (this.#clock.now() >= challenge.expiresAt) throw over('mfa_challenge_expired', 'The challenge has expired');
    if (challenge.owner !== owner) throw unknownChallenge();
    return challenge;
  }

  /** Notes what has become of a challenge. */
  note(challenge: LocalChallenge, changes: Partial<Pick<LocalChallenge, 'isUsed' | 'isVerified'>>): void {
    this.#keep({ ...challenge, ...changes });
  }

  #keep(challenge: LocalChallenge): void {
    const { storage, key, known } = this.#place;
    known.set(challenge.id, challenge);
    attempt(() => storage.set(key, JSON.stringify([...known.values()])));
  }

  #load(): void {
    const { storage, key, known } = this.#place;
    attempt(() => {
      const stored: unknown = JSON.parse(storage.get(key) ?? '[]');
      for (const challenge of Array.isArray(stored) ? stored.filter(isChallenge) : []) {
        if (!known.has(challenge.id)) known.set(challenge.id, challenge);
      }
    });
  }

  // Each is kept for as long again, so that a late answer hears why it is refused.
  #forgetOld(): void {
    const now = this.#clock.now();
    const { known } = this.#place;
    for (const [id, { expiresAt }] of known) if (now >= expiresAt + LIFETIME_MS) known.delete(id);
  }
}

// What cannot be kept, or read back, costs one more challenge after a reload and nothing else.
function attempt(access: () => void): void {
  try {
    access();
  } catch {
    // Memory has it.
  }
}

function isChallenge(value: unknown): value is LocalChallenge {
  const { id, factorId, type, owner, expiresAt, isVerified, isUsed } = { ...(value as Partial<LocalChallenge>) }; // each is checked
  const texts = [id, factorId, type, owner].every((text) => typeof text === 'string');
  return texts && Number.isFinite(expiresAt) && typeof isVerified === 'boolean' && typeof isUsed === 'boolean';
}

function unknownChallenge(): NotFoundError {
  return new NotFoundError({
    message: 'There is no such challenge for this factor',
    code: 'mfa_factor_not_found',
    status: 422,
    remedy: 'Call challenge, and verify with the id that it answers.',
  });
}

// A challenge that was answered has this code on GoTrue's wire, for want of a better one.
function over(code: 'mfa_ip_address_mismatch' | 'mfa_challenge_expired', message: string): ChallengeExpiredError {
  return new ChallengeExpiredError({
    message,
    code,
    status: 422,
    expired: 'code',
    remedy: 'Call challenge again, and ask for the code anew.',
  });
}
