import type { RefusalReason } from '../domain/refusal.js';

interface Answer {
  readonly code: number;
  /** HTTP status on REST; business refusals are 200 there. */
  readonly status?: number;
}

/** What the wire says for each refusal: the vendor's published codes, and where there is none, our choice. */
export const REFUSAL_CODES: Readonly<Record<RefusalReason, Answer>> = {
  'account-locked': { code: 2005 },
  'application-mfa-required': { code: 1636 },
  'application-unknown': { code: 2011 },
  'authenticator-bound-already': { code: 1001 },
  'code-expired': { code: 2300 },
  'email-not-bound': { code: 2219 },
  'email-unchanged': { code: 2229 },
  'face-differs': { code: 1702 },
  'face-missing': { code: 1701 },
  'face-taken': { code: 1706 },
  'field-unknown': { code: 400, status: 400 },
  'email-malformed': { code: 2003 },
  'email-taken': { code: 2200 },
  'first-password-required': { code: 1639 },
  forbidden: { code: 1001 },
  'identifier-missing': { code: 2028 },
  'input-missing': { code: 2231 },
  'input-malformed': { code: 400, status: 400 },
  'last-sign-in-method': { code: 2217 },
  'not-signed-in': { code: 2020 },
  'not-whitelisted': { code: 2031 },
  'old-password-missing': { code: 2201 },
  'old-password-wrong': { code: 2203 },
  'password-reset-required': { code: 2058 },
  'password-unfit': { code: 2029 },
  'password-undecryptable': { code: 2016 },
  'personal-mfa-required': { code: 1635 },
  'phone-not-bound': { code: 2218 },
  'phone-taken': { code: 2035 },
  'phone-unchanged': { code: 2230 },
  'photo-missing': { code: 1700 },
  'recovery-code-missing': { code: 6004 },
  'registration-disabled': { code: 2031 },
  'reset-meanwhile': { code: 1000 },
  'session-expired': { code: 2206 },
  'session-invalid': { code: 2207 },
  'too-many-attempts': { code: 429, status: 429 },
  'totp-missing': { code: 6003 },
  'user-exists': { code: 2026 },
  'user-pool-unknown': { code: 2224 },
  'user-unknown': { code: 2004 },
  'username-taken': { code: 2034 },
  'wrong-code': { code: 2001 },
  'wrong-confirmation-code': { code: 400, status: 400 },
  'wrong-credentials': { code: 2333 },
  'wrong-password': { code: 2006 },
  'wrong-recovery-code': { code: 6002 },
  'wrong-totp': { code: 6001 },
};
