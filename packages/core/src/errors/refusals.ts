import {
  ConflictError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  UnauthenticatedError,
  UnsupportedByServerError,
} from './api-errors.js';
import { InputError } from './client-errors.js';
import { ApiError, type ErrorDetails, type SallyportError } from './sallyport-error.js';
import {
  ChallengeExpiredError,
  InvalidCodeError,
  InvalidCredentialsError,
  MfaRequiredError,
  PasskeyError,
  type SignInStep,
  SignInStepRequiredError,
  WeakPasswordError,
} from './sign-in-errors.js';

/** What a server refuses with, whatever its wire calls it: the error that says so, and what to do next. */
export interface Refusal {
  readonly raise: (details: ErrorDetails) => SallyportError;
  readonly remedy: string;
  readonly retryable?: boolean;
}

const malformed =
  (field: string) =>
  (details: ErrorDetails): SallyportError =>
    new InputError({ ...details, field });

const step =
  (name: SignInStep) =>
  (details: ErrorDetails): SallyportError =>
    new SignInStepRequiredError({ ...details, step: name });

/** Every kind of refusal. */
export const REFUSALS = {
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
  confirmAddress: {
    raise: step('confirm-address'),
    remedy: 'Let the user open the link, or type the code, that was sent to the address.',
  },
  reauthenticate: {
    raise: step('reauthenticate'),
    remedy: 'Have a code sent with reauthenticate, and pass it along with the change.',
  },
  presentPassword: {
    raise: step('reauthenticate'),
    remedy: 'Ask for the present password and pass it to updatePassword as oldPassword.',
  },
  solveCaptcha: { raise: step('solve-captcha'), remedy: 'Show a captcha and pass its answer as captchaCode.' },
  signInAgain: {
    raise: (details) => new UnauthenticatedError(details),
    remedy: 'Sign in again; where a key was passed, check the key.',
  },
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
  },
  wrongTotp: {
    raise: (details) => new InvalidCodeError(details),
    remedy: 'Wait for the next code of the authenticator app, check the clock of the phone, and ask again.',
  },
  wrongRecoveryCode: {
    raise: (details) => new InvalidCodeError(details),
    remedy: 'Ask for a recovery code that was not used yet. The newest set of codes replaces all earlier ones.',
  },
  wrongCredentials: {
    raise: (details) => new InvalidCredentialsError(details),
    remedy: 'Let the user type account and password again.',
  },
  malformedEmail: { raise: malformed('email'), remedy: 'Let the user correct the email address.' },
  malformedPhone: {
    raise: malformed('phone'),
    remedy: 'Let the user correct the phone number, with its country code where the server asks for one.',
  },
  weakPassword: {
    raise: (details) => new WeakPasswordError(details),
    remedy: 'Let the user choose another password; reasons names the rules that this one breaks.',
  },
  shortPassword: {
    raise: (details) => new WeakPasswordError({ ...details, reasons: ['length'] }),
    remedy: 'Let the user choose a longer password.',
  },
  passkeyRefused: {
    raise: (details) => new PasskeyError(details),
    remedy: 'Let the user try the passkey again, or offer another factor. Check the origin and the relying party ID.',
  },
  samePassword: {
    raise: (details) => new WeakPasswordError(details),
    remedy: 'Let the user choose a password other than the present one.',
  },
  factorRejected: {
    raise: (details) => new PermissionError(details),
    remedy: 'Show the message to the user: a hook of the server rejected the factor, and the session is over.',
  },
  tooManyFactors: { raise: (details) => new ApiError(details), remedy: 'Remove a factor before adding another one.' },
  forbidden: {
    raise: (details) => new PermissionError(details),
    remedy: 'Read the message of the server: it names the missing permission, or the state that forbids this call.',
  },
  otherAccount: {
    raise: (details) => new PermissionError(details),
    remedy: 'Use an account that may do this.',
  },
  notAdmin: {
    raise: (details) => new PermissionError(details),
    remedy: 'Pass the key of an administrator, or use an account that may do this.',
  },
  locked: {
    raise: (details) => new PermissionError(details),
    remedy: 'Let the user contact the administrator, who can unlock the account.',
  },
  closed: {
    raise: (details) => new PermissionError(details),
    remedy: 'Registration is off: let an administrator create the account, or switch registration on at the server.',
  },
  lastIdentity: {
    raise: (details) => new PermissionError(details),
    remedy: 'Link another identity or add another way to sign in before removing this one.',
  },
  absent: { raise: (details) => new NotFoundError(details), remedy: 'Check the identifier.' },
  nothingThere: {
    raise: (details) => new NotFoundError(details),
    remedy: 'Check the address of the server with its path, such as /auth/v1 on GoTrue’s wire, and the identifier.',
  },
  taken: { raise: (details) => new ConflictError(details), remedy: 'Choose another value, or sign in instead.' },
  nameTaken: {
    raise: (details) => new ConflictError(details),
    remedy: 'Choose another name, or remove the factor that has it.',
  },
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

/** The name of one kind of refusal. */
export type RefusalName = keyof typeof REFUSALS;

/** What a status alone says, where a server gives no code that is known. */
export function refusalByStatus(status: number): RefusalName {
  if (status === 401) return 'signInAgain';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'nothingThere';
  if (status === 408 || status === 425) return 'notYet';
  if (status === 409) return 'taken';
  if (status === 429) return 'slowDown';
  if (status === 501) return 'unsupported';
  return status >= 500 ? 'failing' : 'refused';
}

/** Makes the error of a refusal. What the failure says itself goes first. */
export function raise(name: RefusalName, failure: ErrorDetails): SallyportError {
  const refusal: Refusal = REFUSALS[name];
  return refusal.raise({
    ...failure,
    remedy: failure.remedy ?? refusal.remedy,
    retryable: failure.retryable ?? refusal.retryable,
  });
}

/** The call that was refused, as far as it decides what a code means. */
export interface RefusedCall {
  /** What codes mean at this one endpoint, over what they mean elsewhere. */
  readonly refusals?: Readonly<Record<number | string, RefusalName>> | undefined;
  /** Whether the bearer was an `mfaToken` that the caller handed over. */
  readonly isSecondStep?: boolean;
}

/** The endpoint's own meaning of a code. Servers choose codes: `constructor` is no key of the table. */
export function ownRefusal({ refusals }: RefusedCall, code: number | string): RefusalName | undefined {
  return refusals && Object.hasOwn(refusals, code) ? refusals[code] : undefined;
}
