import type { User } from '@sallyport/authentication-client';
import type { TokenProvider } from './token-provider-storage.js';

const TOKEN_KEY = '_authing_token';
const USER_KEY = '_authing_user';

/**
 * What the published client keeps token and user in: `localStorage` where there is one, else the instance. It is here for
 * code that extends it, and passes what it made as `tokenProvider`; without that option a client has no use for it.
 */
export class AuthenticationTokenProvider implements TokenProvider {
  readonly options: unknown;
  #token: string | null = null;
  #user: User | null = null;

  constructor(options?: unknown) {
    this.options = options;
  }

  getToken(): string | null {
    const token = typeof localStorage === 'undefined' ? this.#token : localStorage.getItem(TOKEN_KEY);
    return token === 'null' || token === 'undefined' ? null : token; // texts that the published client leaves there
  }

  setToken(token: string): void {
    if (typeof localStorage === 'undefined') this.#token = token;
    else localStorage.setItem(TOKEN_KEY, token);
  }

  getUser(): User | null {
    if (typeof localStorage === 'undefined') return this.#user;
    return parseUser(localStorage.getItem(USER_KEY));
  }

  /** Keeps a user, and their token where there is one. */
  setUser(user: User): void {
    if (typeof localStorage === 'undefined') this.#user = user;
    else localStorage.setItem(USER_KEY, JSON.stringify(user));
    if (user.token) this.setToken(user.token);
  }

  clearUser(): void {
    this.#user = null;
    this.#token = null;
    if (typeof localStorage === 'undefined') return;
    localStorage.removeItem(USER_KEY);
    localStorage.removeItem(TOKEN_KEY);
  }
}

function parseUser(text: string | null): User | null {
  try {
    return JSON.parse(text ?? 'null') as User | null; // which a client wrote; what is none counts as nobody
  } catch {
    return null;
  }
}
