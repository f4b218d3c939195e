import type { Clock } from '@sallyport/core/clock';
import { randomId } from '@sallyport/core/crypto';
import { ChallengeExpiredError, NotFoundError } from '@sallyport/core/errors';
import type { ChallengeRecord, ChallengeRecords } from '../../mfa/domain/challenge-records.js';

/** How long a challenge can be answered, as on servers that know challenges. */
const LIFETIME_MS = 300_000;

/** What an answer claims about its challenge. */
export interface ClaimedChallenge {
  readonly challengeId: string;
  readonly factorId: string;
  readonly owner: string;
}

/** Makes challenges for a server that knows none, and judges which can be answered. */
export class LocalChallenges {
  readonly #records: ChallengeRecords;
  readonly #clock: Clock;

  constructor(records: ChallengeRecords, clock: Clock) {
    this.#records = records;
    this.#clock = clock;
  }

  /** @param latest - Epoch milliseconds: when what the challenge belongs to is over, where that is known. */
  create(
    asked: Pick<ChallengeRecord, 'factorId' | 'type' | 'owner' | 'isVerified'>,
    latest = Infinity,
  ): ChallengeRecord {
    const createdAt = this.#clock.now();
    const expiresAt = Math.min(createdAt + LIFETIME_MS, latest);
    const challenge = { ...asked, id: randomId(), createdAt, expiresAt, isUsed: false };
    this.#records.keep(challenge);
    return challenge;
  }

  /**
   * Finds the challenge that is answered.
   *
   * @throws {NotFoundError} There is none, or it is of another factor, sign-in or session.
   * @throws {ChallengeExpiredError} It is over, or was answered before.
   */
  open({ challengeId, factorId, owner }: ClaimedChallenge): ChallengeRecord {
    const challenge = this.#records.get(challengeId);
    if (!challenge || challenge.factorId !== factorId) throw unknownChallenge();
    if (challenge.isUsed) throw over('mfa_ip_address_mismatch', 'The challenge was answered before');
    if (this.#clock.now() >= challenge.expiresAt) throw over('mfa_challenge_expired', 'The challenge has expired');
    if (challenge.owner !== owner) throw unknownChallenge();
    return challenge;
  }

  /** Notes that the factor of a challenge is verified now. */
  noteVerified(challenge: ChallengeRecord): void {
    this.#records.keep({ ...challenge, isVerified: true });
  }
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
