import type { Domain } from '../../domain/create-domain.js';
import { Refusal } from '../../domain/refusal.js';
import type { AuthingCall } from '../authing-call.js';

/** Ends a session. One that has ended is what was asked for, so that a repeated call succeeds. */
export async function logOut({ sessions }: Domain, call: AuthingCall): Promise<null> {
  try {
    const { session } = await call.signedIn();
    sessions.end(session.id);
  } catch (error) {
    if (!(error instanceof Refusal) || !['session-expired', 'session-invalid'].includes(error.reason)) throw error;
  }
  return null;
}
