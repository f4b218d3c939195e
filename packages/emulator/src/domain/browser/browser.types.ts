import type { Authentication } from '../grants/grant.types.js';

/** Somebody who is signed in at this server's own pages, and so at every application that asks. */
export interface BrowserSession {
  /** A hash of what the cookie has. */
  readonly id: string;
  /** The session that it is one of. It ends with it. */
  readonly sessionId: string;
  readonly userId: string;
  readonly authentication: Authentication;
}

/** A sign-in page that somebody looks at. */
export interface SignInPage {
  readonly id: string;
  /** A hash of the cookie of the browser that has it. */
  readonly browserId: string;
  /** What its forms carry along. */
  readonly csrfToken: string;
  readonly applicationId: string;
  /** Where the browser goes on, on this server. */
  readonly returnTo: string;
  /** Where it will be sent in the end, which the page's policy has to allow. */
  readonly target: string | null;
  readonly loginHint: string | null;
  /** The sign-in that waits for its second factor. */
  readonly mfaToken: string | null;
  readonly expiresAt: number;
}
