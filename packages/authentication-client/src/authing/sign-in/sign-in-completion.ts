import type { Clock, ServerClock } from '@sallyport/core/clock';
import { InvalidResponseError, MfaRequiredError } from '@sallyport/core/errors';
import type { AuthenticationMethod, NewSession, Session } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';
import type { ClientEmitter } from '../../client/client-events.js';
import { freshNativeTokens } from '../../client/session/issued-tokens.js';
import type { SessionStart } from '../../client/session/session-start.js';
import { waitForFactor } from '../../client/wait-for-factor.js';
import type { PendingSignIn } from '../../mfa/domain/pending-sign-in.js';
import type { PendingSignIns } from '../../mfa/domain/pending-sign-ins.js';

/** Reads what a server sends along with its demand for a second factor. One implementation a wire. */
export type ReadContinuation = (
  error: MfaRequiredError,
  passed: readonly AuthenticationMethod[],
  now: number,
) => PendingSignIn | null;

/** What a sign-in is completed with. */
export interface SignInPorts {
  readonly session: Session<User>;
  readonly pendingSignIns: PendingSignIns;
  readonly clock: Clock;
  readonly serverClock: ServerClock;
  readonly events: ClientEmitter;
  readonly start: SessionStart;
}

/** The answer of the server to a second factor. */
export interface VerifiedSecondFactor {
  /** The value of `signOuts` when the verification began. A sign-out since then wins. */
  readonly attempt: number;
  readonly mfaToken: string;
  readonly method: AuthenticationMethod;
  readonly user: User;
}

/** Turns the answers of sign-in calls into a session, or into a sign-in that waits for its second factor. */
export class AuthingSignIn {
  readonly #ports: SignInPorts;
  readonly #readContinuation: ReadContinuation;
  readonly #start: SessionStart;

  constructor(ports: SignInPorts, readContinuation: ReadContinuation) {
    this.#ports = ports;
    this.#readContinuation = readContinuation;
    this.#start = ports.start;
  }

  /**
   * Runs a first factor. The session that was there stays when it fails, and when it asks for a second factor.
   *
   * @throws {MfaRequiredError} `client.pendingSignIn` has what the next screen needs.
   */
  async withFirstFactor(method: AuthenticationMethod, call: () => Promise<User>): Promise<User> {
    const attempt = this.signOuts;
    const user = await this.#unlessSuspended(attempt, method, call);
    await this.#begin(attempt, user, [method]);
    return user;
  }

  /** Completes a registration, which signs the user in where the server was asked to. */
  async withRegistration(method: AuthenticationMethod, call: () => Promise<User>): Promise<User> {
    const attempt = this.signOuts;
    const user = await this.#unlessSuspended(attempt, method, call);
    if (user?.token) await this.#begin(attempt, user, [method]);
    return user;
  }

  /** Begins the session of a verified second factor. The session of before stays until then. */
  async completeSecondFactor({ attempt, mfaToken, method, user }: VerifiedSecondFactor): Promise<void> {
    const pending = this.#ports.pendingSignIns.current;
    const passed = pending?.mfaToken === mfaToken ? pending.passed : (['unknown'] as const);
    await this.#begin(attempt, user, [...passed, method]);
  }

  /** Rises with each sign-out. Pass it to `complete…` to lose to a sign-out in between. */
  get signOuts(): number {
    return this.#start.signOuts;
  }

  /** Completes a sign-in at the server's own page, which has seen to every factor. */
  async completeHosted(attempt: number, begun: NewSession<User>): Promise<void> {
    this.#start.assertCurrent(attempt);
    this.#ports.pendingSignIns.clear();
    await this.#start.begin(attempt, begun);
  }

  async #begin(attempt: number, user: User, amr: readonly AuthenticationMethod[]): Promise<void> {
    const { token, ...rest } = user ?? {}; // an answer without a user is one without a token
    if (typeof token !== 'string' || token === '' || !isUser(rest)) {
      throw new InvalidResponseError({
        message: 'The server confirmed the sign-in and sent no token, or no user',
        remedy: 'Check that the address is the identity server’s.',
      });
    }
    await this.completeHosted(attempt, {
      ...freshNativeTokens(token, this.#ports.serverClock),
      renewal: 'bearer',
      assuranceLevel: amr.length > 1 ? 'aal2' : 'aal1',
      amr,
      user: rest,
    });
  }

  /** Drops the pending sign-in of a token that the server reports as expired. */
  abandon(mfaToken: string): void {
    const { pendingSignIns } = this.#ports;
    if (pendingSignIns.current?.mfaToken === mfaToken) pendingSignIns.expire();
  }

  async #unlessSuspended(attempt: number, method: AuthenticationMethod, call: () => Promise<User>): Promise<User> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof MfaRequiredError && attempt === this.signOuts) {
        const pending = this.#readContinuation(error, [method], this.#ports.clock.now());
        if (pending) waitForFactor(this.#ports, pending);
      }
      throw error;
    }
  }
}

function isUser(value: Partial<User>): value is User {
  return typeof value.id === 'string' && value.id !== '';
}
