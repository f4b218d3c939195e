import type { TokenClaims } from '@sallyport/core/jwt';
import type { User } from '@sallyport/core/user';

/** How a sign-in at the server's own page begins. */
export interface HostedSignInOptions {
  /** Where the application is called back, an http(s) address without fragment. Default: the client's `redirectUri`. */
  readonly redirectUri?: string | undefined;
  /** What is asked for, with `openid` in it. Default `openid profile email phone offline_access`. */
  readonly scope?: string | undefined;
  /** What the page has to ask, such as `login`. Default: `consent` where the scope has `offline_access`. */
  readonly prompt?: string | undefined;
  /** Whom the page may suggest: an e-mail address, a phone number, a name. */
  readonly loginHint?: string | undefined;
  /** How long ago the user may have signed in there, in seconds. */
  readonly maxAgeSeconds?: number | undefined;
  /** Further parameters of the server's. They cannot take the place of those that the sign-in stands on. */
  readonly extraParameters?: Readonly<Record<string, string>> | undefined;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
}

/** How a sign-in by redirect begins. */
export interface RedirectSignInOptions extends HostedSignInOptions {
  /** Where the user wanted to go: an address of the same origin, or a path. `handleRedirectCallback` answers it. */
  readonly returnTo?: string | undefined;
  /** Goes to the page. Default: this page goes there. Outside browsers it must be there, such as `res.redirect`. */
  readonly open?: ((url: string) => void | Promise<void>) | undefined;
}

/** How a sign-in in a window of its own begins. */
export interface PopupSignInOptions extends HostedSignInOptions {
  /** What `window.open` makes of the window. Default: 480 by 640. */
  readonly features?: string | undefined;
}

/** How a sign-out at the server's own page begins. */
export interface RedirectSignOutOptions {
  /** Where the page leads back to. It must be registered. Default: the page says that the user is signed out. */
  readonly postLogoutRedirectUri?: string | undefined;
  /** Goes to the page. Default: this page goes there. Outside browsers it must be there. */
  readonly open?: ((url: string) => void | Promise<void>) | undefined;
}

/** Who signed in at the server's own page. */
export interface HostedSignIn {
  /** The user, as far as the ID token tells; `getCurrentUser` asks for the rest. */
  readonly user: User;
  /** All that the verified ID token says. */
  readonly claims: TokenClaims;
  /** Where the user wanted to go: an http(s) address of the application's origin; `null` when nothing was said. */
  readonly returnTo: string | null;
}
