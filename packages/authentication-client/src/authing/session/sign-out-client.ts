import { type SignOutDeps, type SignOutReporting, signOutHere } from './sign-out.js';

/** The end of a session, or of a sign-in. */
export class SignOutClient {
  readonly #deps: SignOutDeps;
  readonly #report: SignOutReporting;

  constructor(deps: SignOutDeps, report: SignOutReporting) {
    this.#deps = deps;
    this.#report = report;
  }

  /**
   * Signs out here at once, and then at the server. A sign-in or a renewal in progress does not restore the session. A
   * session that the server has ended already is no error.
   *
   * @throws {NetworkError} The server was not reached; on this side the session has ended all the same.
   */
  async logout(): Promise<void> {
    await this.#report.report(await signOutHere(this.#deps), 'logout');
  }

  /**
   * Signs out here at once, and then ends the sessions of this device at the server. A session that the server has ended
   * already is no error.
   *
   * @throws {NetworkError} The server was not reached; on this side the session has ended all the same.
   */
  async logoutCurrent(): Promise<void> {
    await this.#report.report(await signOutHere(this.#deps), 'logoutCurrent');
  }

  /**
   * Leaves the second step of a sign-in. The session beside it stays, and so do other tabs. A verification in progress is
   * rejected with a `NotSignedInError`. Without a pending sign-in nothing happens.
   */
  async abandonSignIn(): Promise<void> {
    const { pendingSignIns, start } = this.#deps;
    if (!pendingSignIns.current) return;
    start.overtake();
    pendingSignIns.abandon();
  }
}
