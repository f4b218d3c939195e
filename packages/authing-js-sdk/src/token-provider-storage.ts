import type { SessionRecord } from '@sallyport/core/session';
import type { SynchronousTokenStorage } from '@sallyport/core/storage';
import type { User } from '@sallyport/core/user';
import { isToken, sessionOf, userIn } from './session-record.js';

/** Keeps a token and its user. Each method answers at once. */
export interface TokenProvider {
  getToken(): string | null | undefined;
  setToken(token: string): void;
  getUser(): User | null | undefined;
  setUser(user: User): void;
  clearUser(): void;
}

/** The option `tokenProvider`: a class, which receives the options of the client. */
// biome-ignore lint/suspicious/noExplicitAny: the class decides which options it reads
export type TokenProviderClass = new (options: any) => TokenProvider;

/**
 * Keeps the session in a `TokenProvider` of the caller, which has a place for token and user alone. The rest of a session
 * is remembered for the life of the client; the next client takes the session for one by an unknown factor.
 */
export class TokenProviderStorage implements SynchronousTokenStorage {
  readonly #provider: TokenProvider;
  #known: { readonly token: string; readonly text: string } | null = null;

  constructor(provider: TokenProvider) {
    this.#provider = provider;
  }

  get(): string | null {
    const token = this.#provider.getToken();
    if (!isToken(token)) return null;
    if (this.#known?.token !== token) {
      const session = sessionOf(token, userIn(this.#provider.getUser()), 0);
      this.#known = { token, text: JSON.stringify(session) };
    }
    return this.#known.text;
  }

  set(_key: string, text: string): void {
    const { token, user } = JSON.parse(text) as SessionRecord<User>; // the session of the client wrote it
    if (user) this.#provider.setUser({ ...user, token });
    else this.#provider.setToken(token);
    this.#known = { token, text };
  }

  remove(): void {
    this.#known = null;
    this.#provider.clearUser();
  }
}
