/** Whose rules a grant goes by. What one of them gave is worthless for the others. */
export type Protocol = 'oidc' | 'oauth' | 'cas';

/** How and when a user has shown who it is. */
export interface Authentication {
  /** Epoch milliseconds. */
  readonly authenticatedAt: number;
  /** RFC 8176: `pwd`, `otp`, `sms`, `mfa`… */
  readonly methods: readonly string[];
}

/** What a browser carries from this server to an application: a code of OAuth 2, or a ticket of CAS. */
export interface AuthorizationCode {
  /** A hash: whoever reads the state cannot use it. */
  readonly id: string;
  readonly protocol: Protocol;
  readonly applicationId: string;
  readonly userId: string;
  /** The session of the browser. With it the code ends. */
  readonly browserSessionId: string;
  readonly authentication: Authentication;
  /** The address that it went to. */
  readonly redirectUri: string;
  readonly codeChallenge: string | null;
  readonly nonce: string | null;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  /** Whether it was redeemed, and for what. */
  readonly redeemed: boolean;
  readonly grantId: string | null;
}

/** What a user let an application have: the family that all tokens of one sign-in belong to. */
export interface Grant {
  /** The id of the session, with which it ends. */
  readonly id: string;
  readonly protocol: Protocol;
  readonly applicationId: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly authentication: Authentication;
  readonly createdAt: number;
}

/** One of a family. The last one works; within the grace a used one leads to its successor again. */
export interface RefreshToken {
  /** A hash. */
  readonly id: string;
  readonly grantId: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** When it was exchanged for the next one; `null` as long as it works. */
  readonly usedAt: number | null;
  /** Missing as long as it was not used. The holder's token and this together make the successor. */
  readonly successorSalt?: string;
}

/** An access token that was taken back before its end. */
export interface RevokedToken {
  /** Its `jti`. */
  readonly id: string;
  readonly expiresAt: number;
}
