import { type AnySallyportError, type ErrorKind, InvalidResponseError, isSallyportError } from '@sallyport/core/errors';
import { AuthError } from './auth-error.js';
import { CeremonyError } from './ceremony-error.js';

/** What GoTrue's users read for a kind of ours, where no code of GoTrue's came with it. */
const BY_KIND: Partial<Readonly<Record<ErrorKind, readonly [status: number, code?: string]>>> = {
  'invalid-input': [400, 'validation_failed'],
  'invalid-code': [422, 'mfa_verification_failed'],
  'challenge-expired': [422, 'mfa_challenge_expired'],
  'rate-limited': [429, 'over_request_rate_limit'],
  'unsupported-by-server': [501, 'unsupported_by_server'],
  'mfa-required': [403, 'insufficient_aal'],
  'permission-denied': [403],
  unauthenticated: [401],
  'not-found': [404],
  conflict: [409],
};

// GoTrue's codes are words; Authing's are numbers, which texts may hold.
const GOTRUE_CODE = /^[a-z][a-z\d]*(_[a-z\d]+)+$/;

/** Says what our methods throw in the words of GoTrue's client. Takes whatever was thrown. */
export function toAuthError(error: unknown): AuthError | CeremonyError {
  try {
    if (error instanceof CeremonyError) return error;
    if (isSallyportError(error)) return fromSallyport(error);
  } catch {
    // There are objects that cannot even be looked at, such as a revoked proxy.
  }
  // The reason of an abort is the caller's own, and may be anything.
  return new AuthError('AuthUnknownError', 'The call was given up', undefined, undefined, error);
}

function fromSallyport(error: AnySallyportError): AuthError {
  const { kind, message } = error;
  const made = (name: string, text: string, status?: number, code?: string): AuthError =>
    new AuthError(name, text, status, code, error, error);
  const code = typeof error.code === 'string' && GOTRUE_CODE.test(error.code) ? error.code : undefined;
  if (kind === 'not-signed-in' || kind === 'session-lost' || code === 'session_not_found') {
    return made('AuthSessionMissingError', 'Auth session missing!', 400);
  }
  if (kind === 'token') return new AuthError('AuthInvalidJwtError', message, 400, 'invalid_jwt', error);
  if (kind === 'network' || kind === 'timeout' || kind === 'proxy') {
    return made('AuthRetryableFetchError', message, 0);
  }
  if (kind === 'server') {
    return made('AuthRetryableFetchError', message, refusedStatus(error) ?? 500);
  }
  // The published client takes what it cannot read for no answer of the server's.
  const isTold = code !== undefined || kind === 'unsupported-by-server';
  const isUnreadable = !isTold && error.cause instanceof InvalidResponseError;
  const isRefusal = Object.hasOwn(BY_KIND, kind) || error.code !== undefined || error.status !== undefined;
  if (kind === 'invalid-response' || isUnreadable || !isRefusal) {
    return made('AuthUnknownError', message, error.status);
  }
  const [usualStatus, usualCode] = (Object.hasOwn(BY_KIND, kind) ? BY_KIND[kind] : undefined) ?? [];
  const told = error.code === undefined ? undefined : String(error.code);
  // A status goes with its code: where the code is GoTrue's and not the server's, the status is as well.
  const status = (code === undefined ? usualStatus : undefined) ?? refusedStatus(error) ?? usualStatus ?? 400;
  const shown = [message, status, code ?? usualCode ?? told] as const;
  if (code !== 'weak_password') return made('AuthApiError', ...shown);
  const { reasons = [] } = (error.data ?? {}) as { readonly reasons?: readonly unknown[] }; // as the wire reads them
  return Object.assign(made('AuthWeakPasswordError', ...shown), { reasons });
}

// Authing's wire refuses with HTTP 200 as well, which nobody would take for a failure.
function refusedStatus({ status }: AnySallyportError): number | undefined {
  return status !== undefined && status >= 400 ? status : undefined;
}
