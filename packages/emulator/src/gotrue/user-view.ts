import type { Account } from '../domain/accounts/account.types.js';
import { detailsOf } from '../domain/accounts/account-details.js';
import type { Domain } from '../domain/create-domain.js';
import type { Settings } from '../domain/settings/settings.js';
import { identitiesOf } from './identities.js';
import { phoneView } from './phone.js';
import { shuffled } from './shuffled.js';
import { factorsOf } from './user-factors.js';
import { userIdOf } from './user-id.js';

/** Whom the tokens of this wire are for, and the lists of administrators, where nothing else is said. */
export const AUDIENCE = 'authenticated';

/** A user as this wire tells it. */
export type UserView = Readonly<Record<string, unknown>>;

/** Tells of a user, in the order of the wire. What is not there is left out, but for some texts, which are empty. */
export function userView(domain: Domain, account: Account): UserView {
  const details = detailsOf(account);
  const { email, phone } = confirmationsOf(account, domain.settings());
  const confirmed = [email, phone].filter((instant) => instant !== null);
  const factors = factorsOf(domain, account);
  return {
    id: userIdOf(account),
    aud: details.audience,
    role: details.role,
    email: account.email ?? '',
    ...since('email_confirmed_at', email),
    ...since('invited_at', details.invitedAt),
    phone: phoneOf(account),
    ...since('phone_confirmed_at', phone),
    ...since('confirmation_sent_at', details.confirmationSentAt),
    ...since('confirmed_at', confirmed.length === 0 ? null : Math.min(...confirmed)),
    ...since('recovery_sent_at', details.recoverySentAt),
    ...(details.newEmail === null ? {} : { new_email: details.newEmail }),
    ...since('email_change_sent_at', details.emailChangeSentAt),
    ...(details.newPhone === null ? {} : { new_phone: phoneView(details.newPhone) }),
    ...since('phone_change_sent_at', details.phoneChangeSentAt),
    ...since('reauthentication_sent_at', details.reauthenticationSentAt),
    ...since('last_sign_in_at', account.lastLoginAt),
    app_metadata: appMetadataOf(account),
    user_metadata: details.userMetadata,
    ...(factors.length === 0 ? {} : { factors }),
    identities: shuffled(identitiesOf(account), domain.settings().shuffleSeed),
    created_at: new Date(account.createdAt).toISOString(),
    updated_at: new Date(account.updatedAt).toISOString(),
    ...since('banned_until', details.bannedUntil),
    ...since('deleted_at', details.deletedAt),
    is_anonymous: details.isAnonymous,
  };
}

/** A user whose record the request has just made or changed: the wire does not read back what the database computes. */
export function writtenUserView(domain: Domain, account: Account): UserView {
  const { confirmed_at: _, ...view } = userView(domain, account);
  return view;
}

/** A user's number as this wire writes it; empty where there is none. */
export function phoneOf({ phone, phoneCountryCode }: Account): string {
  return phone === null ? '' : phoneView(phone, phoneCountryCode);
}

/** What administrators say of a user, and by whom the server knows it. */
export function appMetadataOf(account: Account): Readonly<Record<string, unknown>> {
  const providers = providersOf(account);
  const known = providers.length === 0 ? {} : { provider: providers[0], providers };
  return { ...known, ...detailsOf(account).appMetadata };
}

/** The providers that the metadata name, which a change without a verification leaves as they were. */
export function providersOf(account: Account): readonly string[] {
  return detailsOf(account).providers ?? [...new Set(identitiesOf(account).map(({ provider }) => provider))];
}

/**
 * When a user's addresses were confirmed. Where sign-ups count as confirmed at once, so do those of the other wire.
 */
export function confirmationsOf(
  account: Account,
  { autoconfirm }: Pick<Settings, 'autoconfirm'>,
): { readonly email: number | null; readonly phone: number | null } {
  const { email, emailVerified, phone, phoneVerified, createdAt } = account;
  const { awaitsConfirmation, emailConfirmedAt, phoneConfirmedAt } = detailsOf(account);
  const isConfirmedByItself = autoconfirm && !awaitsConfirmation;
  return {
    email: email !== null && (emailVerified || isConfirmedByItself) ? (emailConfirmedAt ?? createdAt) : null,
    phone: phone !== null && (phoneVerified || isConfirmedByItself) ? (phoneConfirmedAt ?? createdAt) : null,
  };
}

function since(name: string, instant: number | null): Readonly<Record<string, string>> {
  return instant === null ? {} : { [name]: new Date(instant).toISOString() };
}
