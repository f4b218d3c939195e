import type { Unsubscribe } from '@sallyport/core/events';
import type { GoTrueTokenAnswer } from '@sallyport/core/gotrue';
import { createRecord, parseRecord, type SessionRecord } from '@sallyport/core/session';
import type { TokenStorage } from '@sallyport/core/storage';
import type { PortableUser } from '@sallyport/core/user';
import { hasTokens, issuedSession, isTokenAnswer, sessionOfTokens } from './issued-session.js';
import { watchPublishedChannel } from './published-channel.js';

type Answer<T> = T | Promise<T>;

/** A text of theirs, and what is ours for it. */
interface Translation {
  readonly stored: string;
  readonly ours: string;
}

/**
 * Keeps the session as `@supabase/auth-js` does, so that both clients read what the other one has written. What that
 * format has no place for follows from the access token.
 *
 * @see https://github.com/supabase/auth-js, version 2.119.1
 */
export class PublishedSessionStorage implements TokenStorage {
  readonly #storage: TokenStorage;
  readonly #now: () => number;
  // Of what was read or written last: the same stored text is always the same record.
  #last: Translation | undefined;

  /** @param now - Epoch milliseconds by the server's clock, for tokens that do not say when they were issued. */
  constructor(storage: TokenStorage, now: () => number) {
    this.#storage = storage;
    this.#now = now;
  }

  get lease(): TokenStorage['lease'] {
    return this.#storage.lease;
  }

  get(key: string): Answer<string | null> {
    return after(this.#storage.get(key), (stored) => this.#toOurs(stored));
  }

  set(key: string, value: string): Answer<void> {
    const translation = this.#translate(value);
    return after(this.#storage.set(key, translation.stored), () => this.#note(translation));
  }

  remove(key: string): Answer<void> {
    return this.#storage.remove(key);
  }

  swap(key: string, expected: string | null, next: string | null): Answer<boolean> {
    return after(this.#storage.get(key), (stored): Answer<boolean> => {
      if (this.#toOurs(stored) !== expected) return false;
      const translation = next === null ? null : this.#translate(next);
      return after(this.#put(key, stored ?? null, translation?.stored ?? null), (isSwapped) => {
        if (isSwapped && translation) this.#note(translation);
        return isSwapped;
      });
    });
  }

  watch(key: string, onChange: () => void): Unsubscribe {
    const stopStorage = this.#storage.watch?.(key, onChange);
    const stopChannel = watchPublishedChannel(key, onChange);
    return () => {
      stopStorage?.();
      stopChannel();
    };
  }

  #put(key: string, stored: string | null, next: string | null): Answer<boolean> {
    if (this.#storage.swap) return this.#storage.swap(key, stored, next);
    return after(next === null ? this.#storage.remove(key) : this.#storage.set(key, next), () => true);
  }

  #note(translation: Translation): void {
    this.#last = translation;
  }

  /** @returns A text that is no session as it stands: whoever reads it says so. */
  #toOurs(stored: string | null | undefined): string | null {
    if (stored === null || stored === undefined) return null;
    if (this.#last?.stored === stored) return this.#last.ours;
    const record = recordOf(parse(stored), this.#now);
    if (!record) return stored;
    const ours = JSON.stringify(record);
    this.#note({ stored, ours });
    return ours;
  }

  #translate(ours: string): Translation {
    const found = parseRecord<PortableUser>(ours);
    if (found.found !== 'record') return { stored: ours, ours };
    const written = toPublished(found.record);
    // What they keep beside the tokens, such as a provider's, stays with them.
    const before = parse(this.#last?.stored ?? '');
    const isSame = before?.access_token === written.access_token && before.refresh_token === written.refresh_token;
    return { stored: JSON.stringify(isSame ? { ...before, ...written } : written), ours };
  }
}

function recordOf(
  answer: Partial<GoTrueTokenAnswer> | null,
  now: () => number,
): SessionRecord<PortableUser> | undefined {
  if (isTokenAnswer(answer)) return createRecord(named(issuedSession(answer, { now })));
  if (!hasTokens(answer)) return undefined;
  const tokens = sessionOfTokens(answer, { now });
  // They can keep the user apart. Who it is, and by what factors, is told by a renewal: until then the session is over.
  return createRecord<PortableUser>(named({ ...tokens, expiresAt: 0, user: null }));
}

// A token that names no session is one that no renewal of this kind has made: the record is named by it.
function named<Session extends { readonly id?: string | undefined; readonly token: string }>(
  session: Session,
): Session {
  return session.id === undefined ? { ...session, id: session.token.slice(-32) } : session;
}

function toPublished({ token, refreshToken, issuedAt, expiresAt, user }: SessionRecord<PortableUser>) {
  return {
    access_token: token,
    token_type: 'bearer',
    expires_in: Math.max(0, Math.round(((expiresAt ?? issuedAt) - issuedAt) / 1000)),
    expires_at: Math.floor((expiresAt ?? issuedAt) / 1000),
    refresh_token: refreshToken,
    user: user?.raw ?? null,
  };
}

function parse(stored: string): Partial<GoTrueTokenAnswer> | null {
  try {
    const value: unknown = JSON.parse(stored);
    return typeof value === 'object' ? value : null; // each member that counts is checked
  } catch {
    return null;
  }
}

// Promises of another realm, or of a library, are no instances of this one's.
function after<T, U>(value: Answer<T>, use: (value: T) => Answer<U>): Answer<U> {
  const isLater = typeof value === 'object' && value !== null && 'then' in value;
  return isLater ? Promise.resolve(value).then(use) : use(value);
}
