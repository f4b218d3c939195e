/** Why something about a second factor is refused. */
export type FactorRefusalReason =
  | 'challenge-expired'
  | 'challenge-unknown'
  | 'challenge-used'
  | 'name-taken'
  | 'no-account-name'
  | 'not-carried'
  | 'phone-verified-already'
  | 'proof-failed'
  | 'recovery-codes-exist'
  | 'recovery-codes-locked'
  | 'recovery-codes-missing'
  | 'recovery-codes-only'
  | 'rejected'
  | 'second-factor-due'
  | 'sent-lately'
  | 'session-over'
  | 'too-many-factors'
  | 'unenroll-needs-second-factor'
  | 'wrong-answer';

/** Something about a second factor is refused. */
export class FactorRefusal extends Error {
  override readonly name = 'FactorRefusal';
  readonly reason: FactorRefusalReason;
  readonly retryAfterSeconds: number | undefined;

  constructor(reason: FactorRefusalReason, message: string, retryAfterSeconds?: number) {
    super(message);
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
