import type { Account } from './account.types.js';

/** What is known of a user beyond what the Authing wire has words for. Instants are epoch milliseconds. */
export interface AccountDetails {
  /** What users say of themselves, whatever it is. */
  readonly userMetadata: Readonly<Record<string, unknown>>;
  /** What administrators say of them. */
  readonly appMetadata: Readonly<Record<string, unknown>>;
  /** What databases behind the application let them do. */
  readonly role: string;
  /** Whether nobody knows who it is. Such a user has no address. */
  readonly isAnonymous: boolean;
  readonly bannedUntil: number | null;
  /** When it was deleted and its record kept. */
  readonly deletedAt: number | null;
  readonly invitedAt: number | null;
  readonly emailConfirmedAt: number | null;
  readonly phoneConfirmedAt: number | null;
  readonly confirmationSentAt: number | null;
  readonly recoverySentAt: number | null;
  /** The address that the user wants, and has not shown to read. */
  readonly newEmail: string | null;
  readonly emailChangeSentAt: number | null;
  readonly newPhone: string | null;
  readonly phoneChangeSentAt: number | null;
  readonly reauthenticationSentAt: number | null;
}

const NONE: AccountDetails = {
  userMetadata: {},
  appMetadata: {},
  role: 'authenticated',
  isAnonymous: false,
  bannedUntil: null,
  deletedAt: null,
  invitedAt: null,
  emailConfirmedAt: null,
  phoneConfirmedAt: null,
  confirmationSentAt: null,
  recoverySentAt: null,
  newEmail: null,
  emailChangeSentAt: null,
  newPhone: null,
  phoneChangeSentAt: null,
  reauthenticationSentAt: null,
};

/** The details of an account, whenever and over whichever wire it came to be. */
export function detailsOf({ details }: Account): AccountDetails {
  return { ...NONE, ...details };
}

/** Whether somebody may come in by this account, as far as administrators have a say in it. */
export function isUsable(account: Account, now: number): boolean {
  const { bannedUntil, deletedAt } = detailsOf(account);
  const isBanned = bannedUntil !== null && bannedUntil > now;
  return !account.blocked && !account.isLockedOut && account.status === 'Activated' && !isBanned && deletedAt === null;
}
