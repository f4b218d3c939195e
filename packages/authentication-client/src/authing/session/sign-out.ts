import { clientOf, isSallyportError, type Session, type User, type Wire } from '@sallyport/core';
import { hasOtherIssuer, type ResolvedOptions } from '../options/options.js';
import type { AuthingSignIn } from '../sign-in/sign-in-completion.js';
import type { WireAs } from './authing-token-renewer.js';
import { sessionCalls } from './session.endpoints.js';

const Calls = clientOf(sessionCalls);

/** Ports of a sign-out. */
export interface SignOutDeps {
  readonly session: Session<User>;
  readonly signIn: Pick<AuthingSignIn, 'overtake'>;
  readonly wire: Wire;
  readonly wireAs: WireAs;
  readonly oidc: { load(): Promise<{ revoke(refreshToken: string): Promise<void> }> };
  readonly options: ResolvedOptions;
}

/**
 * Ends the session here at once, and then has the server hear of it, by the bearer that the session had. A sign-in or a
 * renewal that is under way comes to nothing. That the server knows no such session any more is no error. A refresh token
 * is revoked where the server does that; where it does not, it is forgotten all the same.
 */
export async function signOut(deps: SignOutDeps, tell: (wire: Wire) => Promise<unknown>): Promise<void> {
  const { session, signIn, wireAs, wire } = deps;
  signIn.overtake();
  await session.ready();
  const { token, refreshToken } = session.current ?? {};
  await session.end('sign-out');
  const revoked = refreshToken ? revoke(deps, refreshToken).catch(() => {}) : undefined;
  try {
    await tell(token === undefined ? wire : wireAs(token));
  } catch (error) {
    const isOverThere = isSallyportError(error) && (error.kind === 'unauthenticated' || error.kind === 'not-signed-in');
    if (!isOverThere) throw error;
  } finally {
    await revoked;
  }
}

// A refresh token goes to nobody but who issued it.
async function revoke({ wire, oidc, options }: SignOutDeps, refreshToken: string): Promise<void> {
  if (hasOtherIssuer(options)) await (await oidc.load()).revoke(refreshToken);
  else await new Calls(wire).revokeToken(refreshToken, options);
}
