import type { Account } from './account.types.js';
import type { AccountDetails } from './account-details.types.js';

const NONE: AccountDetails = {
  userMetadata: {},
  appMetadata: {},
  audience: 'authenticated',
  signUpData: {},
  verifiedIdentities: null,
  identityEmail: null,
  providers: null,
  role: 'authenticated',
  isAnonymous: false,
  bannedUntil: null,
  deletedAt: null,
  invitedAt: null,
  awaitsConfirmation: false,
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
