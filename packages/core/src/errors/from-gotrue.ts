import { ownRefusal, type RefusalName, type RefusedCall, raise, refusalByStatus } from './refusals.js';
import type { ErrorDetails, SallyportError } from './sallyport-error.js';

/** Wire facts: error codes of GoTrue, https://supabase.com/docs/guides/auth/debugging/error-codes. */
const BY_CODE: ReadonlyMap<string, RefusalName> = new Map<string, RefusalName>([
  ['anonymous_provider_disabled', 'unsupported'],
  ['bad_code_verifier', 'refused'],
  ['bad_jwt', 'signInAgain'],
  ['captcha_failed', 'solveCaptcha'],
  ['conflict', 'notYet'],
  ['current_password_invalid', 'wrongCredentials'],
  ['current_password_required', 'presentPassword'],
  ['email_address_invalid', 'malformedEmail'],
  ['email_exists', 'taken'],
  ['email_not_confirmed', 'confirmAddress'],
  ['email_provider_disabled', 'unsupported'],
  ['feature_disabled', 'unsupported'],
  ['flow_state_expired', 'codeExpired'],
  ['flow_state_not_found', 'wrongCode'],
  ['hook_timeout', 'failing'],
  ['hook_timeout_after_retry', 'failing'],
  ['identity_already_exists', 'taken'],
  ['identity_not_found', 'absent'],
  ['insufficient_aal', 'mfaRequired'],
  ['invalid_credentials', 'wrongCredentials'],
  ['manual_linking_disabled', 'unsupported'],
  ['mfa_challenge_expired', 'codeExpired'],
  ['mfa_factor_name_conflict', 'nameTaken'],
  ['mfa_factor_not_found', 'absent'],
  ['mfa_ip_address_mismatch', 'codeExpired'],
  ['mfa_phone_enroll_not_enabled', 'unsupported'],
  ['mfa_phone_verify_not_enabled', 'unsupported'],
  ['mfa_totp_enroll_not_enabled', 'unsupported'],
  ['mfa_totp_verify_not_enabled', 'unsupported'],
  ['mfa_verification_failed', 'wrongTotp'],
  ['mfa_verification_rejected', 'factorRejected'],
  ['mfa_verified_factor_exists', 'taken'],
  ['mfa_webauthn_enroll_not_enabled', 'unsupported'],
  ['mfa_webauthn_verify_not_enabled', 'unsupported'],
  ['not_admin', 'notAdmin'],
  ['oauth_provider_not_supported', 'unsupported'],
  ['otp_disabled', 'closed'],
  ['otp_expired', 'wrongCode'],
  ['over_email_send_rate_limit', 'slowDown'],
  ['over_request_rate_limit', 'slowDown'],
  ['over_sms_send_rate_limit', 'slowDown'],
  ['phone_exists', 'taken'],
  ['phone_not_confirmed', 'confirmAddress'],
  ['phone_provider_disabled', 'unsupported'],
  ['provider_disabled', 'unsupported'],
  ['reauthentication_needed', 'reauthenticate'],
  ['reauthentication_not_valid', 'wrongCode'],
  ['refresh_token_already_used', 'signInAgain'],
  ['refresh_token_not_found', 'signInAgain'],
  ['request_timeout', 'failing'],
  ['same_password', 'samePassword'],
  ['session_expired', 'signInAgain'],
  ['session_not_found', 'signInAgain'],
  ['signup_disabled', 'closed'],
  ['single_identity_not_deletable', 'lastIdentity'],
  ['too_many_enrolled_mfa_factors', 'tooManyFactors'],
  ['unexpected_failure', 'failing'],
  ['user_already_exists', 'taken'],
  ['user_banned', 'locked'],
  ['weak_password', 'weakPassword'],
  ['web3_provider_disabled', 'unsupported'],
]);

// Codes whose meaning depends on the status, or that say no more than the status does.
const OTHER_CODES: ReadonlySet<string> = new Set(
  (
    'bad_json bad_oauth_callback bad_oauth_state email_address_not_authorized invite_not_found no_authorization ' +
    'passkey_disabled sms_send_failed unexpected_audience user_not_found user_sso_managed ' +
    'validation_failed web3_unsupported_chain'
  ).split(' '),
);

/** Whether a code is one of this wire's. */
export function isGoTrueCode(code: string): boolean {
  return BY_CODE.has(code) || OTHER_CODES.has(code);
}

/** An answer of the GoTrue wire that says no. */
export interface GoTrueFailure extends ErrorDetails {
  readonly code: string | undefined;
  readonly status: number;
}

/**
 * Turns a refusal of the GoTrue wire into the error that says what to do next.
 *
 * @param call - What a code means at this one endpoint; under a status, what that means where there is no code; under
 *   both, such as `404 validation_failed`, what the code means with that status alone.
 */
export function errorFromGoTrue(failure: GoTrueFailure, call: RefusedCall = {}): SallyportError {
  const { code, status } = failure;
  const usual =
    ownRefusal(call, `${status} ${code}`) ??
    ownRefusal(call, code ?? status) ??
    BY_CODE.get(code ?? '') ??
    byMore(failure);
  // The session of an `mfaToken` that the server refuses is the sign-in that was pending.
  const name = call.isSecondStep && usual === 'signInAgain' ? 'challengeOver' : usual;
  return raise(name, { ...failure, retryAfterMs: failure.retryAfterMs ?? toldWaitMs(name, failure.message) });
}

// The code of every malformed value. The texts are the server's own (internal/api/mail.go, phone.go).
function malformed(message: string): RefusalName | undefined {
  if (/^Unable to validate email address|^Invalid email format/.test(message)) return 'malformedEmail';
  return message.startsWith('Invalid phone number format') ? 'malformedPhone' : undefined;
}

function byMore({ code, status, message }: GoTrueFailure): RefusalName {
  if (code === 'validation_failed') return malformed(message) ?? refusalByStatus(status);
  // Of whom a token is, where the gate says it; of whom an administrator has named, elsewhere.
  if (code === 'user_not_found') return status === 403 ? 'signInAgain' : 'absent';
  // Without a token it is a 401; whoever has signed in anonymously is told with a 403 what such users may not do.
  if (code === 'no_authorization') return status === 403 ? 'forbidden' : 'signInAgain';
  if (code?.startsWith('mfa_recovery_codes_')) return ofRecoveryCodes(code);
  return refusalByStatus(status);
}

// Newer than the servers whose codes are known one by one.
function ofRecoveryCodes(code: string): RefusalName {
  if (/disabled|not_enabled/.test(code)) return 'unsupported';
  if (/locked/.test(code)) return 'slowDown';
  if (/not_found/.test(code)) return 'absent';
  if (/exist/.test(code)) return 'taken';
  return /verif|invalid|used/.test(code) ? 'wrongRecoveryCode' : 'refused';
}

// The wire has no Retry-After for messages that were sent too soon: the seconds stand in the text.
function toldWaitMs(name: RefusalName, message: string): number | null {
  const seconds = name === 'slowDown' ? /\b(\d{1,5}) seconds?\b/.exec(message)?.[1] : undefined;
  return seconds === undefined ? null : Number(seconds) * 1000;
}
