import {
  type AuthenticationMethod,
  type Clock,
  decodeUnverified,
  InvalidResponseError,
  MfaRequiredError,
  type Session,
  type User,
} from '@sallyport/core';
import type { ClientEmitter } from '../client/client-events.js';
import type { PendingSignIn } from '../mfa/domain/pending-sign-in.js';
import type { PendingSignIns } from '../mfa/domain/pending-sign-ins.js';
import type { SignInCompletion } from '../mfa/domain/second-factor.js';

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
  readonly events: ClientEmitter;
}

/** Turns the answers of sign-in calls into a session, or into a sign-in that waits for its second factor. */
export class AuthingSignIn implements SignInCompletion {
  readonly #ports: SignInPorts;
  readonly #readContinuation: ReadContinuation;

  constructor(ports: SignInPorts, readContinuation: ReadContinuation) {
    this.#ports = ports;
    this.#readContinuation = readContinuation;
  }

  /**
   * Runs a first factor. The session that was there stays when it fails, and when it asks for a second factor.
   *
   * @throws {MfaRequiredError} `client.pendingSignIn` has what the next screen needs.
   */
  async withFirstFactor(method: AuthenticationMethod, call: () => Promise<User>): Promise<User> {
    const user = await this.#unlessSuspended(method, call);
    await this.#begin(user, [method]);
    return user;
  }

  /** Completes a registration, which signs the user in where the server was asked to. */
  async withRegistration(method: AuthenticationMethod, call: () => Promise<User>): Promise<User> {
    const user = await this.#unlessSuspended(method, call);
    if (user?.token) await this.#begin(user, [method]);
    return user;
  }

  async completeWithSecondFactor(user: User, method: AuthenticationMethod, mfaToken: string): Promise<void> {
    const pending = this.#ports.pendingSignIns.current;
    const passed = pending?.mfaToken === mfaToken ? pending.passed : (['unknown'] as const);
    await this.#begin(user, [...passed, method]);
  }

  async #begin(user: User, amr: readonly AuthenticationMethod[]): Promise<void> {
    const { session, pendingSignIns, clock } = this.#ports;
    const { token, ...rest } = user ?? {}; // an answer without a user is one without a token
    if (typeof token !== 'string' || token === '' || !isUser(rest)) {
      throw new InvalidResponseError({
        message: 'The server confirmed the sign-in and sent no token, or no user',
        remedy: 'Check that the address is the identity server’s.',
      });
    }
    pendingSignIns.clear();
    await session.begin({
      token,
      expiresAt: expiryOf(token, clock.now()),
      renewal: 'bearer',
      assuranceLevel: amr.length > 1 ? 'aal2' : 'aal1',
      amr,
      user: rest,
    });
  }

  /** Waits for a second factor, here or going on with a sign-in that began elsewhere. */
  wait(pending: PendingSignIn): void {
    const { pendingSignIns, events } = this.#ports;
    pendingSignIns.begin(pending);
    events.emit('mfaRequired', {
      offered: pending.offered.map(({ type }) => type),
      expiresAt: pending.expiresAt,
    });
  }

  abandon(mfaToken: string): void {
    const { pendingSignIns } = this.#ports;
    if (pendingSignIns.current?.mfaToken === mfaToken) pendingSignIns.drop();
  }

  async #unlessSuspended(method: AuthenticationMethod, call: () => Promise<User>): Promise<User> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof MfaRequiredError) {
        const pending = this.#readContinuation(error, [method], this.#ports.clock.now());
        if (pending) this.wait(pending);
      }
      throw error;
    }
  }
}

function isUser(value: Partial<User>): value is User {
  return typeof value.id === 'string';
}

/**
 * When a token that was just issued ends, in epoch milliseconds by this machine's clock; `null` when it does not say.
 * Its lifetime is counted from now, so that a wrong clock on either side does no harm.
 */
export function expiryOf(token: string, now: number): number | null {
  const { exp, iat } = decodeUnverified(token) ?? {};
  if (typeof exp !== 'number') return null;
  return typeof iat === 'number' ? now + (exp - iat) * 1000 : exp * 1000;
}
