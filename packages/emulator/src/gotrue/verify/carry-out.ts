import type { Account } from '../../domain/accounts/account.types.js';
import { detailsOf, isUsable } from '../../domain/accounts/account-details.js';
import type { Confirmation, ConfirmationPurpose } from '../../domain/confirmations/confirmation.types.js';
import type { Domain } from '../../domain/create-domain.js';
import { Refusal } from '../../domain/refusal.js';
import { ownAddress } from '../addresses.js';
import { GotrueRefusal } from '../gotrue-refusal.js';
import { confirmEmail, confirmPhone, noteVerified } from '../registration.js';

/** What a confirmation came to. */
interface Outcome {
  readonly account: Account;
  /** Whether the other mailbox has to confirm as well before anything happens. */
  readonly isHalf: boolean;
}

/** The refusal of a code or link that is wrong, was used, or comes too late. */
export function expired(message = 'Token has expired or is invalid'): GotrueRefusal {
  return new GotrueRefusal(403, 'otp_expired', message);
}

/**
 * Does what a code or a link confirms.
 *
 * @throws {GotrueRefusal} The address is the user's no more, or the user may not come in.
 */
export function carryOut(domain: Domain, { userId, purpose, address }: Confirmation): Outcome {
  const account = domain.accounts.get(userId);
  if (!account || addressMeant(account, purpose) !== address) throw expired();
  if (!isUsable(account, domain.clock.now())) throw new GotrueRefusal(403, 'user_banned', 'User is banned');
  if (purpose === 'confirmation' || purpose === 'recovery') {
    return whole(noteVerified(domain, confirmEmail(domain, account), 'email'));
  }
  if (purpose === 'sms') return whole(noteVerified(domain, confirmPhone(domain, account), 'phone'));
  if (purpose === 'phone-change') return whole(changePhone(domain, account));
  const other = purpose === 'email-change' ? 'email-change-old' : 'email-change';
  if (domain.confirmations.isPending(other, userId)) return { account, isHalf: true };
  return whole(changeEmail(domain, account));
}

function whole(account: Account): Outcome {
  return { account, isHalf: false };
}

/** What a code has to have been sent to for its purpose, as the account is now. */
function addressMeant(account: Account, purpose: ConfirmationPurpose): string | null {
  const { newEmail, newPhone } = detailsOf(account);
  if (purpose === 'email-change') return newEmail;
  if (purpose === 'phone-change') return newPhone;
  return ownAddress(account, purpose === 'sms' ? 'sms' : 'email');
}

function changeEmail(domain: Domain, account: Account): Account {
  const { newEmail } = detailsOf(account);
  const details = { newEmail: null, identityEmail: null, emailConfirmedAt: null, isAnonymous: false };
  const changed = domain.accounts.change(account.id, { email: newEmail, emailVerified: false, details });
  return noteVerified(domain, confirmEmail(domain, changed), 'email');
}

function changePhone(domain: Domain, account: Account): Account {
  const { newPhone } = detailsOf(account);
  const details = { newPhone: null, phoneConfirmedAt: null, isAnonymous: false };
  const phone = { phone: newPhone, phoneCountryCode: null, phoneVerified: false };
  const changed = domain.accounts.change(account.id, { ...phone, details });
  return noteVerified(domain, confirmPhone(domain, changed), 'phone');
}

/**
 * Looks a code or a link up, and uses it up.
 *
 * @throws {GotrueRefusal} It is wrong, was used, or comes too late.
 */
export function redeemed(redeem: () => Confirmation): Confirmation {
  try {
    return redeem();
  } catch (error) {
    if (error instanceof Refusal && (error.reason === 'wrong-code' || error.reason === 'code-expired')) throw expired();
    throw error;
  }
}
