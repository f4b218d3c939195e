import { pageAddress } from '@sallyport/core/platform';
import type { PortableUser } from '@sallyport/core/user';
import type { GoTrueSignInClient } from './sign-in-client.js';

/** Sign-in by links in messages. */
export class GoTrueLinksClient {
  readonly #calls: Pick<GoTrueSignInClient, 'completeRedirect' | 'exchangeCodeForSession'>;

  constructor(calls: Pick<GoTrueSignInClient, 'completeRedirect' | 'exchangeCodeForSession'>) {
    this.#calls = calls;
  }

  /**
   * Completes what a link in a message began: takes the code or the tokens out of the page's address, and signs in. Called
   * twice, as by React's strict mode, it completes once and answers the same.
   *
   * @param url - The address that was called. Default: the page's own; outside browsers it must be there, whole.
   * @returns `null` when the address brings neither.
   * @throws {NotSignedInError} The user signed out since, or another session began.
   * @throws {SignInStepRequiredError} It was the first of two links of a change of address: `confirm-address`.
   * @throws {LoginError} The server refused: the link was used, or is too old.
   * @throws {CallbackError} The address brings half an answer, tokens where the option `flowType` is `pkce`, or the code of
   * a link that was not asked for in this browser.
   */
  handleRedirectCallback(url?: string): Promise<PortableUser | null> {
    const page = pageAddress(); // before anything is awaited
    return this.#calls.completeRedirect(url ?? page, page);
  }

  /**
   * Signs in by the code that a link has brought back, with the option `flowType: 'pkce'`.
   *
   * @throws {CallbackError} This browser has asked for no link.
   * @throws {InvalidCodeError} The code is unknown or used.
   */
  exchangeCodeForSession(authCode: string): Promise<PortableUser> {
    return this.#calls.exchangeCodeForSession(authCode);
  }
}
