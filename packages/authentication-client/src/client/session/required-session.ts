import { NotSignedInError } from '@sallyport/core/errors';
import type { Session } from '@sallyport/core/session';
import type { PortableUser } from '@sallyport/core/user';

/**
 * Reads the session, before anything is sent that needs one.
 *
 * @throws {NotSignedInError} There is none.
 */
export async function requireSession(session: Session<PortableUser>): Promise<void> {
  await session.ready();
  if (!session.current) throw new NotSignedInError({ message: 'Nobody is signed in', remedy: 'Sign in first.' });
}
