/** What an authenticator is asked for: to make a key, or to use the one it made. */
export interface Ceremony {
  readonly type: 'create' | 'request';
  /** Base64url. */
  readonly challenge: string;
  /** The host that keys belong to. */
  readonly relyingPartyId: string;
  /** The pages on which it may be answered; all that the wire lets in when there are none. */
  readonly origins: readonly string[];
}

/** A demand to prove one factor. */
export interface Challenge {
  readonly id: string;
  readonly factorId: string;
  /** Where it was asked for; only from there it is answered. */
  readonly ip: string | null;
  readonly expiresAt: number;
  readonly verifiedAt: number | null;
  readonly wrongAnswers: number;
  /** The code that was sent, where one was. */
  readonly code: string | null;
  readonly ceremony: Ceremony | null;
}
