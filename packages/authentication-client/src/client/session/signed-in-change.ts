import { type ErrorKind, InvalidResponseError, isSallyportError } from '@sallyport/core/errors';
import type { Session } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';
import { signedInUserId } from './signed-in-user.js';

/**
 * Runs a change of the signed-in user, and has the session know of it.
 *
 * What the answer leaves out stays as it was, the token above all: an answer about a user carries none, or an old one.
 *
 * @throws {NotSignedInError} Nobody is signed in; nothing was sent.
 */
export async function changeSignedInUser(
  session: Session<User>,
  change: (userId: string) => Promise<User>,
): Promise<User> {
  await session.ready();
  const { current, generation } = session;
  const changed = await change(signedInUserId(current));
  if (typeof changed?.id !== 'string') {
    throw new InvalidResponseError({
      message: 'The server agreed and sent no user',
      remedy: 'Read the user again with getCurrentUser.',
    });
  }
  await session.updateUser({ ...session.current?.user, ...withoutToken(changed) }, generation);
  return changed;
}

const NOBODY_ANY_MORE: readonly ErrorKind[] = ['unauthenticated', 'session-lost', 'not-signed-in'];

/**
 * Reads the signed-in user, and has the session know what was told.
 *
 * @returns `null` when nobody is signed in, or the server does not know the session any more.
 */
export async function readSignedInUser<Told extends User>(
  session: Session<User>,
  read: () => Promise<Told | null>,
): Promise<Told | null> {
  await session.ready();
  const { current, generation } = session;
  if (!current) return null;
  try {
    const user = await read();
    if (user) await session.updateUser(withoutToken(user), generation);
    return user;
  } catch (error) {
    if (isSallyportError(error) && NOBODY_ANY_MORE.includes(error.kind)) return null;
    throw error;
  }
}

/** A user as the session keeps it. */
function withoutToken(user: User): User {
  if (!('token' in user)) return user;
  const { token: _, ...rest } = user;
  return rest;
}
