import type { Session, User } from '@sallyport/core';
import type { PendingSignIn } from '../mfa/domain/pending-sign-in.js';
import type { ClientSnapshot } from './client-events.js';

/** Where the sign-in is that waits for its second factor. */
export interface CurrentSignIn {
  readonly current: PendingSignIn | null;
}

/** Where the client stands, now. */
export function takeSnapshot(session: Session<User>, pendingSignIns: CurrentSignIn): ClientSnapshot {
  const { state, current } = session;
  return Object.freeze({
    state: pendingSignIns.current ? 'mfaRequired' : state,
    userId: current?.user?.id ?? null,
    assuranceLevel: current?.assuranceLevel ?? null,
    expiresAt: current?.expiresAt ? new Date(current.expiresAt) : null,
  });
}
