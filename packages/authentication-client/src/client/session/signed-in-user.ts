import { InputError, NotSignedInError } from '@sallyport/core/errors';
import { decodeUnverified } from '@sallyport/core/jwt';
import type { SessionRecord } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';

/**
 * The id of the user whose session it is, as far as this side knows. The server is not asked, and no token is judged.
 *
 * @throws {NotSignedInError} There is no session, or nothing in it says whose it is.
 */
export function signedInUserId(session: SessionRecord<User> | null): string {
  const userId = session && (session.user?.id ?? subjectOf(session.token));
  if (!userId) throw new NotSignedInError({ message: 'Nobody is signed in', remedy: 'Sign in first.' });
  return userId;
}

/**
 * The id of the user of a session whose token came from a request: only once the server named the user.
 *
 * @throws {NotSignedInError} The token was not verified.
 */
export function verifiedUserId(session: SessionRecord<User> | null): string {
  if (session?.user) return session.user.id;
  throw new NotSignedInError({
    message: 'The token was not verified, so its user is unknown',
    remedy: 'Call getCurrentUser first: the server verifies the token and names its user.',
  });
}

/**
 * Makes sure that a user can be stored.
 *
 * @returns A copy, which whoever has the original cannot change.
 * @throws {InputError} It has no id, or cannot be written as JSON.
 */
export function requireUser(user: User): User {
  if (typeof user?.id !== 'string' || user.id === '') {
    throw new InputError({ message: 'user must be a user with an id', remedy: 'Pass what a sign-in answered.' });
  }
  try {
    return JSON.parse(JSON.stringify(user)) as User; // the same members
  } catch {
    throw new InputError({
      message: 'user cannot be written as JSON: it holds itself, or a BigInt',
      remedy: 'Pass plain values.',
    });
  }
}

/** Whom a token says it is about; `undefined` when it cannot be read. */
export function subjectOf(token: string): string | undefined {
  const claims = decodeUnverified(token);
  const nested = claims?.data;
  const id = typeof nested === 'object' && nested !== null && 'id' in nested ? nested.id : undefined;
  return claims?.sub ?? (typeof id === 'string' ? id : undefined);
}
