/** A refresh token of format 1. The token itself is derived from its number and from the key of its session. */
export interface SessionToken {
  /** A hash of the token. */
  readonly id: string;
  readonly sessionId: string;
  readonly number: number;
  /** The number of the token that this one replaced; `null` for the first of a session. */
  readonly parent: number | null;
  readonly isRevoked: boolean;
  readonly changedAt: number;
}
