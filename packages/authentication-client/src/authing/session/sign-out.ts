import type { Session, SessionRecord } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';
import type { SessionStart } from '../../client/session/session-start.js';
import type { PendingSignIns } from '../../mfa/domain/pending-sign-ins.js';

/** A session that ended on this side; `null` where there was none. */
export type EndedSession = Pick<SessionRecord<User>, 'token' | 'refreshToken'> | null;

/** Calls that end a session at the server: this session, or all sessions of this device. */
export type SignOutCall = 'logout' | 'logoutCurrent' | null;

/** Reports the end of a session to the server. */
export interface SignOutReporting {
  /** @param call - `null` revokes the refresh token only. */
  report(ended: EndedSession, call: SignOutCall): Promise<void>;
}

/** Ports of a sign-out. */
export interface SignOutDeps {
  readonly session: Session<User>;
  readonly start: Pick<SessionStart, 'overtake'>;
  readonly pendingSignIns: Pick<PendingSignIns, 'current' | 'abandon'>;
}

/** Ends the session on this side at once. A sign-in or a renewal in progress does not restore it. */
export async function signOutHere({ session, start, pendingSignIns }: SignOutDeps): Promise<EndedSession> {
  start.overtake();
  pendingSignIns.abandon();
  await session.ready();
  const { current } = session;
  await session.end('sign-out');
  return current;
}
