import { createHmac } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import { fingerprintOf } from '../opaque-token.js';
import type { Settings } from '../settings/settings.js';
import type { AssuredSession } from './assured-session.types.js';
import { RefreshRefusal } from './refresh-refusal.js';
import type { SessionToken } from './session-token.types.js';

interface Collaborators {
  readonly store: MemoryStore;
  readonly clock: Clock;
  readonly settings: () => Settings;
}

const LENGTH = 12;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Refresh tokens of format 1: each is a record, and names the one that it replaced. */
export class TokenFamilies {
  readonly #parts: Collaborators;

  constructor(parts: Collaborators) {
    this.#parts = parts;
  }

  /** The record of a token; `undefined` for a token that no session has. */
  find(token: string): SessionToken | undefined {
    return this.#parts.store.sessionTokens.get(fingerprintOf(token));
  }

  /** Records the newest token of a session, whose number is the session's counter. */
  issue({ id: sessionId, refreshCounter: number, refreshKey }: AssuredSession, parent: number | null): void {
    const id = fingerprintOf(tokenOf(refreshKey, number));
    const changedAt = this.#parts.clock.now();
    this.#parts.store.sessionTokens.put({ id, sessionId, number, parent, isRevoked: false, changedAt });
  }

  /** Replaces a token by the next one of its session, which the caller stores. */
  swap(session: AssuredSession, token: SessionToken): AssuredSession {
    this.#revoke(token);
    const next = { ...session, refreshCounter: session.refreshCounter + 1 };
    this.issue(next, token.number);
    return next;
  }

  /** Replaces the newest token of a session, used or not. */
  swapNewest(session: AssuredSession): AssuredSession {
    return this.swap(session, this.#newestOf(session));
  }

  /**
   * Decides whether a token that was used brings the session back.
   *
   * @returns `active` for the parent of the active token, which brings that one however late it comes; `again` within the
   *   reuse interval, where it is replaced once more.
   * @throws {RefreshRefusal} It came too late. All tokens of the session are revoked, and the session stays.
   */
  judgeReuse(session: AssuredSession, token: SessionToken): 'active' | 'again' {
    const { clock, settings } = this.#parts;
    const newest = this.#newestOf(session);
    if (!newest.isRevoked && newest.parent === token.number) return 'active';
    if (clock.now() <= token.changedAt + settings().refreshReuseIntervalSeconds * 1_000) return 'again';
    for (const each of this.#of(session.id)) if (!each.isRevoked) this.#revoke(each);
    throw new RefreshRefusal('used');
  }

  remove(sessionId: string): void {
    this.#parts.store.sessionTokens.deleteWhere((token) => token.sessionId === sessionId);
  }

  #newestOf({ refreshCounter, refreshKey }: AssuredSession): SessionToken {
    const newest = this.find(tokenOf(refreshKey, refreshCounter));
    if (newest) return newest;
    throw new RefreshRefusal('unknown');
  }

  #of(sessionId: string): readonly SessionToken[] {
    return this.#parts.store.sessionTokens.values().filter((token) => token.sessionId === sessionId);
  }

  #revoke(token: SessionToken): void {
    this.#parts.store.sessionTokens.put({ ...token, isRevoked: true, changedAt: this.#parts.clock.now() });
  }
}

/** Whether a text has the shape of such a token. */
export function hasFamilyShape(text: string): boolean {
  return /^[a-z\d]{12}$/.test(text);
}

/** The token with a number. */
export function tokenOf(refreshKey: string, number: number): string {
  const digest = createHmac('sha256', refreshKey).update(`refresh token ${number}`).digest();
  return Array.from(digest.subarray(0, LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
