import {
  type ClientOf,
  type Clock,
  clientOf,
  InputError,
  isSallyportError,
  type Methods,
  requireText,
  type Session,
  type User,
} from '@sallyport/core';
import type { ClientContext } from '../client/client-context.js';
import type { PendingSignIns } from '../mfa/domain/pending-sign-ins.js';
import { expiryOf } from '../sign-in/sign-in-completion.js';
import type { AuthingSessionRenewal } from './authing-session-renewal.js';
import { type RefreshToken, sessionCalls, sessionEndpoints } from './session.endpoints.js';
import { signedInUserId } from './signed-in-user.js';

const SessionRows: ClientOf<typeof sessionEndpoints> = clientOf(sessionEndpoints);
const Calls = clientOf(sessionCalls);

/** The life of the session: who is signed in, for how much longer, and how it ends. */
export class SessionClient extends SessionRows {
  readonly #calls: Methods<typeof sessionCalls>;
  readonly #session: Session<User>;
  readonly #pendingSignIns: PendingSignIns;
  readonly #renewal: AuthingSessionRenewal;
  readonly #clock: Clock;
  readonly #appId: string | undefined;
  readonly #signal: AbortSignal | undefined;

  constructor(context: ClientContext) {
    super(context.wire);
    this.#calls = new Calls(context.wire);
    this.#session = context.session;
    this.#pendingSignIns = context.pendingSignIns;
    this.#renewal = context.renewal;
    this.#clock = context.clock;
    this.#appId = context.options.appId;
    this.#signal = context.request.signal;
  }

  /**
   * Trades the session's token for a new one. Callers at the same time share one request.
   *
   * @throws {NotSignedInError} There is no session.
   * @throws {UnauthenticatedError} The server does not know the token any more: sign in again.
   */
  refreshToken(): Promise<RefreshToken> {
    return this.#renewal.renew(this.#signal);
  }

  /**
   * Signs out here at once, and then at the server. A session that the server has ended already is no error.
   *
   * @throws {NetworkError} The server did not hear of it; on this side the session is over all the same.
   */
  async logout(): Promise<void> {
    await this.#session.ready();
    const token = this.#session.current?.token;
    this.#pendingSignIns.drop();
    await this.#session.end('sign-out');
    try {
      await this.#calls.logout(this.#appId, token);
    } catch (error) {
      const isOver =
        isSallyportError(error) && (error.kind === 'challenge-expired' || error.kind === 'unauthenticated');
      if (!isOver) throw error;
    }
  }

  /**
   * Tells who is signed in, as far as this side knows. The server is not asked, and no token is judged.
   *
   * @returns The user's id.
   * @throws {NotSignedInError} Nobody is.
   */
  checkLoggedIn(): string {
    return signedInUserId(this.#session.current);
  }

  /** Takes over a user that the server answered, with the session token in `token` where there is one. */
  setCurrentUser(user: User): void {
    if (typeof user?.id !== 'string') {
      throw new InputError({ message: 'user must be a user with an id', remedy: 'Pass what a sign-in answered.' });
    }
    const { token, ...rest } = user;
    const { current, generation } = this.#session;
    if (token && token !== current?.token) this.#begin(token, rest);
    else if (current) void this.#session.updateUser(rest, generation);
  }

  /** Takes over a session token. Who it belongs to is told by `getCurrentUser`. */
  setToken(token: string): void {
    requireText('token', token);
    if (token === 'null' || token === 'undefined') {
      throw new InputError({ message: `token is the text "${token}"`, remedy: 'Pass a token, or call logout.' });
    }
    if (token !== this.#session.current?.token) this.#begin(token, null);
  }

  // Storing never rejects: what fails is told by the event storageFailed.
  #begin(token: string, user: User | null): void {
    const expiresAt = expiryOf(token, this.#clock.now());
    void this.#session.begin({ token, expiresAt, renewal: 'bearer', assuranceLevel: 'aal1', amr: ['unknown'], user });
  }
}
