import { InvalidResponseError, type Session, type User } from '@sallyport/core';
import { signedInUserId } from '../session/signed-in-user.js';

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

/** A user as the session keeps it. */
export function withoutToken({ token: _, ...rest }: User): User {
  return rest;
}
