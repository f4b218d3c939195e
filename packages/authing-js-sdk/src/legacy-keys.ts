import type { Unsubscribe } from '@sallyport/core/events';
import { isHeader } from '@sallyport/core/http';
import { decodeUnverified } from '@sallyport/core/jwt';
import { parseRecord, type SessionRecord } from '@sallyport/core/session';
import type { SynchronousTokenStorage } from '@sallyport/core/storage';
import type { User } from '@sallyport/core/user';
import { isToken, sessionOf, userIn } from './session-record.js';

const TOKEN_KEY = '_authing_token';
const USER_KEY = '_authing_user';
const OUR_SESSIONS = 'sallyport:v1:session:';

/** The client whose sessions are adopted. */
export interface LegacyIdentity {
  readonly appId: string | undefined;
  readonly userPoolId: string | undefined;
}

/**
 * Shares the session with pages of the same origin that use the published client. Its two keys are written along, and
 * read once, so that a page that changes to this package keeps its users signed in. Afterwards our record counts, and the
 * keys are read again only when another tab has changed them.
 *
 * The keys do not name an application. A token is adopted if its audience is our application; a token without an audience
 * if it is of our user pool; a token with neither if no other client of this kind has a session on the origin.
 */
export class LegacyKeysStorage implements SynchronousTokenStorage {
  readonly #storage: SynchronousTokenStorage;
  readonly #identity: LegacyIdentity;
  readonly #now: () => number;
  /** The token that was last read under the published client's key. */
  #lastSeen: string | null = null;

  /** @param now - Epoch milliseconds, for tokens without an instant of issue. */
  constructor(storage: SynchronousTokenStorage, identity: LegacyIdentity, now: () => number) {
    this.#storage = storage;
    this.#identity = identity;
    this.#now = now;
  }

  get lease(): SynchronousTokenStorage['lease'] {
    return this.#storage.lease;
  }

  get(key: string): string | null {
    return this.#storage.get(key) ?? this.#adoptOnce(key);
  }

  set(key: string, value: string): void {
    this.#storage.set(key, value);
    this.#mirror(key, value);
  }

  remove(key: string): void {
    const before = this.#storage.get(key);
    this.#storage.remove(key);
    this.#forget(before);
  }

  swap(key: string, expected: string | null, next: string | null): boolean {
    const isSwapped = this.#storage.swap?.(key, expected, next) ?? false;
    if (isSwapped && next !== null) this.#mirror(key, next);
    if (isSwapped && next === null) this.#forget(expected);
    return isSwapped;
  }

  watch(key: string, onChange: () => void): Unsubscribe {
    quietly(() => {
      this.#lastSeen = this.#storage.get(TOKEN_KEY);
    });
    const stopOurs = this.#storage.watch?.(key, onChange);
    const stopTheirs = this.#storage.watch?.(TOKEN_KEY, () => {
      this.#follow(key);
      onChange();
    });
    return () => {
      stopOurs?.();
      stopTheirs?.();
    };
  }

  #adoptOnce(key: string): string | null {
    if (this.#storage.get(adoptedKey(key)) !== null) return null;
    const record = this.#read();
    if (!record) return null;
    const text = JSON.stringify(record);
    this.#storage.set(key, text);
    this.#storage.set(adoptedKey(key), 'true');
    return text;
  }

  /** Adopts the change of a tab with the published client. */
  #follow(key: string): void {
    const ours = recordIn(this.#storage.get(key));
    const token = this.#storage.get(TOKEN_KEY);
    const before = this.#lastSeen;
    this.#lastSeen = token;
    if (token === ours?.token) return;
    const record = token ? this.#read() : null;
    if (record) this.#storage.set(key, JSON.stringify(record));
    // A tab of ours takes its record away before it takes these keys away, and another application only its own token.
    else if (!token && before === ours?.token) this.#storage.remove(key);
  }

  #read(): SessionRecord<User> | null {
    const token = this.#storage.get(TOKEN_KEY);
    if (!isToken(token) || !isHeader('authorization', token) || !this.#isOurs(token)) return null;
    return sessionOf(token, ownerIn(this.#storage.get(USER_KEY), token), this.#now());
  }

  #isOurs(token: string): boolean {
    const { appId, userPoolId } = this.#identity;
    const claims = decodeUnverified(token);
    const aud = claims?.aud;
    const data = claims?.data;
    const pool = typeof data === 'object' && data !== null && 'userPoolId' in data ? data.userPoolId : undefined;
    if (aud !== undefined && appId !== undefined) return [aud].flat().includes(appId);
    if (pool !== undefined && userPoolId !== undefined) return pool === userPoolId;
    return aud === undefined && pool === undefined && !hasSessionOfOurs();
  }

  #mirror(key: string, text: string): void {
    const record = recordIn(text);
    if (!record) return;
    quietly(() => {
      this.#storage.set(TOKEN_KEY, record.token);
      this.#lastSeen = record.token;
      this.#storage.set(USER_KEY, JSON.stringify({ ...record.user, token: record.token }));
      this.#storage.set(adoptedKey(key), 'true');
    });
  }

  // Another application on the same origin may have written them since.
  #forget(before: string | null): void {
    quietly(() => {
      const isTheirs = this.#storage.get(TOKEN_KEY) !== recordIn(before)?.token;
      if (isTheirs && before !== null) return;
      this.#storage.remove(TOKEN_KEY);
      this.#storage.remove(USER_KEY);
    });
  }
}

function recordIn(text: string | null): SessionRecord<User> | null {
  const stored = parseRecord<User>(text);
  return stored.found === 'record' ? stored.record : null;
}

function ownerIn(text: string | null, token: string): User | null {
  try {
    const user = userIn(JSON.parse(text ?? 'null'));
    const { sub } = decodeUnverified(token) ?? {};
    return sub === undefined || sub === user?.id ? user : null;
  } catch {
    return null;
  }
}

/** The key of the note that a session was adopted, or began here. */
function adoptedKey(sessionKey: string): string {
  return sessionKey.replace(OUR_SESSIONS, 'sallyport:v1:legacy-adopted:');
}

function hasSessionOfOurs(): boolean {
  try {
    return Object.keys(globalThis.localStorage).some((key) => key.startsWith(OUR_SESSIONS));
  } catch {
    return false;
  }
}

// These keys serve other clients. Our own record stays if they cannot be written.
function quietly(act: () => void): void {
  try {
    act();
  } catch {}
}
