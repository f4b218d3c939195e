import { FactorRefusal, type FactorRefusalReason } from '../../domain/factors/factor-refusal.js';
import type { Handler } from '../../http/context.js';
import { GotrueRefusal } from '../gotrue-refusal.js';

const ANSWERS: Readonly<Record<FactorRefusalReason, readonly [status: number, code: string]>> = {
  'challenge-expired': [422, 'mfa_challenge_expired'],
  'challenge-unknown': [422, 'mfa_factor_not_found'],
  // The wire has one code for a challenge of somewhere else and for one that was answered.
  'challenge-used': [422, 'mfa_ip_address_mismatch'],
  'name-taken': [422, 'mfa_factor_name_conflict'],
  'no-account-name': [500, 'unexpected_failure'],
  'not-carried': [500, 'unexpected_failure'],
  'phone-verified-already': [422, 'mfa_verified_factor_exists'],
  // The wire has no code of its own for an authenticator that proves something else.
  'proof-failed': [500, 'unexpected_failure'],
  'recovery-codes-exist': [422, 'mfa_verified_factor_exists'],
  'recovery-codes-locked': [429, 'mfa_recovery_codes_locked'],
  'recovery-codes-missing': [404, 'mfa_factor_not_found'],
  'recovery-codes-only': [422, 'mfa_recovery_codes_sole_factor'],
  rejected: [403, 'mfa_verification_rejected'],
  'second-factor-due': [403, 'insufficient_aal'],
  'sent-lately': [429, 'over_sms_send_rate_limit'],
  'session-over': [403, 'session_not_found'],
  'too-many-factors': [422, 'too_many_enrolled_mfa_factors'],
  'unenroll-needs-second-factor': [422, 'insufficient_aal'],
  'wrong-answer': [422, 'mfa_verification_failed'],
};

/** Puts what the domain refuses about factors into this wire's words. */
export function refusingFactors(handle: Handler): Handler {
  return async (c) => {
    try {
      return await handle(c);
    } catch (error) {
      if (!(error instanceof FactorRefusal)) throw error;
      if (error.retryAfterSeconds !== undefined) c.header('retry-after', String(error.retryAfterSeconds));
      const [status, code] = ANSWERS[error.reason];
      throw new GotrueRefusal(status, code, error.message);
    }
  };
}
