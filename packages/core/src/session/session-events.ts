import type { StorageError } from '../errors/index.js';
import type { AssuranceLevel } from './session-record.js';

/** Why a session is over. */
export type SignedOutReason = 'sign-out' | 'replaced';

/** What a session tells its listeners. Payloads carry ids and times, never tokens. */
export interface SessionEvents {
  signedIn: { readonly userId: string | null; readonly assuranceLevel: AssuranceLevel };
  signedOut: { readonly reason: SignedOutReason };
  sessionRefreshed: { readonly expiresAt: Date | null };
  userUpdated: { readonly userId: string | null };
  /** Fires once: from here on the session lives in memory, and reaches storage only when that works again. */
  storageFailed: { readonly error: StorageError };
}
