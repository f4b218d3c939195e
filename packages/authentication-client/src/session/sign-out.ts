import { isSallyportError, type Wire } from '@sallyport/core';
import type { ClientContext } from '../client/client-context.js';

/**
 * Ends the session here at once, and then has the server hear of it, by the bearer that the session had. A sign-in or a
 * renewal that is under way comes to nothing. That the server knows no such session any more is no error.
 */
export async function signOut(context: ClientContext, tell: (wire: Wire) => Promise<unknown>): Promise<void> {
  const { session, signIn, wireAs, wire } = context;
  signIn.overtake();
  await session.ready();
  const token = session.current?.token;
  await session.end('sign-out');
  try {
    await tell(token === undefined ? wire : wireAs(token));
  } catch (error) {
    if (!isSallyportError(error) || error.kind !== 'unauthenticated') throw error;
  }
}
