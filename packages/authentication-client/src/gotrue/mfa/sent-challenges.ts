import type { ServerClock } from '@sallyport/core/clock';
import { ChallengeExpiredError, NotFoundError } from '@sallyport/core/errors';
import type { Session } from '@sallyport/core/session';
import type { PortableUser } from '@sallyport/core/user';
import type { ChallengeRecord, ChallengeRecords, OpenChallenge } from '../../mfa/domain/challenge-records.js';
import { challengeOwnerOf } from '../session/challenge-owner.js';

/** Ports of the challenges that were sent from this tab. */
export interface SentChallengesDeps {
  readonly session: Session<PortableUser>;
  readonly challenges: ChallengeRecords;
  readonly serverClock: ServerClock;
}

/** The lifetime that servers have by default, for an answer without `expires_at`. */
const USUAL_LIFETIME_MS = 300_000;

/** The members of an answered challenge that are kept. */
interface AnsweredChallenge {
  readonly id: string;
  readonly type: string;
  readonly expires_at: number;
}

/** The challenges that the server has created for the signed-in user from this tab. */
export class SentChallenges {
  readonly #deps: SentChallengesDeps;

  constructor(deps: SentChallengesDeps) {
    this.#deps = deps;
  }

  /** The open challenge of a factor that was created less than 60 s ago. */
  recent(factorId: string): OpenChallenge | undefined {
    const { challenges } = this.#deps;
    const owner = this.#owner;
    return owner === null ? undefined : challenges.recentOf(owner, factorId);
  }

  /** The newest unanswered challenge of a type of factors. */
  newestOf(type: string): ChallengeRecord | undefined {
    const { challenges } = this.#deps;
    const owner = this.#owner;
    return owner === null ? undefined : challenges.newestOf(owner, type);
  }

  keep(factorId: string, { id, type, expires_at: endsAt }: AnsweredChallenge): void {
    const { challenges, serverClock } = this.#deps;
    const owner = this.#owner;
    if (owner === null) return; // signed out since
    const createdAt = serverClock.now();
    const expiresAt = Number.isFinite(endsAt) ? endsAt * 1000 : createdAt + USUAL_LIFETIME_MS;
    challenges.keep({ id, factorId, type, owner, createdAt, expiresAt, isVerified: true, isUsed: false });
  }

  /** Runs a verification. A challenge that was answered, or that the server refuses, is not offered again. */
  async closing<Answer>(challengeId: string, verify: () => Promise<Answer>): Promise<Answer> {
    const { challenges } = this.#deps;
    try {
      const answer = await verify();
      challenges.close(challengeId);
      return answer;
    } catch (error) {
      if (error instanceof ChallengeExpiredError || error instanceof NotFoundError) challenges.close(challengeId);
      throw error;
    }
  }

  get #owner(): string | null {
    const { current } = this.#deps.session;
    return current && challengeOwnerOf(current);
  }
}
