import { type GoTrueTokenAnswer, type GoTrueUser, type PortableUser, type ServerClock, toUser } from '@sallyport/core';
import type { CompletedSignIn } from '../../mfa/domain/mfa-gateway.js';
import type { SignInCompletion } from '../../mfa/domain/second-factor.js';
import type { SessionStart } from '../../sign-in/session-start.js';
import { freshSession } from '../session/issued-session.js';
import type { SecondFactorDemand } from '../session/second-factor-demand.js';

/** What a sign-in is completed with. */
export interface GoTrueSignInPorts {
  readonly start: SessionStart;
  readonly demand: SecondFactorDemand;
  readonly serverClock: ServerClock;
}

/** Turns the answers of sign-in calls into sessions. */
export class GoTrueSignIn implements SignInCompletion {
  readonly #ports: GoTrueSignInPorts;

  constructor(ports: GoTrueSignInPorts) {
    this.#ports = ports;
  }

  /**
   * Runs a first factor. The session begins in any case, since the second one is proved within it.
   *
   * @throws {MfaRequiredError} The user has a second factor, and the client demands it.
   */
  async withFirstFactor(call: () => Promise<GoTrueTokenAnswer>): Promise<PortableUser> {
    const { user } = await this.begin(call);
    this.#ports.demand.assertMet();
    return user;
  }

  /** Runs a registration. It signs in where the server does not want the address confirmed first. */
  async withRegistration(call: () => Promise<GoTrueTokenAnswer | GoTrueUser>): Promise<PortableUser> {
    const attempt = this.#ports.start.signOuts;
    const answer = await call();
    return isUser(answer) ? toUser(answer) : this.#begin(attempt, answer);
  }

  /**
   * Runs what proves an address, and signs in by it.
   *
   * @returns `null` when another proof has to follow.
   */
  async withVerification(call: () => Promise<GoTrueTokenAnswer>): Promise<PortableUser | null> {
    const attempt = this.#ports.start.signOuts;
    const answer = await call();
    if (answer && 'msg' in answer && !('access_token' in answer)) return null;
    const user = await this.#begin(attempt, answer);
    this.#ports.demand.assertMet();
    return user;
  }

  /** Begins, or raises, the session of an answer. What it may do is not looked at. */
  async begin(call: () => Promise<GoTrueTokenAnswer>): Promise<{ user: PortableUser; answer: GoTrueTokenAnswer }> {
    const attempt = this.#ports.start.signOuts;
    const answer = await call();
    return { user: await this.#begin(attempt, answer), answer };
  }

  /** The gateway has raised the session by the time that a factor is proved. */
  withSecondFactor(_: unknown, __: string, call: () => Promise<CompletedSignIn>): Promise<CompletedSignIn> {
    return call();
  }

  /** What waits follows from the session, and ends with it. */
  abandon(): void {}

  /** A sign-out overtakes the sign-ins that are under way. */
  overtake(): void {
    this.#ports.start.overtake();
  }

  async #begin(attempt: number, answer: GoTrueTokenAnswer): Promise<PortableUser> {
    const session = freshSession(answer, this.#ports.serverClock);
    await this.#ports.start.begin(attempt, session);
    return session.user;
  }
}

// A registration that waits for its confirmation answers the user alone.
function isUser(answer: GoTrueTokenAnswer | GoTrueUser): answer is GoTrueUser {
  return 'id' in answer && !('access_token' in answer);
}
