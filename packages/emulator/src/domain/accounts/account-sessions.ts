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

  /** Whether a session has not ended, whichever wire it is of. */
  isRunning(sessionId: string): boolean {
    return this.#sessions.get(sessionId) !== undefined;
  }

  endAllOf(userId: string, exceptSessionId?: string): void {
    this.#sessions.endAllOf(userId, exceptSessionId);
    this.#pendingSignIns.endAllOf(userId);
  }
}
