import { decodeUnverified } from '@sallyport/core/jwt';
import { createRecord, type SessionRecord } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';

// The end of the year 9999. Greater values are milliseconds, or beyond the range of `Date`.
const LATEST_SECONDS = 253_402_300_799;

/**
 * The session of a token that was kept without anything but its user. Its factors are unknown.
 *
 * @param now - Epoch milliseconds, for a token without an instant of issue.
 */
export function sessionOf(token: string, user: User | null, now: number): SessionRecord<User> {
  const { iat, exp } = decodeUnverified(token) ?? {};
  const issuedAt = isInstant(iat) ? iat * 1000 : now;
  const isSpan = isInstant(exp) && exp > (isInstant(iat) ? iat : 0);
  return createRecord<User>({
    token,
    accessToken: null,
    refreshToken: null,
    issuedAt,
    expiresAt: isSpan ? exp * 1000 : null,
    renewal: 'bearer',
    assuranceLevel: 'aal1',
    amr: ['unknown'],
    user,
  });
}

function isInstant(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= LATEST_SECONDS;
}

/** Whether a text is a token, and not one that the published client leaves where it has no token. */
export function isToken(text: string | null | undefined): text is string {
  return typeof text === 'string' && text !== '' && text !== 'undefined' && text !== 'null';
}

/** A user from a storage, if it has an id. Anything can be stored there. */
export function userIn(value: Partial<User> | null | undefined): User | null {
  if (typeof value?.id !== 'string' || value.id === '') return null;
  const { token: _, ...user } = value as User; // a client wrote it, and its id is present
  return user;
}
