import type { IdTokenClaims } from '@sallyport/core/jwt';
import type { AssuranceLevel, AuthenticationMethod } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';
import { factorTraits } from '../mfa/factors/index.js';

const METHODS: readonly AuthenticationMethod[] = ['pwd', ...factorTraits.map(({ method }) => method)];

/** How the user proved to be there, as the ID token tells: by `amr`, whose `mfa` says that it was by several factors. */
export function assuranceOf({ amr = [] }: IdTokenClaims): {
  readonly amr: readonly AuthenticationMethod[];
  readonly assuranceLevel: AssuranceLevel;
} {
  const known = amr.flatMap((name) => METHODS.find((method) => method === name) ?? []);
  const methods = [...new Set(known)];
  const isRaised = amr.includes('mfa') || methods.length > 1;
  return { amr: methods.length > 0 ? methods : ['unknown'], assuranceLevel: isRaised ? 'aal2' : 'aal1' };
}

/** The user as far as an ID token tells. */
export function userOf(claims: IdTokenClaims): User {
  const text = (name: string): string | undefined => {
    const value = claims[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const flag = (name: string): boolean | undefined => {
    const value = claims[name];
    return typeof value === 'boolean' ? value : undefined;
  };
  const told = {
    id: claims.sub,
    username: text('preferred_username') ?? text('username'),
    name: text('name'),
    nickname: text('nickname'),
    givenName: text('given_name'),
    familyName: text('family_name'),
    photo: text('picture'),
    email: text('email'),
    emailVerified: flag('email_verified'),
    phone: text('phone_number'),
    phoneVerified: flag('phone_number_verified'),
  };
  const known = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
  // The vendor's type promises an `arn` and a user pool, which no ID token tells: getCurrentUser brings them.
  return known as unknown as User;
}
