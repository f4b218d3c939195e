import { describe, expect, it } from '@jest/globals';
import { errorFromGoTrue, isGoTrueCode } from './from-gotrue.js';

const failure = { message: 'No', status: 422, requestId: 'req-1' };

describe('errorFromGoTrue', () => {
  it('errorFromGoTrue names the rules that a weak password breaks', () => {
    const data = { reasons: ['length', 'pwned'] };
    const error = errorFromGoTrue({ ...failure, code: 'weak_password', data });
    expect(error).toMatchObject({ kind: 'weak-password', reasons: ['length', 'pwned'], data, retryable: false });
  });

  it.each([[undefined], [null], [{}], [{ reasons: 'length' }], [{ reasons: [5] }]])(
    'errorFromGoTrue names no rules when the server sends %j',
    (data) => {
      expect(errorFromGoTrue({ ...failure, code: 'weak_password', data })).toMatchObject({ reasons: [] });
    },
  );

  it.each([
    ['email_address_invalid', 'Email address "a@b" is invalid', 'email'],
    ['validation_failed', 'Unable to validate email address: invalid format', 'email'],
    ['validation_failed', 'Invalid phone number format (E.164 required)', 'phone'],
  ])('errorFromGoTrue names the field of %s, %s', (code, message, field) => {
    expect(errorFromGoTrue({ ...failure, code, message })).toMatchObject({ kind: 'invalid-input', field, code });
  });

  it('errorFromGoTrue goes by the status for any other malformed value', () => {
    expect(errorFromGoTrue({ ...failure, code: 'validation_failed' }).kind).toBe('api');
    expect(errorFromGoTrue({ ...failure, code: 'validation_failed', status: 404 }).kind).toBe('not-found');
  });

  it.each([
    ['otp_expired'],
    ['mfa_verification_failed'],
    ['mfa_recovery_codes_invalid'],
    ['reauthentication_not_valid'],
    ['mfa_challenge_expired'],
    ['user_banned'],
    ['insufficient_aal'],
  ])('errorFromGoTrue does not recommend to repeat the call after %s', (code) => {
    expect(errorFromGoTrue({ ...failure, code }).retryable).toBe(false);
  });

  it.each([['over_request_rate_limit'], ['hook_timeout'], ['conflict']])(
    'errorFromGoTrue recommends to repeat the call later after %s',
    (code) => {
      expect(errorFromGoTrue({ ...failure, code }).retryable).toBe(true);
    },
  );

  it.each([
    ['not_admin', true],
    ['otp_disabled', false],
    ['signup_disabled', false],
    ['single_identity_not_deletable', false],
    ['user_banned', false],
  ])('errorFromGoTrue recommends another account for %s: %p', (code, isRecommended) => {
    const error = errorFromGoTrue({ ...failure, code });
    expect(error.kind).toBe('permission-denied');
    expect(/use an account/i.test(error.remedy)).toBe(isRecommended);
  });

  it.each([['constructor'], ['toString'], ['__proto__']])('errorFromGoTrue takes %s for an unknown code', (code) => {
    expect(errorFromGoTrue({ ...failure, code }, { refusals: { conflict: 'notYet' } })).toMatchObject({
      kind: 'api',
      code,
    });
    expect(isGoTrueCode(code)).toBe(false);
  });
});
