import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import type { Account } from '../accounts/account.types.js';
import type { Authentication } from '../grants/grant.types.js';
import { fingerprintOf, newSecret } from '../opaque-token.js';
import type { Sessions } from '../sign-in/sessions.js';
import type { BrowserSession } from './browser.types.js';

interface Collaborators {
  readonly store: MemoryStore;
  readonly clock: Clock;
  readonly sessions: Sessions;
}

/** Who is signed in at the server's own pages. */
export class BrowserSessions {
  readonly #parts: Collaborators;

  constructor(parts: Collaborators) {
    this.#parts = parts;
  }

  /** @returns What the cookie has: new with each sign-in, so that nobody can have put it there before. */
  begin(sessionId: string, userId: string, authentication: Authentication): string {
    const { store, sessions } = this.#parts;
    store.browserSessions.deleteWhere((session) => !sessions.get(session.sessionId));
    const secret = newSecret();
    store.browserSessions.put({ id: fingerprintOf(secret), sessionId, userId, authentication });
    return secret;
  }

  /** Whose cookie it is; `null` when its session has ended. */
  find(cookie: string | undefined): { readonly session: BrowserSession; readonly account: Account } | null {
    if (cookie === undefined) return null;
    const { store, clock, sessions } = this.#parts;
    const session = store.browserSessions.get(fingerprintOf(cookie));
    const running = session && sessions.get(session.sessionId);
    const account = session && store.accounts.get(session.userId);
    return session && running && account && running.expiresAt > clock.now() ? { session, account } : null;
  }

  end({ id, sessionId }: BrowserSession): void {
    const { store, sessions } = this.#parts;
    sessions.end(sessionId);
    store.browserSessions.delete(id);
  }
}
