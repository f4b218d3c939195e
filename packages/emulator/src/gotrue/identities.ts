import type { Account, LinkedIdentity } from '../domain/accounts/account.types.js';
import { uuidOf } from '../domain/uuid.js';
import { phoneView } from './phone.js';
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
  readonly email?: string;
}

/** The user's addresses and linked identities, each as one of a provider. */
export function identitiesOf(account: Account): readonly IdentityView[] {
  const { email, emailVerified, phone, phoneCountryCode, phoneVerified, identities } = account;
  const sub = userIdOf(account);
  const own = { sub, email_verified: false, phone_verified: false };
  return [
    ...(email === null
      ? []
      : [{ ...viewOf(account, 'email', sub, { ...own, email, email_verified: emailVerified }), email }]),
    ...(phone === null
      ? []
      : [
          viewOf(account, 'phone', sub, {
            ...own,
            phone: phoneView(phone, phoneCountryCode),
            phone_verified: phoneVerified,
          }),
        ]),
    ...identities.map((identity) => linkedView(account, identity)),
  ];
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
