import { ownRefusal, type RefusalName, type RefusedCall, raise, refusalByStatus } from './refusals.js';
import type { ErrorDetails, SallyportError } from './sallyport-error.js';

/** Wire facts: the vendor's public error-code tables (v2), and what the emulator means where no table says. */
const BY_CODE: ReadonlyMap<number, RefusalName> = new Map<number, RefusalName>([
  [401, 'signInAgain'],
  [403, 'forbidden'],
  [404, 'nothingThere'],
  [408, 'notYet'],
  [425, 'notYet'],
  [429, 'slowDown'],
  [500, 'failing'],
  [501, 'unsupported'],
  [1000, 'failing'],
  [1001, 'forbidden'],
  [1576, 'otherAccount'],
  [1635, 'mfaRequired'],
  [1636, 'mfaRequired'],
  [1639, 'setPassword'],
  [1640, 'linkIdentity'],
  [1641, 'linkIdentity'],
  [1642, 'completeProfile'],
  [1643, 'unlockAccount'],
  [2000, 'solveCaptcha'],
  [2001, 'wrongCode'],
  [2003, 'malformedEmail'],
  [2004, 'wrongCredentials'],
  [2005, 'locked'],
  [2006, 'wrongCredentials'],
  [2011, 'absent'],
  [2020, 'signInAgain'],
  [2026, 'taken'],
  [2029, 'shortPassword'],
  [2031, 'closed'],
  [2034, 'taken'],
  [2035, 'taken'],
  [2036, 'absent'],
  [2058, 'resetPassword'],
  [2100, 'slowDown'],
  [2200, 'taken'],
  [2203, 'wrongCredentials'],
  [2204, 'malformedEmail'],
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
  [2120008, 'locked'],
  [2130010, 'otherAccount'],
]);

// The same codes mean another thing when the bearer was an `mfaToken`: the session is fine, the second step is over.
const BY_CODE_OF_PENDING_SIGN_IN: ReadonlyMap<number, RefusalName> = new Map<number, RefusalName>([
  [401, 'challengeOver'],
  [2020, 'challengeOver'],
  [2206, 'challengeOver'],
  [2207, 'challengeOver'],
]);

/** Whether the table contains a code, which the wire also writes as text. */
export function isAuthingCode(code: string): boolean {
  return BY_CODE.has(Number(code));
}

/** An answer of the Authing wire that says no. */
export interface AuthingFailure extends ErrorDetails {
  readonly status: number;
}

/**
 * Turns a refusal of the Authing wire into the error that says what to do next.
 *
 * @param failure - What the server said; `code` may be a number or a numeric string.
 */
export function errorFromAuthing(failure: AuthingFailure, call: RefusedCall = {}): SallyportError {
  const code = Number(failure.code ?? Number.NaN);
  const name =
    ownRefusal(call, code) ??
    (call.isSecondStep ? BY_CODE_OF_PENDING_SIGN_IN.get(code) : undefined) ??
    BY_CODE.get(code) ??
    (call.isSecondStep ? BY_CODE_OF_PENDING_SIGN_IN.get(failure.status) : undefined) ??
    refusalByStatus(failure.status);
  return raise(name, failure);
}
