import type { Account, LinkedIdentity } from '../domain/accounts/account.types.js';
import { detailsOf } from '../domain/accounts/account-details.js';
import { uuidOf } from '../domain/uuid.js';
import { userIdOf } from './user-id.js';

/** One way by which the server knows a user. */
export interface IdentityView {
  readonly identity_id: string;
  /** What the provider calls the user. */
  readonly id: string;
  readonly user_id: string;
  readonly identity_data: Readonly<Record<string, unknown>>;
  readonly provider: string;
  readonly last_sign_in_at: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly email?: string | null;
}

/** The user's addresses and linked identities, each as one of a provider. The user's own come first. */
export function identitiesOf(account: Account): readonly IdentityView[] {
  const { email, phone, identities } = account;
  const { identityEmail, signUpData } = detailsOf(account);
  const sub = userIdOf(account);
  const verified = verifiedIdentitiesOf(account);
  const own = { ...signUpData, sub, email_verified: false, phone_verified: false };
  const shown = identityEmail ?? email;
  return [
    ...(email === null
      ? []
      : [{ ...viewOf(account, 'email', sub, { ...own, email: shown, email_verified: verified.email }), email: shown }]),
    ...(phone === null ? [] : [viewOf(account, 'phone', sub, { ...own, phone_verified: verified.phone })]),
    ...identities.map((identity) => linkedView(account, identity)),
  ];
}

/** Which of the user's own identities were verified. */
export function verifiedIdentitiesOf(account: Account): { readonly email: boolean; readonly phone: boolean } {
  const { emailVerified, phoneVerified } = account;
  return detailsOf(account).verifiedIdentities ?? { email: emailVerified, phone: phoneVerified };
}

function linkedView(account: Account, { provider, userIdInIdp, userInfoInIdp = {} }: LinkedIdentity): IdentityView {
  const data = { email_verified: false, phone_verified: false, ...userInfoInIdp, sub: userIdInIdp };
  const { email } = userInfoInIdp;
  return { ...viewOf(account, provider, userIdInIdp, data), ...(typeof email === 'string' ? { email } : {}) };
}

function viewOf(account: Account, provider: string, id: string, data: Readonly<Record<string, unknown>>): IdentityView {
  const { createdAt, lastLoginAt } = account;
  const since = new Date(createdAt).toISOString();
  return {
    identity_id: identityIdOf(account, provider, id),
    id,
    user_id: userIdOf(account),
    identity_data: data,
    provider,
    last_sign_in_at: lastLoginAt === null ? since : new Date(lastLoginAt).toISOString(),
    created_at: since,
    updated_at: since,
  };
}

/** The id of an identity's own record, which accounts do not keep: it follows from what the identity is. */
function identityIdOf(account: Account, provider: string, id: string): string {
  return uuidOf(JSON.stringify([account.id, provider, id]));
}
