import {
  createRecord,
  type GoTrueTokenAnswer,
  type PortableUser,
  parseRecord,
  type SessionRecord,
  type TokenStorage,
  type Unsubscribe,
} from '@sallyport/core';
import { issuedSession, isTokenAnswer } from './issued-session.js';

type Answer<T> = T | Promise<T>;

/**
 * Keeps the session as `@supabase/auth-js` does, so that both clients read what the other one has written. What that
 * format has no place for follows from the access token.
 *
 * @see https://github.com/supabase/auth-js, version 2.119.1
 */
export class PublishedSessionStorage implements TokenStorage {
  readonly #storage: TokenStorage;
  readonly #now: () => number;
  // Our own text for what was read or written last: the same stored text is always the same record.
  #last: { readonly stored: string; readonly ours: string } | undefined;

  /** @param now - Epoch milliseconds by the server's clock, for tokens that do not say when they were issued. */
  constructor(storage: TokenStorage, now: () => number) {
    this.#storage = storage;
    this.#now = now;
  }

  get lease(): TokenStorage['lease'] {
    return this.#storage.lease;
  }

  get(key: string): Answer<string | null> {
    return whenRead(this.#storage.get(key), (stored) => this.#toOurs(stored));
  }

  set(key: string, value: string): Answer<void> {
    return this.#storage.set(key, this.#toTheirs(value));
  }

  remove(key: string): Answer<void> {
    return this.#storage.remove(key);
  }

  swap(key: string, expected: string | null, next: string | null): Answer<boolean> {
    return whenRead(this.#storage.get(key), (stored): Answer<boolean> => {
      if (this.#toOurs(stored) !== expected) return false;
      const text = next === null ? null : this.#toTheirs(next);
      if (this.#storage.swap) return this.#storage.swap(key, stored, text);
      const written = text === null ? this.#storage.remove(key) : this.#storage.set(key, text);
      return whenRead(written, () => true);
    });
  }

  watch(key: string, onChange: () => void): Unsubscribe {
    return this.#storage.watch?.(key, onChange) ?? (() => {});
  }

  /** @returns A text that is no session as it stands: whoever reads it says so. */
  #toOurs(stored: string | null): string | null {
    if (stored === null || stored === undefined) return null;
    if (this.#last?.stored === stored) return this.#last.ours;
    const answer = parseAnswer(stored);
    if (!answer) return stored;
    const ours = JSON.stringify(createRecord(named(issuedSession(answer, { now: this.#now }))));
    this.#last = { stored, ours };
    return ours;
  }

  #toTheirs(ours: string): string {
    const found = parseRecord<PortableUser>(ours);
    if (found.found !== 'record') return ours;
    const stored = JSON.stringify(toPublished(found.record));
    this.#last = { stored, ours };
    return stored;
  }
}

// A token that names no session is one that no renewal of this kind has made: the record is named by it.
function named<Session extends { readonly id?: string | undefined; readonly token: string }>(
  session: Session,
): Session {
  return session.id === undefined ? { ...session, id: session.token.slice(-32) } : session;
}

function toPublished({ token, refreshToken, issuedAt, expiresAt, user }: SessionRecord<PortableUser>): unknown {
  return {
    access_token: token,
    token_type: 'bearer',
    expires_in: Math.max(0, Math.round(((expiresAt ?? issuedAt) - issuedAt) / 1000)),
    expires_at: Math.floor((expiresAt ?? issuedAt) / 1000),
    refresh_token: refreshToken,
    user: user?.raw ?? null,
  };
}

function parseAnswer(stored: string): GoTrueTokenAnswer | null {
  try {
    const value = JSON.parse(stored) as Partial<GoTrueTokenAnswer> | null; // each member that counts is checked
    return isTokenAnswer(value) ? value : null;
  } catch {
    return null;
  }
}

function whenRead<T, U>(value: Answer<T>, use: (value: T) => Answer<U>): Answer<U> {
  return value instanceof Promise ? value.then(use) : use(value);
}
