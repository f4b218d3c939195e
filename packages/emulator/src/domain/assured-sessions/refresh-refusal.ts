/** Why a session is not renewed. */
export type RefreshRefusalReason = 'malformed' | 'unknown' | 'used' | 'ahead' | 'expired' | 'unusable-account';

/** A refresh token brings nothing. */
export class RefreshRefusal extends Error {
  override readonly name = 'RefreshRefusal';
  readonly reason: RefreshRefusalReason;

  constructor(reason: RefreshRefusalReason) {
    super(`The refresh token is refused: ${reason}`);
    this.reason = reason;
  }
}
