import type { PendingSignIns } from '../sign-in/pending-sign-ins.js';
import type { Sessions } from '../sign-in/sessions.js';

/** Everything by which a user is signed in, or half of it. */
export class AccountSessions {
  readonly #sessions: Sessions;
  readonly #pendingSignIns: PendingSignIns;

  constructor(sessions: Sessions, pendingSignIns: PendingSignIns) {
    this.#sessions = sessions;
    this.#pendingSignIns = pendingSignIns;
  }

  endAllOf(userId: string, exceptSessionId?: string): void {
    this.#sessions.endAllOf(userId, exceptSessionId);
    this.#pendingSignIns.endAllOf(userId);
  }
}
