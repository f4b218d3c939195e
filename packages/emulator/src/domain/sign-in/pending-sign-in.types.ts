import type { MfaPolicy } from '../applications/application.types.js';

/** A sign-in that passed the first factor and waits for the second. */
export interface PendingSignIn {
  /** Also the id of its token. */
  readonly id: string;
  readonly userId: string;
  readonly applicationId: string;
  /** What may be answered with. */
  readonly offered: readonly MfaPolicy[];
  /** Whether the user had an authenticator before this sign-in began. It counts though nobody offers it. */
  readonly hadTotp: boolean;
  /** When its token ends, in epoch milliseconds. */
  readonly expiresAt: number;
}
