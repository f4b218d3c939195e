import { ApiError } from './api-error.js';
import { ChallengeExpiredError } from './challenge-expired-error.js';
import { ConflictError } from './conflict-error.js';
import { InvalidCodeError } from './invalid-code-error.js';
import { InvalidCredentialsError } from './invalid-credentials-error.js';
import { MfaRequiredError } from './mfa-required-error.js';
import { NotFoundError } from './not-found-error.js';
import { PermissionError } from './permission-error.js';
import { RateLimitError } from './rate-limit-error.js';
import type { ErrorDetails, SallyportError } from './sallyport-error.js';
import { ServerError } from './server-error.js';
import { type SignInStep, SignInStepRequiredError } from './sign-in-step-required-error.js';
import { UnauthenticatedError } from './unauthenticated-error.js';
import { UnsupportedByServerError } from './unsupported-by-server-error.js';

interface Refusal {
  readonly raise: (details: ErrorDetails) => SallyportError;
  readonly remedy: string;
  readonly retryable?: boolean;
}

const step =
  (name: SignInStep) =>
  (details: ErrorDetails): SallyportError =>
    new SignInStepRequiredError({ ...details, step: name });

const REFUSALS = {
  mfaRequired: {
    raise: (details) => new MfaRequiredError(details),
    remedy: 'Ask for the second factor and pass it to one of the mfa.verify… methods with data.mfaToken.',
  },
  setPassword: { raise: step('set-password'), remedy: 'Let the user choose a first password.' },
  resetPassword: {
    raise: step('reset-password'),
    remedy: 'Let the user replace the password; the old one is asked for.',
  },
  linkIdentity: { raise: step('link-identity'), remedy: 'Let the user link the external identity to an account.' },
  chooseAccount: { raise: step('choose-account'), remedy: 'Let the user choose one of the accounts.' },
  completeProfile: { raise: step('complete-profile'), remedy: 'Ask for the profile fields that are missing.' },
  unlockAccount: { raise: step('unlock-account'), remedy: 'Let the user unlock the account.' },
  solveCaptcha: { raise: step('solve-captcha'), remedy: 'Show a captcha and pass its answer as captchaCode.' },
  signInAgain: { raise: (details) => new UnauthenticatedError(details), remedy: 'Sign in again.' },
  challengeOver: {
    raise: (details) => new ChallengeExpiredError({ ...details, expired: 'sign-in' }),
    remedy: 'The pending sign-in is over: start again with the first factor.',
  },
  codeExpired: {
    raise: (details) => new ChallengeExpiredError({ ...details, expired: 'code' }),
    remedy: 'Send a new code and ask again.',
  },
  wrongCode: {
    raise: (details) => new InvalidCodeError(details),
    remedy: 'Ask for the code again; each code works once.',
    retryable: true,
  },
  wrongTotp: {
    raise: (details) => new InvalidCodeError(details),
    remedy: 'Wait for the next code of the authenticator app, check the clock of the phone, and ask again.',
    retryable: true,
  },
  wrongRecoveryCode: {
    raise: (details) => new InvalidCodeError(details),
    remedy: 'Use the newest recovery code: each works once and is replaced by the one handed out with it.',
    retryable: true,
  },
  wrongCredentials: {
    raise: (details) => new InvalidCredentialsError(details),
    remedy: 'Let the user type account and password again.',
  },
  forbidden: {
    raise: (details) => new PermissionError(details),
    remedy: 'Use an account or a key that may do this.',
  },
  absent: { raise: (details) => new NotFoundError(details), remedy: 'Check the identifier.' },
  taken: { raise: (details) => new ConflictError(details), remedy: 'Choose another value, or sign in instead.' },
  slowDown: {
    raise: (details) => new RateLimitError(details),
    remedy: 'Wait before the next attempt.',
    retryable: true,
  },
  failing: { raise: (details) => new ServerError(details), remedy: 'Try again later.', retryable: true },
  notYet: { raise: (details) => new ApiError(details), remedy: 'Try again.', retryable: true },
  unsupported: {
    raise: (details) => new UnsupportedByServerError(details),
    remedy: 'Use a server that has this feature.',
  },
  refused: { raise: (details) => new ApiError(details), remedy: 'Read the message and the code of the server.' },
} satisfies Readonly<Record<string, Refusal>>;

