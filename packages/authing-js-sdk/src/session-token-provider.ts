import type { CurrentSession, User } from '@sallyport/authentication-client';
import type { TokenProvider } from './token-provider-storage.js';

/** The members of the client that the provider uses. */
interface SessionAccess {
  readonly currentSession: CurrentSession | null;
  setToken(token: string): void;
  setCurrentUser(user: User): void;
}

/** `client.tokenProvider` of the published client: the session on this side. No method sends a request. */
export class SessionTokenProvider implements TokenProvider {
  readonly #client: SessionAccess;
  readonly #endSession: () => void;

  constructor(client: SessionAccess, endSession: () => void) {
    this.#client = client;
    this.#endSession = endSession;
  }

  /** The session's token; `null` without a session, or before the storage was read. */
  getToken(): string | null {
    return this.#client.currentSession?.token ?? null;
  }

  /** Begins a session with a token, as `client.setToken` does. */
  setToken(token: string): void {
    this.#client.setToken(token);
  }

  /** The user as the server last answered, with the session's token. */
  getUser(): User | null {
    const { token, user } = this.#client.currentSession ?? {};
    return user ? { ...user, token } : null;
  }

  /** Takes over a user, as `client.setCurrentUser` does. */
  setUser(user: User): void {
    this.#client.setCurrentUser(user);
  }

  /** Ends the session on this side. `client.logout` also ends it at the server. */
  clearUser(): void {
    this.#endSession();
  }
}
