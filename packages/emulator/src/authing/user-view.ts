import type { CustomDatum, WireUser } from '@sallyport/core';
import type { Account } from '../domain/accounts/account.types.js';
import type { IssuedToken } from '../domain/tokens.js';
import { arnOf, type UserPool } from '../domain/user-pool.js';

/** A user as the wire tells it, where it leaves the custom fields out. */
export function plainUserView(account: Account, userPool: UserPool, token?: IssuedToken | null): PlainUser {
  const { customData: _, ...user } = userView(account, userPool, token);
  return user;
}

type PlainUser = Omit<WireUser, 'customData'>;

/**
 * A user as the wire tells it. There is no password in it, not even a hash.
 *
 * @param token - Given where somebody has just signed in.
 */
export function userView(account: Account, userPool: UserPool, token?: IssuedToken | null): WireUser {
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
    identities: account.identities.map((identity) => ({ ...identity, userId: id, userPoolId: userPool.id })),
    customData: Object.entries(account.customData).map(([key, value]) => customDatum(key, value)),
  };
}

function customDatum(key: string, value: unknown): CustomDatum {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? null);
  return { key, value: text, dataType: dataTypeOf(value), label: null };
}

function dataTypeOf(value: unknown): string {
  if (typeof value === 'string') return 'STRING';
  if (typeof value === 'number') return 'NUMBER';
  return typeof value === 'boolean' ? 'BOOLEAN' : 'OBJECT';
}

function isoOrNull(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
