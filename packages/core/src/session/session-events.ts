import type { SallyportError, StorageError } from '../errors/index.js';
import type { AssuranceLevel } from './session-record.js';

/**
 * Why a session is over. `elsewhere`: another tab or process that shares the storage has signed out, or somebody has
 * emptied it.
 */
export type SignedOutReason = 'sign-out' | 'replaced' | 'elsewhere';

/** Where an event comes from: it is there when another tab, or another process, has changed the shared session. */
interface Origin {
  readonly origin?: 'other-tab';
}

/** What a session tells its listeners. Payloads carry ids and times, never tokens. */
export interface SessionEvents {
  signedIn: { readonly userId: string | null; readonly assuranceLevel: AssuranceLevel } & Origin;
  signedOut: { readonly reason: SignedOutReason } & Origin;
  sessionRefreshed: { readonly expiresAt: Date | null } & Origin;
  /** The server has refused to go on with the session: it is over. Fires once. */
  sessionExpired: { readonly userId: string | null };
  /** The session could not be renewed for now: it stays, and is tried again. */
  sessionStale: { readonly error: SallyportError };
  userUpdated: { readonly userId: string | null } & Origin;
  /** Fires once: from here on the session lives in memory, and reaches storage only when that works again. */
  storageFailed: { readonly error: StorageError };
}
