import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import {
  ApiError,
  ChallengeExpiredError,
  ConfigurationError,
  DisposedError,
  InputError,
  InvalidCodeError,
  InvalidResponseError,
  MfaRequiredError,
  NetworkError,
  NotFoundError,
  NotSignedInError,
  PermissionError,
  RateLimitError,
  ServerError,
  SessionLostError,
  TimeoutError,
  UnauthenticatedError,
  UnsupportedByServerError,
} from '@sallyport/core/errors';
import {
  isAuthApiError,
  isAuthError,
  isAuthRetryableFetchError,
  isAuthSessionMissingError,
  isAuthWeakPasswordError,
} from '@supabase/auth-js';
import { AuthError } from './auth-error.js';
import { CeremonyError } from './ceremony-error.js';
import { toAuthError } from './to-auth-error.js';

const guards = { isAuthApiError, isAuthRetryableFetchError, isAuthSessionMissingError, isAuthWeakPasswordError };

/** What the published guards say of an error. */
const judged = (error: unknown): readonly string[] =>
  Object.entries(guards).flatMap(([name, guard]) => (guard(error) ? [name] : []));

const message = 'said';

const unreadable = new InvalidResponseError({ message: 'a page of a proxy' });

describe('an error in GoTrue’s words', () => {
  it.each([
    [new InputError({ message }), 'isAuthApiError', 400, 'validation_failed'],
    [new InvalidCodeError({ message, code: 6001, status: 200 }), 'isAuthApiError', 422, 'mfa_verification_failed'],
    [new InvalidCodeError({ message, code: 400, status: 400 }), 'isAuthApiError', 422, 'mfa_verification_failed'],
    [
      new ChallengeExpiredError({ message, code: 2300, status: 200, expired: 'code' }),
      'isAuthApiError',
      422,
      'mfa_challenge_expired',
    ],
    [new RateLimitError({ message, code: 429, status: 429 }), 'isAuthApiError', 429, 'over_request_rate_limit'],
    [new UnsupportedByServerError({ message }), 'isAuthApiError', 501, 'unsupported_by_server'],
    [new UnsupportedByServerError({ message, cause: unreadable }), 'isAuthApiError', 501, 'unsupported_by_server'],
    [new ServerError({ message, status: 502, cause: unreadable }), 'isAuthRetryableFetchError', 502, undefined],
    [new PermissionError({ message, code: 1001, status: 200 }), 'isAuthApiError', 403, '1001'],
    [new NotFoundError({ message, code: 404, status: 404 }), 'isAuthApiError', 404, '404'],
    [new UnauthenticatedError({ message, code: 2020, status: 200 }), 'isAuthApiError', 401, '2020'],
    [new ApiError({ message, code: '2120', status: 200 }), 'isAuthApiError', 400, '2120'],
    [new ApiError({ message, status: 418 }), 'isAuthApiError', 418, undefined],
    [new MfaRequiredError({ message, code: 1635, status: 200 }), 'isAuthApiError', 403, 'insufficient_aal'],
    [
      new RateLimitError({ message, code: 'over_sms_send_rate_limit', status: 429 }),
      'isAuthApiError',
      429,
      'over_sms_send_rate_limit',
    ],
    [
      new UnsupportedByServerError({ message, code: 'mfa_phone_enroll_not_enabled', status: 422 }),
      'isAuthApiError',
      422,
      'mfa_phone_enroll_not_enabled',
    ],
    [new NotSignedInError({ message }), 'isAuthSessionMissingError', 400, undefined],
    [new SessionLostError({ message }), 'isAuthSessionMissingError', 400, undefined],
    [
      new UnauthenticatedError({ message, code: 'session_not_found', status: 403 }),
      'isAuthSessionMissingError',
      400,
      undefined,
    ],
    [new NetworkError({ message, sent: true }), 'isAuthRetryableFetchError', 0, undefined],
    [new TimeoutError({ message }), 'isAuthRetryableFetchError', 0, undefined],
    [new ServerError({ message, status: 503 }), 'isAuthRetryableFetchError', 503, undefined],
    [new ServerError({ message, code: 500, status: 200 }), 'isAuthRetryableFetchError', 500, undefined],
    [new ApiError({ message, code: 'weak_password', status: 422 }), 'isAuthWeakPasswordError', 422, 'weak_password'],
  ])('made of %p is one to the published guards', (cause, guard, status, code) => {
    const error = toAuthError(cause);
    expect(error).toMatchObject({ status, code });
    expect(error.cause).toBe(cause);
    expect([isAuthError(error), judged(error)]).toEqual([true, [guard]]);
  });

  it.each([
    [new ConfigurationError({ message }), message],
    [new DisposedError({ message }), message],
    [new InvalidResponseError({ message, status: 200 }), message],
    [new NotFoundError({ message, status: 404, cause: unreadable }), message],
    [new Error('the caller’s own reason'), 'The call was given up'],
    ['a text', 'The call was given up'],
    [undefined, 'The call was given up'],
  ])('made of %p is of no kind that could be told apart', (cause, said) => {
    const error = toAuthError(cause);
    expect(error).toMatchObject({ name: 'AuthUnknownError', message: said });
    expect([isAuthError(error), judged(error)]).toEqual([true, []]);
  });

  it('can be made of what cannot even be looked at', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(toAuthError(proxy)).toMatchObject({ name: 'AuthUnknownError' });
  });

  it('says what a weak password lacks, as far as the server says it', () => {
    const data = { reasons: ['length', 'characters'] };
    const error = toAuthError(new ApiError({ message, code: 'weak_password', status: 422, data }));
    expect(error).toMatchObject({ reasons: ['length', 'characters'] });
  });

  it('shows nothing of what the server sent along (NET-07)', () => {
    const cause = new MfaRequiredError({ message, code: 1635, data: { mfaToken: 'canary' } });
    const error = toAuthError(cause);
    const shown = `${error.stack}${JSON.stringify(error)}${JSON.stringify({ ...error })}${inspect(error)}`;
    expect(shown).not.toContain('canary');
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'AuthApiError',
      message,
      status: 403,
      code: 'insufficient_aal',
      kind: 'mfa-required',
      remedy: '',
      retryable: false,
      retryAfterMs: null,
    });
  });

  it.each([
    [new RateLimitError({ message, remedy: 'Wait.', retryAfterMs: 2_000, status: 429 }), 'rate-limited'],
    [new NetworkError({ message, remedy: 'Check the network.', sent: false }), 'network'],
    [new InvalidCodeError({ message, remedy: 'Ask again.', code: 6001 }), 'invalid-code'],
    [new NotSignedInError({ message, remedy: 'Sign in first.' }), 'not-signed-in'],
    [new InvalidResponseError({ message, remedy: 'Check the address.' }), 'invalid-response'],
    [new ServerError({ message, remedy: 'Try again later.', retryable: true, status: 503 }), 'server'],
    [new ApiError({ message, remedy: 'Choose another.', code: 'weak_password', status: 422 }), 'api'],
  ])('toAuthError hands over kind, remedy, retryable and retryAfterMs of %p', (cause, kind) => {
    const { remedy, retryable, retryAfterMs } = cause;
    const error = toAuthError(cause);
    expect(error).toMatchObject({ kind, remedy, retryable, retryAfterMs });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ kind, remedy, retryable, retryAfterMs });
  });

  it('toAuthError gives the reason of an abort no kind', () => {
    expect(toAuthError(new Error('enough'))).toMatchObject({
      kind: undefined,
      remedy: '',
      retryable: false,
      retryAfterMs: null,
    });
  });

  it('toAuthError gives a failed ceremony the kind passkey', () => {
    const error = toAuthError(CeremonyError.from(new Error('cancelled')));
    expect(error).toMatchObject({ kind: 'passkey', remedy: expect.stringMatching(/./), retryable: false });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ kind: 'passkey', retryAfterMs: null });
  });

  it.each([['constructor'], ['toString'], ['__proto__']])(
    'toAuthError takes an error of another version whose kind is %s',
    (kind) => {
      const foreign = Object.assign(new Error(message), { [Symbol.for('sallyport.error')]: true, status: 400 });
      Object.defineProperty(foreign, 'kind', { value: kind });
      expect(toAuthError(foreign)).toMatchObject({ name: 'AuthApiError', status: 400, code: undefined });
    },
  );

  it('is an error like any other', () => {
    const error = toAuthError(new NotSignedInError({ message }));
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(AuthError);
    expect(String(error)).toBe('AuthSessionMissingError: Auth session missing!');
  });
});
