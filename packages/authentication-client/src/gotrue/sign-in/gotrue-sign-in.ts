import type { ServerClock } from '@sallyport/core/clock';
import type { GoTrueTokenAnswer, GoTrueUser } from '@sallyport/core/gotrue';
import { isGoTrueUser, type PortableUser, toUser } from '@sallyport/core/user';
import type { SessionStart } from '../../client/session/session-start.js';
import type { Verification } from '../../mfa/mfa-server.js';
import { freshSession, type IssuedSession, issuedSession } from '../session/issued-session.js';
import type { SecondFactorDemand } from '../session/second-factor-demand.js';

/** What a sign-in is completed with. */
export interface GoTrueSignInPorts {
  readonly start: SessionStart;
  readonly demand: SecondFactorDemand;
  readonly serverClock: ServerClock;
}

/** Turns the answers of sign-in calls into sessions. */
export class GoTrueSignIn {
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
    const { session } = await this.#start(call, (told) => this.#fresh(told));
    this.#ports.demand.assertMet();
    return session.user;
  }

  /** Runs a registration. It signs in where the server does not want the address confirmed first. */
  async withRegistration(call: () => Promise<GoTrueTokenAnswer | GoTrueUser>): Promise<PortableUser> {
    const { answer, session } = await this.#start(call, (told) => (isWaiting(told) ? null : this.#fresh(told)));
    return session?.user ?? toUser(answer as GoTrueUser); // which is what it is where there is no session
  }

  /**
   * Runs what proves an address, and signs in by it.
   *
   * @returns `null` when another proof has to follow.
   */
  async withVerification(call: () => Promise<GoTrueTokenAnswer>): Promise<PortableUser | null> {
    const { session } = await this.#start(call, (told) => (isHalf(told) ? null : this.#fresh(told)));
    if (session) this.#ports.demand.assertMet();
    return session?.user ?? null;
  }

  /**
   * Takes over tokens that were issued some time ago, which tell nothing of the time it is now.
   *
   * @throws {MfaRequiredError} As `withFirstFactor`.
   */
  async withTokens(call: () => Promise<GoTrueTokenAnswer>): Promise<PortableUser> {
    const { session } = await this.#start(call, (told) => issuedSession(told, this.#ports.serverClock));
    this.#ports.demand.assertMet();
    return session.user;
  }

  /** Rises with each sign-out. Pass it to `completeSecondFactor` to lose to a sign-out in between. */
  get signOuts(): number {
    return this.#ports.start.signOuts;
  }

  /** Stores the session of a verified second factor: the stepped-up one, or that of a sign-in from elsewhere. */
  async completeSecondFactor(attempt: number, answer: GoTrueTokenAnswer): Promise<Verification> {
    const session = this.#fresh(answer);
    await this.#ports.start.begin(attempt, session);
    return { session: answer, user: { ...session.user, token: answer.access_token } };
  }

  /** Runs a call and stores the session in its answer, unless there is none, or a sign-out has come between. */
  async #start<Answer, Issued extends IssuedSession | null>(
    call: () => Promise<Answer>,
    sessionIn: (answer: Answer) => Issued,
  ): Promise<{ readonly answer: Answer; readonly session: Issued }> {
    const { start } = this.#ports;
    const attempt = start.signOuts;
    const answer = await call();
    const session = sessionIn(answer);
    if (session) await start.begin(attempt, session);
    return { answer, session };
  }

  #fresh(answer: GoTrueTokenAnswer): IssuedSession {
    return freshSession(answer, this.#ports.serverClock);
  }
}

// A registration that waits for its confirmation answers the user alone.
function isWaiting(answer: GoTrueTokenAnswer | GoTrueUser): answer is GoTrueUser {
  return isGoTrueUser(answer as Partial<GoTrueUser>) && !('access_token' in answer); // anything may have been answered
}

// One of the two codes of a change of address answers words, and no session.
function isHalf(answer: GoTrueTokenAnswer): boolean {
  const { msg, access_token: token } = (answer ?? {}) as Partial<GoTrueTokenAnswer & { msg: unknown }>; // likewise
  return msg !== undefined && token === undefined;
}
