import { InputError } from '@sallyport/core/errors';
import type { Session } from '@sallyport/core/session';
import type { PortableUser } from '@sallyport/core/user';
import type { SessionStart } from '../../client/session/session-start.js';
import type { SecondFactorDemand } from './second-factor-demand.js';
import type { SignOutScope } from './session.endpoints.js';
import type { GoTrueSessionCalls } from './session-calls.js';

const SCOPES: readonly unknown[] = ['global', 'local', 'others'];

/** Ports of the end of a session. */
export interface GoTrueSignOutDeps {
  readonly session: Session<PortableUser>;
  readonly start: Pick<SessionStart, 'overtake'>;
  readonly pendingSignIns: Pick<SecondFactorDemand, 'current'>;
}

/** The end of a session, or of a sign-in. */
export class GoTrueSignOutClient {
  readonly #deps: GoTrueSignOutDeps;
  readonly #calls: SignOutCalls;

  constructor(deps: GoTrueSignOutDeps, calls: SignOutCalls) {
    this.#deps = deps;
    this.#calls = calls;
  }

  /**
   * Signs out here at once, and then at the server, which ends this session alone. A sign-in or a renewal that is under
   * way comes to nothing. A session that the server has ended already is no error.
   *
   * @throws {NetworkError} The server did not hear of it; on this side the session is over all the same.
   */
  async logout(): Promise<void> {
    await this.signOut({ scope: 'local' });
  }

  /**
   * Leaves the second step of a sign-in, which is the session itself on this server: that session ends, and no other one
   * of the user. Without a pending sign-in nothing happens.
   *
   * @throws {NetworkError} The server did not receive the call; on this side the sign-in has ended.
   */
  async abandonSignIn(): Promise<void> {
    const { session, pendingSignIns } = this.#deps;
    await session.ready();
    if (pendingSignIns.current) await this.logout();
  }

  /**
   * Signs out.
   *
   * @param options - `scope`: `global` ends all of the user's sessions, and is the default; `local` this one; `others` all
   * but this one, and then nothing changes here.
   * @throws {NetworkError} The server did not hear of it; on this side the session is over all the same.
   */
  async signOut(options: { readonly scope?: SignOutScope | undefined } = {}): Promise<void> {
    const { scope = 'global' } = options ?? {};
    if (!SCOPES.includes(scope)) {
      throw new InputError({ message: 'scope must be "global", "local" or "others"', remedy: 'Leave it out for all.' });
    }
    if (scope === 'others') return this.#calls.signOutOthers();
    const { session, start } = this.#deps;
    start.overtake();
    await session.ready();
    const { current } = session;
    await session.end('sign-out');
    if (current) await this.#calls.reportSignOut(current, scope);
  }
}

type SignOutCalls = Pick<GoTrueSessionCalls, 'reportSignOut' | 'signOutOthers'>;
