import { copyJson, type Session, type User } from '@sallyport/core';
import type { TokenProvider } from './token-provider-storage.js';

/** What a session is changed by. The client has both. */
interface SessionChanges {
  setToken(token: string): void;
  setCurrentUser(user: User): void;
}

/** The session in the words of the vendor's `client.tokenProvider`. What it answers is what is known at the moment. */
export class SessionTokenProvider implements TokenProvider {
  readonly #session: Session<User>;
  readonly #changes: SessionChanges;

  constructor(session: Session<User>, changes: SessionChanges) {
    this.#session = session;
    this.#changes = changes;
  }

  /** The session's token; `null` when there is none, or while storage has not been read. */
  getToken(): string | null {
    return this.#session.current?.token ?? null;
  }

  /** Takes over a session token, as `client.setToken` does. */
  setToken(token: string): void {
    this.#changes.setToken(token);
  }

  /** The user as last told by the server, with the session's token. */
  getUser(): User | null {
    const { current } = this.#session;
    return current?.user ? { ...copyJson(current.user), token: current.token } : null;
  }

  /** Takes over a user, as `client.setCurrentUser` does. */
  setUser(user: User): void {
    this.#changes.setCurrentUser(user);
  }

  /** Ends the session on this side. The server is not told: that is `client.logout`. */
  clearUser(): void {
    // Ended in memory at once; a storage that fails is told by the event storageFailed.
    void this.#session.end('sign-out');
  }
}