/** How a row or the table names one kind of refusal of the Authing wire. */
export type AuthingRefusal = keyof typeof REFUSALS;

/** Wire facts: the vendor's public error-code tables (v2), and what the emulator means where no table says. */
const BY_CODE: ReadonlyMap<number, AuthingRefusal> = new Map<number, AuthingRefusal>([
  [401, 'signInAgain'],
  [403, 'forbidden'],
  [404, 'absent'],
  [408, 'notYet'],
  [425, 'notYet'],
  [429, 'slowDown'],
  [500, 'failing'],
  [501, 'unsupported'],
  [1000, 'failing'],
  [1001, 'forbidden'],
  [1576, 'forbidden'],
  [1635, 'mfaRequired'],
  [1636, 'mfaRequired'],
  [1639, 'setPassword'],
  [1640, 'linkIdentity'],
  [1641, 'linkIdentity'],
  [1642, 'completeProfile'],
  [1643, 'unlockAccount'],
  [2000, 'solveCaptcha'],
  [2001, 'wrongCode'],
  [2004, 'wrongCredentials'],
  [2005, 'forbidden'],
  [2006, 'wrongCredentials'],
  [2011, 'absent'],
  [2020, 'signInAgain'],
  [2026, 'taken'],
  [2031, 'forbidden'],
  [2034, 'taken'],
  [2035, 'taken'],
  [2036, 'absent'],
  [2058, 'resetPassword'],
  [2100, 'slowDown'],
  [2200, 'taken'],
  [2203, 'wrongCredentials'],
  [2206, 'signInAgain'],
  [2207, 'signInAgain'],
  [2224, 'absent'],
  [2300, 'codeExpired'],
  [2333, 'wrongCredentials'],
  [2921, 'chooseAccount'],
  [4212, 'absent'],
  [6001, 'wrongTotp'],
  [6002, 'wrongRecoveryCode'],
  [6003, 'wrongTotp'],
  [6004, 'wrongRecoveryCode'],
  [2120008, 'forbidden'],
  [2130010, 'forbidden'],
]);

// The same codes mean another thing when the bearer was an `mfaToken`: the session is fine, the second step is over.
const BY_CODE_OF_PENDING_SIGN_IN: ReadonlyMap<number, AuthingRefusal> = new Map<number, AuthingRefusal>([
  [401, 'challengeOver'],
  [2020, 'challengeOver'],
  [2206, 'challengeOver'],
  [2207, 'challengeOver'],
]);

function byStatus(status: number): AuthingRefusal {
  if (status === 401) return 'signInAgain';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'absent';
  if (status === 408 || status === 425) return 'notYet';
  if (status === 409) return 'taken';
  if (status === 429) return 'slowDown';
  if (status === 501) return 'unsupported';
  return status >= 500 ? 'failing' : 'refused';
}

/** An answer of the Authing wire that says no. */
export interface AuthingFailure extends ErrorDetails {
  readonly status: number;
}

/** The call that was refused, as far as it decides what a code means. */
export interface RefusedCall {
  /** What codes mean at this one endpoint, over what they mean elsewhere. */
  readonly refusals?: Readonly<Record<number, AuthingRefusal>> | undefined;
  /** Whether the bearer was an `mfaToken` that the caller handed over. */
  readonly isSecondStep?: boolean;
}

/**
 * Turns a refusal of the Authing wire into the error that says what to do next.
 *
 * @param failure - What the server said; `code` may be a number or a numeric string.
 */
export function errorFromAuthing(failure: AuthingFailure, call: RefusedCall = {}): SallyportError {
  const code = Number(failure.code ?? Number.NaN);
  const name =
    call.refusals?.[code] ??
    (call.isSecondStep ? BY_CODE_OF_PENDING_SIGN_IN.get(code) : undefined) ??
    BY_CODE.get(code) ??
    (call.isSecondStep ? BY_CODE_OF_PENDING_SIGN_IN.get(failure.status) : undefined) ??
    byStatus(failure.status);
  const refusal: Refusal = REFUSALS[name];
  return refusal.raise({
    ...failure,
    remedy: failure.remedy ?? refusal.remedy,
    retryable: failure.retryable ?? refusal.retryable,
  });
}
