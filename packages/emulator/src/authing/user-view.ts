import type { CustomDatum, WireUser } from '@sallyport/core/user';
import type { Account, LinkedIdentity } from '../domain/accounts/account.types.js';
import type { Domain } from '../domain/create-domain.js';
import type { CustomValue } from '../domain/custom-fields/custom-fields.js';
import type { IssuedToken } from '../domain/tokens.js';
import { arnOf } from '../domain/user-pool.js';

/** A user as the wire tells it, where it leaves the custom fields out. */
export function plainUserView(account: Account, domain: Domain, token?: IssuedToken | null): PlainUser {
  const { customData: _, ...user } = userView(account, domain, token);
  return user;
}

type PlainUser = Omit<WireUser, 'customData'>;

/**
 * A user as the wire tells it. There is no password in it, not even a hash.
 *
 * @param token - Given where somebody has just signed in.
 */
export function userView(account: Account, domain: Domain, token?: IssuedToken | null): WireUser {
  const { userPool, customFields } = domain;
  const { id, texts } = account;
  return {
    ...texts,
    id,
    arn: arnOf(userPool, id),
    userPoolId: userPool.id,
    status: account.status,
    username: account.username,
    email: account.email,
    emailVerified: account.emailVerified,
    phone: account.phone,
    phoneCountryCode: account.phoneCountryCode,
    phoneVerified: account.phoneVerified,
    externalId: account.externalId,
    registerSource: [...account.registerSource],
    blocked: account.blocked,
    isDeleted: false,
    loginsCount: account.loginsCount,
    lastLogin: isoOrNull(account.lastLoginAt),
    lastIP: account.lastIp,
    signedUp: isoOrNull(account.createdAt),
    createdAt: isoOrNull(account.createdAt),
    updatedAt: isoOrNull(account.updatedAt),
    token: token?.token ?? null,
    tokenExpiredAt: token ? isoOrNull(token.expiresAt * 1_000) : null,
    identities: account.identities.map((identity) => ({
      ...identityView(identity),
      userId: id,
      userPoolId: userPool.id,
    })),
    customData: customFields.of(account).map(customDatum),
  };
}

/** A custom value as the wire tells it: as text, whatever it is. */
export function customDatum({ key, value, type, label }: CustomValue): CustomDatum & { readonly label: string | null } {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? null);
  return { key, value: text, dataType: type, label };
}

// The provider's tokens are told to the user alone, who asks for the identities.
function identityView({ provider, userIdInIdp, openid, isSocial, connectionId, type, extIdpId }: LinkedIdentity) {
  const optional = { ...(type ? { type } : {}), ...(extIdpId ? { extIdpId } : {}) };
  return { provider, userIdInIdp, openid, isSocial, connectionId, ...optional };
}

function isoOrNull(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
