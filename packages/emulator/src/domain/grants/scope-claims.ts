import type { Account } from '../accounts/account.types.js';

/** The scopes that OpenID Connect has, and OAuth 2 at this vendor. */
export const SCOPES = ['openid', 'profile', 'email', 'phone', 'address', 'offline_access', 'user'] as const;

/** The claims of each scope, as far as they are known of a user. */
const CLAIMS: Readonly<Record<string, (account: Account) => Readonly<Record<string, unknown>>>> = {
  profile: ({ texts, username, updatedAt }) => ({
    name: texts.name,
    nickname: texts.nickname,
    given_name: texts.givenName,
    family_name: texts.familyName,
    middle_name: texts.middleName,
    preferred_username: texts.preferredUsername ?? username,
    username,
    profile: texts.profile,
    picture: texts.photo,
    website: texts.website,
    gender: texts.gender,
    birthdate: texts.birthdate,
    zoneinfo: texts.zoneinfo,
    locale: texts.locale,
    updated_at: Math.floor(updatedAt / 1_000),
  }),
  email: ({ email, emailVerified }) => ({ email, email_verified: email === null ? null : emailVerified }),
  phone: ({ phone, phoneVerified }) => ({
    phone_number: phone,
    phone_number_verified: phone === null ? null : phoneVerified,
  }),
  address: ({ texts }) => {
    const { formatted, streetAddress, locality, region, postalCode, country } = texts;
    const address = present({
      formatted,
      street_address: streetAddress,
      locality,
      region,
      postal_code: postalCode,
      country,
    });
    return Object.keys(address).length === 0 ? {} : { address };
  },
};

/** What an application learns of a user by the scopes that it has. What is not known is left out. */
export function claimsOfScopes(account: Account, scopes: readonly string[]): Record<string, unknown> {
  return present(...scopes.map((scope) => CLAIMS[scope]?.(account) ?? {}));
}

function present(...parts: readonly Readonly<Record<string, unknown>>[]): Record<string, unknown> {
  const known: Record<string, unknown> = {};
  for (const part of parts) {
    for (const [name, value] of Object.entries(part)) if (value !== null && value !== undefined) known[name] = value;
  }
  return known;
}
