import type { Session } from '@sallyport/core/session';
import type { PortableUser } from '@sallyport/core/user';
import { signedInUserId, verifiedUserId } from '../../client/session/signed-in-user.js';
import type { SecondFactorDemand } from './second-factor-demand.js';

/** Ports of the session on this side. */
export interface GoTrueSignedInDeps {
  readonly session: Session<PortableUser>;
  readonly pendingSignIns: Pick<SecondFactorDemand, 'assertMet'>;
  /** Whether the session is that of a token passed to `as`, which may be an attacker's. */
  readonly actsForToken: boolean;
}

/** The session on this side. */
export class GoTrueSignedInClient {
  readonly #deps: GoTrueSignedInDeps;

  constructor(deps: GoTrueSignedInDeps) {
    this.#deps = deps;
  }

  /**
   * The user who is signed in, as far as this side knows. Sends nothing and verifies no token. A client from
   * `as({ token })` answers only after `getCurrentUser`, because the token may be an attacker's.
   *
   * @returns The user's id.
   * @throws {NotSignedInError} No user is signed in, or the token was not verified.
   * @throws {MfaRequiredError} A second factor is pending.
   */
  checkLoggedIn(): string {
    const { session, pendingSignIns, actsForToken } = this.#deps;
    session.catchUp();
    pendingSignIns.assertMet();
    return actsForToken ? verifiedUserId(session.current) : signedInUserId(session.current);
  }
}
