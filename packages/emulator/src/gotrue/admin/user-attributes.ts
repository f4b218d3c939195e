import type { Account, AccountChange } from '../../domain/accounts/account.types.js';
import { detailsOf } from '../../domain/accounts/account-details.js';
import type { AccountDetails } from '../../domain/accounts/account-details.types.js';
import type { Domain } from '../../domain/create-domain.js';
import type { JsonObject } from '../../http/json-body.js';
import { parseEmail } from '../addresses.js';
import { verifiedIdentitiesOf } from '../identities.js';
import { parsePhone } from '../phone.js';
import { merged } from '../registration.js';
import { flagOf, objectOf, textOf } from '../request-body.js';
import { parseGoDuration } from './go-duration.js';

// The last instant that there is.
const FOREVER = 8.64e15;

/**
 * What an administrator says of a user. What is left out stays as it is; metadata are merged, where `null` takes a
 * member away.
 *
 * @param before - `null` for a user who is about to be.
 * @throws {GotrueRefusal} Something of it cannot be.
 */
export function attributesOf({ clock }: Domain, body: JsonObject, before: Account | null): AccountChange {
  const now = clock.now();
  const present = before ? detailsOf(before) : null;
  const [email, phone, role] = [textOf(body, 'email'), textOf(body, 'phone'), textOf(body, 'role')];
  const [isEmailConfirmed, isPhoneConfirmed] = [flagOf(body, 'email_confirm'), flagOf(body, 'phone_confirm')];
  const audience = textOf(body, 'aud');
  const [given, appMetadata] = [objectOf(body, 'user_metadata'), objectOf(body, 'app_metadata')];
  // The wire notes it among what users say of themselves, too.
  const userMetadata = isEmailConfirmed ? { ...given, email_verified: true } : given;
  const banDuration = textOf(body, 'ban_duration');
  const details: Partial<AccountDetails> = {
    ...(role === '' ? {} : { role }),
    ...(audience === '' ? {} : { audience }),
    ...identityOf(before, email),
    ...(userMetadata ? { userMetadata: merged(present?.userMetadata ?? {}, userMetadata) } : {}),
    ...(appMetadata ? { appMetadata: merged(present?.appMetadata ?? {}, appMetadata) } : {}),
    ...(banDuration === '' ? {} : { bannedUntil: endOfBan(banDuration, now) }),
    ...(isEmailConfirmed ? { emailConfirmedAt: present?.emailConfirmedAt ?? now } : {}),
    ...(isPhoneConfirmed ? { phoneConfirmedAt: present?.phoneConfirmedAt ?? now } : {}),
  };
  return {
    ...(email === '' ? {} : { email: parseEmail(email) }),
    ...(phone === '' ? {} : { phone: parsePhone(phone), phoneCountryCode: null }),
    ...(isEmailConfirmed ? { emailVerified: true } : {}),
    ...(isPhoneConfirmed ? { phoneVerified: true } : {}),
    details,
  };
}

function endOfBan(duration: string, now: number): number | null {
  if (duration === 'none') return null;
  return Math.min(now + Math.round(parseGoDuration(duration)), FOREVER);
}

// A new user's identities are unverified, whatever is confirmed. Another email leaves the identity as it was.
function identityOf(before: Account | null, email: string): Partial<AccountDetails> {
  if (before === null) return { verifiedIdentities: { email: false, phone: false } };
  if (email === '' || before.email === null || before.email === email.toLowerCase()) return {};
  return {
    identityEmail: detailsOf(before).identityEmail ?? before.email,
    verifiedIdentities: verifiedIdentitiesOf(before),
  };
}
