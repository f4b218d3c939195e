import {
  createRecord,
  decodeUnverified,
  isHeader,
  parseRecord,
  type SessionRecord,
  type SynchronousTokenStorage,
  type Unsubscribe,
  type User,
} from '@sallyport/core';
import { nativeTokens } from '../../client/session/issued-tokens.js';

const TOKEN_KEY = '_authing_token';
const USER_KEY = '_authing_user';
const OUR_SESSIONS = 'sallyport:v1:session:';

/** Whose sessions are taken over. */
export interface LegacyIdentity {
  readonly appId: string | undefined;
  readonly userPoolId: string | undefined;
  /** The key under which it is remembered that this was done. */
  readonly adoptedKey: string;
}

/**
 * Shares the session with pages of the same origin that use the vendor's own client: its two keys are written along, and
 * read once, so that nobody is signed out by the change from that client to this one. After that our record counts, and
 * the keys are read again only when another tab has changed them.
 *
 * The keys are not named by application. A token counts as ours when its audience is our application, or where it has no
 * audience, when it is of our user pool; one that names neither counts while no client of this kind has a session here.
 */
export class LegacyKeysStorage implements SynchronousTokenStorage {
  readonly #storage: SynchronousTokenStorage;
  readonly #identity: LegacyIdentity;
  readonly #now: () => number;
  /** The token that was last seen under their key. */
  #lastSeen: string | null = null;

  /** @param now - Epoch milliseconds by the server's clock, for tokens that do not say when they were issued. */
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
    this.#mirror(value);
  }

  remove(key: string): void {
    const before = this.#storage.get(key);
    this.#storage.remove(key);
    this.#forget(before);
  }

  swap(key: string, expected: string | null, next: string | null): boolean {
    const isSwapped = this.#storage.swap?.(key, expected, next) ?? false;
    if (isSwapped && next !== null) this.#mirror(next);
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
    if (this.#storage.get(this.#identity.adoptedKey) !== null) return null;
    const record = this.#read();
    if (!record) return null;
    const text = JSON.stringify(record);
    this.#storage.set(key, text);
    this.#storage.set(this.#identity.adoptedKey, 'true');
    return text;
  }

  /** Takes over what a tab with the vendor's client has done. */
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
    // The vendor's client writes the text "undefined" where it has no token.
    if (!token || token === 'undefined' || token === 'null' || !isHeader('authorization', token)) return null;
    if (!this.#isOurs(token)) return null;
    const tokens = nativeTokens(token, { now: this.#now });
    const user = userIn(this.#storage.get(USER_KEY), token);
    return createRecord<User>({ ...tokens, renewal: 'bearer', assuranceLevel: 'aal1', amr: ['unknown'], user });
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

  #mirror(text: string): void {
    const record = recordIn(text);
    if (!record) return;
    quietly(() => {
      this.#storage.set(TOKEN_KEY, record.token);
      this.#lastSeen = record.token;
      this.#storage.set(USER_KEY, JSON.stringify({ ...record.user, token: record.token }));
      this.#storage.set(this.#identity.adoptedKey, 'true');
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

function userIn(text: string | null, token: string): User | null {
  try {
    const user = JSON.parse(text ?? 'null') as User | null; // whatever it is, it needs an id
    const { sub } = decodeUnverified(token) ?? {};
    if (typeof user?.id !== 'string' || user.id === '' || (sub !== undefined && sub !== user.id)) return null;
    const { token: _, ...rest } = user;
    return rest;
  } catch {
    return null;
  }
}

function hasSessionOfOurs(): boolean {
  try {
    return Object.keys(globalThis.localStorage).some((key) => key.startsWith(OUR_SESSIONS));
  } catch {
    return false;
  }
}

// These keys are for others: that they cannot be written is no reason to do without our own record.
function quietly(act: () => void): void {
  try {
    act();
  } catch {}
}
