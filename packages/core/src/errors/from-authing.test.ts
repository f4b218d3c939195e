import { describe, expect, it } from '@jest/globals';
import { errorFromAuthing } from './from-authing.js';
import { MfaRequiredError, SignInStepRequiredError } from './index.js';

const failure = { message: 'No', status: 200, requestId: 'req-1' };

// The vendor's public tables, and what the emulator answers where they are silent.
const TABLE: readonly (readonly [number, string])[] = [
  [401, 'unauthenticated'],
  [403, 'permission-denied'],
  [404, 'not-found'],
  [429, 'rate-limited'],
  [500, 'server'],
  [501, 'unsupported-by-server'],
  [1000, 'server'],
  [1001, 'permission-denied'],
  [1576, 'permission-denied'],
  [1635, 'mfa-required'],
  [1636, 'mfa-required'],
  [1639, 'sign-in-step-required'],
  [1640, 'sign-in-step-required'],
  [1641, 'sign-in-step-required'],
  [1642, 'sign-in-step-required'],
  [1643, 'sign-in-step-required'],
  [2000, 'sign-in-step-required'],
  [2001, 'invalid-code'],
  [2003, 'invalid-input'],
  [2004, 'invalid-credentials'],
  [2005, 'permission-denied'],
  [2006, 'invalid-credentials'],
  [2011, 'not-found'],
  [2020, 'unauthenticated'],
  [2026, 'conflict'],
  [2029, 'weak-password'],
  [2031, 'permission-denied'],
  [2034, 'conflict'],
  [2035, 'conflict'],
  [2036, 'not-found'],
  [2058, 'sign-in-step-required'],
  [2100, 'rate-limited'],
  [2200, 'conflict'],
  [2203, 'invalid-credentials'],
  [2204, 'invalid-input'],
  [2206, 'unauthenticated'],
  [2207, 'unauthenticated'],
  [2224, 'not-found'],
  [2300, 'challenge-expired'],
  [2333, 'invalid-credentials'],
  [2921, 'sign-in-step-required'],
  [4212, 'not-found'],
  [6001, 'invalid-code'],
  [6002, 'invalid-code'],
  [6003, 'invalid-code'],
  [6004, 'invalid-code'],
  [2120008, 'permission-denied'],
  [2130010, 'permission-denied'],
];

