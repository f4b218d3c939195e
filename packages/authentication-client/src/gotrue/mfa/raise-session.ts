import { PermissionError, UnauthenticatedError } from '@sallyport/core/errors';
import type { GoTrueTokenAnswer } from '@sallyport/core/gotrue';
import type { RequestOptions, Wire } from '@sallyport/core/http';
import type { SessionRenewal } from '@sallyport/core/sending';
import type { Session, SessionRecord } from '@sallyport/core/session';
import type { PortableUser } from '@sallyport/core/user';
import type { Verification } from '../../mfa/mfa-server.js';
import type { GoTrueSignIn } from '../sign-in/gotrue-sign-in.js';

/** Ports of a step-up. */
export interface RaiseSessionDeps {
  readonly heldWire: Wire;
  readonly renewal: SessionRenewal<PortableUser>;
  readonly request: RequestOptions;
  readonly session: Session<PortableUser>;
  readonly signIn: Pick<GoTrueSignIn, 'signOuts' | 'completeSecondFactor'>;
}

/**
 * Verifies a factor in the present session, which that steps up. The session is renewed before, if its token is close to
 * expiry, or after, and not concurrently: a server ends a session whose former refresh token arrives after the step-up.
 *
 * @param send - Sends the proof through a wire that renews nothing.
 */
export async function raiseSession(
  { heldWire, renewal, request, session, signIn }: RaiseSessionDeps,
  send: (wire: Wire, bearer: undefined) => Promise<GoTrueTokenAnswer>,
): Promise<Verification> {
  let sent: SessionRecord<PortableUser> | null | undefined;
  const verify = () =>
    renewal.hold(async () => {
      sent = session.current;
      const attempt = signIn.signOuts;
      try {
        const answer = await send(heldWire, undefined);
        return await signIn.completeSecondFactor(attempt, answer);
      } catch (error) {
        if (sent && hasEndedSessions(error)) await session.expire(sent);
        throw error;
      }
    }, request.signal);
  try {
    return await verify();
  } catch (error) {
    const isRefused = error instanceof UnauthenticatedError && sent;
    if (!isRefused || (await renewal.replace(sent?.token ?? '', request)) === null) throw error;
    return verify();
  }
}

// A hook that rejects a factor signs the user out everywhere (GoTrue, internal/api/mfa.go).
function hasEndedSessions(error: unknown): boolean {
  return error instanceof PermissionError && error.code === 'mfa_verification_rejected';
}
