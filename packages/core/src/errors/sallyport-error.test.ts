import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import * as errors from './index.js';

const CANARY = 'canary-7f3a9b';
const details = {
  message: 'No',
  code: '1635',
  data: { mfaToken: CANARY, token: CANARY, password: CANARY },
  remedy: 'Do this.',
  retryable: true,
  retryAfterMs: 2_000,
  status: 418,
  requestId: 'req-1',
};

describe('SallyportError', () => {
  const error = new errors.ApiError(details);

  it('carries every field that it was made of', () => {
    expect(error).toMatchObject(details);
  });

  it('is a real error with a stack', () => {
    expect(error).toBeInstanceOf(Error);
    expect(error.stack).toContain('ApiError');
  });

  it('says null or undefined where nothing is known, never an empty text or zero', () => {
    const { code, data, retryable, retryAfterMs, status, requestId } = new errors.ApiError({ message: 'No' });
    expect([code, data, retryable, retryAfterMs, status, requestId]).toEqual([
      undefined,
      undefined,
      false,
      null,
      undefined,
      undefined,
    ]);
  });

  it('hands out data to who asks for it by name', () => {
    expect((error.data as { mfaToken: string }).mfaToken).toBe(CANARY);
  });

  it.each([
    ['JSON', () => JSON.stringify(error)],
    ['toJSON', () => JSON.stringify(error.toJSON())],
    ['util.inspect', () => inspect(error, { depth: 10 })],
    ['spread', () => JSON.stringify({ ...error })],
    ['Object.keys', () => Object.keys(error).join()],
    ['Object.entries', () => JSON.stringify(Object.entries(error))],
    ['String', () => String(error)],
    ['stack', () => error.stack ?? ''],
  ])('does not show data by %s (NET-07)', (_, show) => {
    expect(show()).not.toContain(CANARY);
    expect(show()).not.toMatch(/\bdata\b/);
  });

  it('shows in JSON what is safe to log', () => {
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'ApiError',
      kind: 'api',
      message: 'No',
      code: '1635',
      remedy: 'Do this.',
      retryable: true,
      retryAfterMs: 2_000,
      status: 418,
      requestId: 'req-1',
    });
  });

  it('keeps a cause that is safe, and has none otherwise', () => {
    const cause = new Error('why');
    expect(new errors.ApiError({ message: 'No', cause }).cause).toBe(cause);
    expect('cause' in error).toBe(false);
  });
});

describe('MfaRequiredError', () => {
  it('hands out what the server sent along', () => {
    const data = { mfaToken: CANARY, totpMfaEnabled: true };
    expect(new errors.MfaRequiredError({ message: 'No', data }).data).toEqual(data);
  });

  it.each([[undefined], [null], ['text'], [{}], [{ mfaToken: 5 }]])(
    'has an empty mfaToken where it sent %j',
    (data) => {
      expect(new errors.MfaRequiredError({ message: 'No', data }).data.mfaToken).toBe('');
    },
  );
});

describe('isSallyportError', () => {
  it('knows an error that another copy of the package made', () => {
    const foreign = Object.assign(new Error('No'), { [Symbol.for('sallyport.error')]: true, kind: 'api' });
    expect(errors.isSallyportError(foreign)).toBe(true);
  });

  it.each([[new Error('No')], [null], [undefined], ['text'], [{}]])('does not take %p for one', (value) => {
    expect(errors.isSallyportError(value)).toBe(false);
  });
});

describe('the classes of errors', () => {
  const made = [
    new errors.ApiError({ message: '' }),
    new errors.ChallengeExpiredError({ message: '', expired: 'code' }),
    new errors.ConfigurationError({ message: '' }),
    new errors.ConflictError({ message: '' }),
    new errors.InputError({ message: '' }),
    new errors.InvalidCodeError({ message: '' }),
    new errors.InvalidCredentialsError({ message: '' }),
    new errors.InvalidResponseError({ message: '' }),
    new errors.MfaRequiredError({ message: '' }),
    new errors.NetworkError({ message: '', sent: true }),
    new errors.NotFoundError({ message: '' }),
    new errors.NotSignedInError({ message: '' }),
    new errors.PasskeyError({ message: '' }),
    new errors.PermissionError({ message: '' }),
    new errors.RateLimitError({ message: '' }),
    new errors.ServerError({ message: '' }),
    new errors.SignInStepRequiredError({ message: '', step: 'set-password' }),
    new errors.StorageError({ message: '' }),
    new errors.TimeoutError({ message: '' }),
    new errors.TokenClaimError({ message: '' }),
    new errors.TokenError({ message: '' }),
    new errors.TokenExpiredError({ message: '' }),
    new errors.TokenSignatureError({ message: '' }),
    new errors.UnauthenticatedError({ message: '' }),
    new errors.UnsupportedByServerError({ message: '' }),
    new errors.WeakPasswordError({ message: '' }),
  ];

  it.each(made.map((error) => [error.constructor.name, error] as const))('%s carries its own name', (name, error) => {
    expect(error.name).toBe(name);
  });

  it('have a kind of their own each', () => {
    expect(new Set(made.map(({ kind }) => kind)).size).toBe(made.length);
  });

  it('are retryable only when the same call may succeed later', () => {
    const retryable = made.filter((error) => error.retryable).map(({ kind }) => kind);
    expect(retryable).toEqual(['network', 'rate-limited']);
  });

  it('count a demand for a second factor as a step of the sign-in and a refusal of the server', () => {
    const error = new errors.MfaRequiredError({ message: '' });
    expect(error).toBeInstanceOf(errors.SignInStepRequiredError);
    expect(error).toBeInstanceOf(errors.ApiError);
    expect(error.step).toBe('verify-second-factor');
  });

  it('tell in JSON whether a request that failed was sent', () => {
    const error = new errors.NetworkError({ message: '', sent: false, systemCode: 'ECONNREFUSED' });
    expect(error.toJSON()).toMatchObject({ sent: false, systemCode: 'ECONNREFUSED', retryable: true });
  });

  it('say null for attempts left when the wire does not tell', () => {
    expect(new errors.InvalidCodeError({ message: '' }).attemptsLeft).toBeNull();
    expect(new errors.InvalidCodeError({ message: '', attemptsLeft: 0 }).attemptsLeft).toBe(0);
  });

  it('show in JSON the word of a token endpoint and the offset of a clock', () => {
    expect(new errors.OAuthError({ message: '', error: 'invalid_grant' }).toJSON()).toMatchObject({
      error: 'invalid_grant',
    });
    expect(new errors.ClockSkewError({ message: '', offsetSeconds: 90 }).toJSON()).toMatchObject({ offsetSeconds: 90 });
  });

  it.each([[null], [2]])('tell in JSON how many attempts are left: %p', (attemptsLeft) => {
    expect(new errors.InvalidCodeError({ message: '', attemptsLeft }).toJSON()).toMatchObject({ attemptsLeft });
  });
});
