/** Why the domain says no. Each wire has a table of its own from these to its codes. */
export type RefusalReason =
  | 'account-locked'
  | 'application-mfa-required'
  | 'application-unknown'
  | 'authenticator-bound-already'
  | 'code-expired'
  | 'email-not-bound'
  | 'email-unchanged'
  | 'face-differs'
  | 'face-missing'
  | 'face-taken'
  | 'email-malformed'
  | 'email-taken'
  | 'first-password-required'
  | 'forbidden'
  | 'identifier-missing'
  | 'field-unknown'
  | 'input-missing'
  | 'input-malformed'
  | 'last-sign-in-method'
  | 'not-signed-in'
  | 'not-whitelisted'
  | 'old-password-missing'
  | 'old-password-wrong'
  | 'password-unfit'
  | 'password-undecryptable'
  | 'personal-mfa-required'
  | 'password-reset-required'
  | 'phone-not-bound'
  | 'phone-taken'
  | 'phone-unchanged'
  | 'photo-missing'
  | 'qr-code-unknown'
  | 'recovery-code-missing'
  | 'registration-disabled'
  | 'reset-meanwhile'
  | 'session-expired'
  | 'session-invalid'
  | 'too-many-attempts'
  | 'totp-missing'
  | 'user-exists'
  | 'user-pool-unknown'
  | 'user-unknown'
  | 'username-taken'
  | 'wrong-code'
  | 'wrong-confirmation-code'
  | 'wrong-credentials'
  | 'wrong-password'
  | 'wrong-recovery-code'
  | 'wrong-totp';

interface RefusalDetails {
  /** What the answer carries along. */
  readonly data?: unknown;
  readonly retryAfterSeconds?: number;
}

/** The domain says no. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: RefusalReason;
  readonly data: unknown;
  readonly retryAfterSeconds: number | undefined;

  constructor(reason: RefusalReason, message: string, details: RefusalDetails = {}) {
    super(message);
    this.reason = reason;
    this.data = details.data;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}