describe('errorFromAuthing', () => {
  it.each(TABLE)('turns the code %d into %s', (code, kind) => {
    expect(errorFromAuthing({ ...failure, code }).kind).toBe(kind);
  });

  it.each(TABLE)('turns the text "%d" into %s, and leaves the code a text', (code, kind) => {
    expect(errorFromAuthing({ ...failure, code: String(code) })).toMatchObject({ kind, code: String(code) });
  });

  it.each(TABLE)('says for %d what to do next', (code) => {
    expect(errorFromAuthing({ ...failure, code }).remedy).toMatch(/^[A-Z].*\.$/);
  });

  it.each([
    [1639, 'set-password'],
    [2058, 'reset-password'],
    [1640, 'link-identity'],
    [1641, 'link-identity'],
    [2921, 'choose-account'],
    [1642, 'complete-profile'],
    [1643, 'unlock-account'],
    [2000, 'solve-captcha'],
    [1635, 'verify-second-factor'],
  ])('names the step that %d asks for', (code, step) => {
    const error = errorFromAuthing({ ...failure, code });
    expect(error).toBeInstanceOf(SignInStepRequiredError);
    expect(error).toMatchObject({ step });
  });

  it.each([
    [401, 'unauthenticated'],
    [403, 'permission-denied'],
    [404, 'not-found'],
    [409, 'conflict'],
    [429, 'rate-limited'],
    [501, 'unsupported-by-server'],
    [500, 'server'],
    [503, 'server'],
    [400, 'api'],
    [200, 'api'],
  ])('goes by the status %d where it does not know the code', (status, kind) => {
    expect(errorFromAuthing({ message: 'No', status, code: 999_999 }).kind).toBe(kind);
    expect(errorFromAuthing({ message: 'No', status }).kind).toBe(kind);
  });

  it('names the address of the server where nothing was found and no code says what', () => {
    expect(errorFromAuthing({ message: 'No', status: 404 }).remedy).toContain('address of the server');
    expect(errorFromAuthing({ message: 'No', status: 200, code: 2011 }).remedy).toBe('Check the identifier.');
  });

  it.each([[401], [2020], [2206], [2207], ['2206']])(
    'reads %p as the end of the pending sign-in when an mfaToken was the bearer',
    (code) => {
      const error = errorFromAuthing({ ...failure, code }, { isSecondStep: true });
      expect(error).toMatchObject({ kind: 'challenge-expired', code, retryable: false });
    },
  );

  it('reads a bare 401 as that end too', () => {
    expect(errorFromAuthing({ message: 'No', status: 401 }, { isSecondStep: true }).kind).toBe('challenge-expired');
    expect(errorFromAuthing({ message: 'No', status: 500 }, { isSecondStep: true }).kind).toBe('server');
  });

  it('lets a wrong code be a wrong code in the second step too', () => {
    expect(errorFromAuthing({ ...failure, code: 6001 }, { isSecondStep: true }).kind).toBe('invalid-code');
  });

  it('lets an endpoint give a code a meaning of its own', () => {
    const refusals = { 400: 'wrongTotp' } as const;
    expect(errorFromAuthing({ message: 'No', status: 400, code: 400 }, { refusals }).kind).toBe('invalid-code');
    expect(errorFromAuthing({ message: 'No', status: 400, code: 401 }, { refusals }).kind).toBe('unauthenticated');
  });

  it.each([
    [2001, false],
    [6001, false],
    [6002, false],
    [6003, false],
    [2300, false],
    [2003, false],
    [2029, false],
    [2005, false],
    [1635, false],
    [429, true],
    [1000, true],
    [2006, false],
    [2206, false],
  ])('says whether %d may succeed later', (code, retryable) => {
    expect(errorFromAuthing({ ...failure, code }).retryable).toBe(retryable);
  });

  it.each([[{ status: 408 }], [{ status: 425 }], [{ status: 200, code: 408 }], [{ status: 200, code: 425 }]])(
    'says that %j may succeed later',
    (answer) => {
      expect(errorFromAuthing({ ...failure, ...answer })).toMatchObject({ kind: 'api', retryable: true });
    },
  );

  it('hands over message, data, waiting time and request id as they came', () => {
    const data = { mfaToken: 'm' };
    const error = errorFromAuthing({ ...failure, code: 1635, data, retryAfterMs: 7 });
    expect(error).toBeInstanceOf(MfaRequiredError);
    expect(error).toMatchObject({ message: 'No', data, retryAfterMs: 7, requestId: 'req-1', status: 200 });
  });

  it.each([['__proto__'], ['constructor'], [''], [' ']])('is not misled by the code %p', (code) => {
    expect(errorFromAuthing({ ...failure, code }).kind).toBe('api');
  });

  it.each([[2003], [2204]])('errorFromAuthing names the field of the malformed email %d', (code) => {
    expect(errorFromAuthing({ ...failure, code })).toMatchObject({ kind: 'invalid-input', field: 'email', code });
  });

  it('errorFromAuthing says that the password of 2029 is too short', () => {
    const error = errorFromAuthing({ ...failure, code: 2029 });
    expect(error).toMatchObject({ kind: 'weak-password', reasons: ['length'], code: 2029 });
    expect(error.toJSON()).toMatchObject({ reasons: ['length'] });
  });

  it.each([
    [1576, true],
    [2130010, true],
    [1001, false],
    [403, false],
    [2005, false],
    [2031, false],
    [2120008, false],
  ])('errorFromAuthing recommends another account for %d: %p', (code, isRecommended) => {
    expect(/use an account/i.test(errorFromAuthing({ ...failure, code }).remedy)).toBe(isRecommended);
  });
});
