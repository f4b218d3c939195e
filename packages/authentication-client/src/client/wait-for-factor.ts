import type { PendingSignIn } from '../mfa/domain/pending-sign-in.js';
import type { ClientEmitter } from './client-events.js';

/** Keeps a sign-in that waits for its second factor, whether it began here or elsewhere, and announces it. */
export function waitForFactor(
  {
    pendingSignIns,
    events,
  }: { readonly pendingSignIns: { begin(pending: PendingSignIn): void }; readonly events: ClientEmitter },
  pending: PendingSignIn,
): void {
  pendingSignIns.begin(pending);
  const { offered, expiresAt } = pending;
  events.emit('mfaRequired', { offered: offered.map(({ type }) => type), expiresAt });
}
