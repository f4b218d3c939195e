import {
  createRecord,
  decodeUnverified,
  type SessionRecord,
  type SynchronousTokenStorage,
  type User,
} from '@sallyport/core';

/** Keeps a token and its user, as the vendor's client asks for it. Each method answers at once. */
export interface TokenProvider {
  getToken(): string | null | undefined;
  setToken(token: string): void;
  getUser(): User | null | undefined;
  setUser(user: User): void;
  clearUser(): void;
}

/** What the option `tokenProvider` takes: a class, which gets the options of the client. */
// biome-ignore lint/suspicious/noExplicitAny: whatever options the class says it needs
export type TokenProviderClass = new (options: any) => TokenProvider;

/**
 * Keeps the session in a caller's `TokenProvider`. That knows of a token and a user alone: what a session has beside them
 * is remembered here as long as the client lives, and after that the session counts as one by an unknown factor.
 */
export class TokenProviderStorage implements SynchronousTokenStorage {
  readonly #provider: TokenProvider;
  #known: { readonly token: string; readonly text: string } | null = null;

  constructor(provider: TokenProvider) {
    this.#provider = provider;
  }

  get(): string | null {
    const token = this.#provider.getToken();
    if (typeof token !== 'string' || token === '' || token === 'null' || token === 'undefined') return null;
    if (this.#known?.token !== token) this.#known = { token, text: JSON.stringify(this.#recordOf(token)) };
    return this.#known.text;
  }

  set(_key: string, text: string): void {
    const { token, user } = JSON.parse(text) as SessionRecord<User>; // which the session wrote
    if (user) this.#provider.setUser({ ...user, token });
    else this.#provider.setToken(token);
    this.#known = { token, text };
  }

  remove(): void {
    this.#known = null;
    this.#provider.clearUser();
  }

  #recordOf(token: string): SessionRecord<User> {
    const { iat, exp } = decodeUnverified(token) ?? {};
    const { token: _, ...user } = this.#provider.getUser() ?? { id: '' };
    return createRecord({
      token,
      accessToken: null,
      refreshToken: null,
      issuedAt: typeof iat === 'number' ? iat * 1000 : 0,
      expiresAt: typeof exp === 'number' ? exp * 1000 : null,
      renewal: 'bearer',
      assuranceLevel: 'aal1',
      amr: ['unknown'],
      user: isUser(user) ? user : null,
    });
  }
}

function isUser(value: Partial<User>): value is User {
  return typeof value.id === 'string' && value.id !== '';
}
