import {
  clientOf,
  type GoTrueTokenAnswer,
  type Methods,
  type PortableUser,
  UnauthenticatedError,
} from '@sallyport/core';
import type { GoTrueContext } from '../../../gotrue/client/gotrue-context.js';
import { goTrueMfaEndpoints } from './gotrue-mfa.endpoints.js';

const Rows = clientOf(goTrueMfaEndpoints);

/**
 * Proves a factor in the present session, which that raises. It is renewed before, where that is due, or after, and not
 * meanwhile: a server ends a session whose former refresh token comes once it was raised.
 *
 * @param call - The proof.
 */
export async function raiseSession(
  { heldWire, renewal, request, session, signIn }: GoTrueContext,
  call: (rows: Methods<typeof goTrueMfaEndpoints>) => Promise<GoTrueTokenAnswer>,
): Promise<{ readonly user: PortableUser; readonly answer: GoTrueTokenAnswer }> {
  const rows = new Rows(heldWire);
  let token: string | undefined;
  const prove = () =>
    renewal.hold(() => {
      token = session.current?.token;
      return signIn.begin(() => call(rows));
    }, request.signal);
  try {
    return await prove();
  } catch (error) {
    const isRefused = error instanceof UnauthenticatedError && token !== undefined;
    if (!isRefused || (await renewal.replace(token ?? '', request)) === null) throw error;
    return prove();
  }
}
