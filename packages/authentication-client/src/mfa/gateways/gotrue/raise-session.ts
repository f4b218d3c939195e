import {
  clientOf,
  type GoTrueTokenAnswer,
  type Methods,
  PermissionError,
  type PortableUser,
  type SessionRecord,
  UnauthenticatedError,
} from '@sallyport/core';
import { goTrueMfaEndpoints } from './gotrue-mfa.endpoints.js';
import type { GoTrueMfaDeps } from './gotrue-mfa-deps.js';

const Rows = /* @__PURE__ */ clientOf(goTrueMfaEndpoints);

/**
 * Proves a factor in the present session, which that raises. It is renewed before, where that is due, or after, and not
 * meanwhile: a server ends a session whose former refresh token comes once it was raised.
 *
 * @param call - The proof.
 */
export async function raiseSession(
  {
    heldWire,
    renewal,
    request,
    session,
    signIn,
  }: Pick<GoTrueMfaDeps, 'heldWire' | 'renewal' | 'request' | 'session' | 'signIn'>,
  call: (rows: Methods<typeof goTrueMfaEndpoints>) => Promise<GoTrueTokenAnswer>,
): Promise<{ readonly user: PortableUser; readonly answer: GoTrueTokenAnswer }> {
  const rows = new Rows(heldWire);
  let sent: SessionRecord<PortableUser> | null | undefined;
  const prove = () =>
    renewal.hold(async () => {
      sent = session.current;
      try {
        return await signIn.begin(() => call(rows));
      } catch (error) {
        if (sent && hasEndedSessions(error)) await session.expire(sent);
        throw error;
      }
    }, request.signal);
  try {
    return await prove();
  } catch (error) {
    const isRefused = error instanceof UnauthenticatedError && sent;
    if (!isRefused || (await renewal.replace(sent?.token ?? '', request)) === null) throw error;
    return prove();
  }
}

// A hook that rejects a factor signs the user out everywhere (GoTrue, internal/api/mfa.go).
function hasEndedSessions(error: unknown): boolean {
  return error instanceof PermissionError && error.code === 'mfa_verification_rejected';
}
