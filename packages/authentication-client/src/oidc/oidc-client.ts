import { pageAddress } from '@sallyport/core/platform';
import { type SignOutDeps, type SignOutReporting, signOutHere } from '../authing/session/sign-out.js';
import type { SessionStart } from '../client/session/session-start.js';
import { openWindow } from '../client/windows/open-window.js';
import { isCallback } from './callback-address.js';
import type { HostedSignIn, PopupSignInOptions, RedirectSignInOptions, RedirectSignOutOptions } from './oidc.types.js';
import type { OidcSource } from './oidc-calls.js';

const POPUP = 'popup,width=480,height=640';

/** Ports of a sign-in at the server's own page. */
export interface OidcDeps extends SignOutDeps {
  readonly start: Pick<SessionStart, 'overtake' | 'signOuts'>;
  readonly oidc: OidcSource;
  readonly options: { readonly redirectUri: string | undefined };
}

/** Signing in and out at the server's own page, by OpenID Connect: authorization code with PKCE, always. */
export class OidcClient {
  readonly #deps: OidcDeps;
  readonly #report: SignOutReporting;

  constructor(deps: OidcDeps, report: SignOutReporting) {
    this.#deps = deps;
    this.#report = report;
  }

  /**
   * Goes to the server's page, which signs the user in and leads back to `redirectUri`, where `handleRedirectCallback`
   * completes the sign-in. Outside browsers the options `transactionStorage` of the client and `open` of the call have to
   * be there.
   *
   * @throws {InputError} An option is malformed; nothing was remembered.
   */
  async signInWithRedirect(options: RedirectSignInOptions = {}): Promise<void> {
    const flows = await this.#deps.oidc.load();
    await flows.signInWithRedirect(options);
  }

  /**
   * Whether an address is the callback of a sign-in by redirect. `handleRedirectCallback` then completes the sign-in, or
   * rejects. Never throws, sends nothing, loads nothing.
   *
   * @param url - Default: the page's own. With the option `redirectUri` it must be that address.
   */
  isRedirectCallback(url?: string): boolean {
    return isCallback(url ?? pageAddress(), this.#deps.options.redirectUri);
  }

  /**
   * Completes a sign-in by redirect, and takes the answer out of the page's address. Called twice, as in React's strict
   * mode, it completes once and answers the same. Until it has succeeded, the session that was there stays. In a window
   * that `signInWithPopup` has opened it hands the answer over, closes the window, and does not resolve.
   *
   * @param url - The address that was called. Default: the page's own; outside browsers it must be there, whole.
   * @throws {StateMismatchError} The answer is no answer to a sign-in of this tab. One that is under way goes on.
   * @throws {NoCallbackError} The address is not a callback.
   * @throws {CallbackError} The callback is malformed.
   * @throws {NotSignedInError} The user signed out, or another session began, before this one was stored.
   * @throws {LoginError} The page refused, or the user did.
   * @throws {OAuthError} The code is no good any more.
   * @throws {TokenError} The ID token is not good.
   */
  async handleRedirectCallback(url?: string): Promise<HostedSignIn> {
    const page = pageAddress(); // before anything is awaited
    const { signOuts } = this.#deps.start;
    const flows = await this.#deps.oidc.load();
    return flows.handleRedirectCallback(url ?? page, page, signOuts);
  }

  /**
   * Signs in at the server's page in a window of its own. Call it from a click, before anything is awaited. The page at
   * `redirectUri`, of this origin, has to call `handleRedirectCallback`.
   *
   * @throws {PopupBlockedError} The browser opened no window.
   * @throws {PopupClosedError} The user closed it.
   * @throws {CallbackError | TokenError | OAuthError} As `handleRedirectCallback`.
   */
  async signInWithPopup(options: PopupSignInOptions = {}): Promise<HostedSignIn> {
    const popup = openWindow(options?.features ?? POPUP);
    const { signOuts } = this.#deps.start;
    try {
      const flows = await this.#deps.oidc.load();
      return await flows.signInWithPopup(popup, options, signOuts);
    } finally {
      popup.close();
    }
  }

  /**
   * Signs out here at once, and then at the server's page, where the browser is sent.
   *
   * @throws {UnsupportedByServerError} The server has no such page; on this side the session is over all the same.
   * @throws {NetworkError} The server could not be asked for it; on this side the session is over all the same.
   */
  async signOutWithRedirect(options: RedirectSignOutOptions = {}): Promise<void> {
    const flows = await this.#deps.oidc.load();
    await flows.signOutWithRedirect(options, async () => this.#report.report(await signOutHere(this.#deps), null));
  }
}
