import type { OidcRenewer } from '../authing/session/authing-token-renewer.js';
import type { Popup } from '../client/windows/open-window.js';
import type { HostedSignIn, PopupSignInOptions, RedirectSignInOptions, RedirectSignOutOptions } from './oidc.types.js';

/** What is left to do once the code that speaks OpenID Connect is there. */
export interface OidcCalls {
  signInWithRedirect(options: RedirectSignInOptions): Promise<void>;
  /** @param signOuts - How many sign-outs there had been when the call came: it loses to one that comes after. */
  signInWithPopup(popup: Popup, options: PopupSignInOptions, signOuts: number): Promise<HostedSignIn>;
  /** @param page - The address of the page, where there is one. */
  handleRedirectCallback(
    address: string | undefined,
    page: string | undefined,
    signOuts: number,
  ): Promise<HostedSignIn>;
  /** @param signOutHere - Ends the session on this side. */
  signOutWithRedirect(options: RedirectSignOutOptions, signOutHere: () => Promise<void>): Promise<void>;
  /** Revokes a refresh token at the issuer. */
  revoke(refreshToken: string): Promise<void>;
}

/** Where those are had from. */
export interface OidcSource {
  load(): Promise<OidcCalls & OidcRenewer>;
}
