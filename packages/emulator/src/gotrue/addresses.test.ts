import { describe, expect, it } from '@jest/globals';
import { emulator, gotrue } from '../emulator-under-test.fixture.js';
import { PASSWORD } from '../wire-driver.fixture.js';
import { errorOf } from './gotrue-driver.fixture.js';

const MALFORMED = 'Unable to validate email address: invalid format';

it.each<[string, string]>([
  ['', 'Password recovery requires an email'],
  ['ada', MALFORMED],
  ['ada:;lovelace@example.com', MALFORMED],
  ['ada@-example.com', MALFORMED],
  ['ada@exam_ple.com', MALFORMED],
  ['ada@example..com', MALFORMED],
  [`ada@${'a'.repeat(64)}.com`, MALFORMED],
  [`${'a'.repeat(250)}@example.com`, 'An email address is too long'],
])('%j is no email', async (email, message) => {
  await expect(gotrue.post('/recover', { email })).resolves.toMatchObject({
    status: 400,
    body: { code: 'validation_failed', message },
  });
});

it.each(['ada+1@example.com', "o'hara@mail.example.com", 'a@b'])('%j is an email', async (email) => {
  expect((await gotrue.signUp(email, PASSWORD)).body.user.email).toBe(email);
});

it.each([
  ['/signup', ' on signup.'],
  ['/otp', ''],
  ['/token?grant_type=password', ' on login.'],
  ['/resend', '.'],
  ['/verify', ' on verify'],
])('POST %s takes one address', async (path, end) => {
  const both = { email: 'ada@example.com', phone: '15550001111', password: PASSWORD, type: 'signup', token: '123456' };
  const { status, body } = await gotrue.post(path, both);
  expect([status, body.message]).toEqual([400, `Only an email address or phone number should be provided${end}`]);
});

describe('an address that cannot be', () => {
  it('is nobody’s for those who sign in by a password', async () => {
    for (const who of [{ email: 'ada' }, { phone: '0' }]) {
      const answer = await gotrue.post('/token?grant_type=password', { ...who, password: PASSWORD });
      expect(errorOf(answer)).toEqual([400, 'invalid_credentials']);
    }
  });

  it('is told of after the password, and nothing is where nobody may sign up', async () => {
    expect(errorOf(await gotrue.signUp('ada', 'abc'))).toEqual([422, 'weak_password']);
    emulator.settings({ registrationEnabled: false });
    expect(errorOf(await gotrue.signUp('ada', 'abc'))).toEqual([422, 'signup_disabled']);
  });
});

it('goes no other ways than there are, and email goes none of them', async () => {
  const channel = { code: 'validation_failed', message: expect.stringMatching(/^Invalid channel, supported values/) };
  expect((await gotrue.post('/otp', { phone: '15550001111', channel: 'pigeon' })).body).toEqual(channel);
  expect((await gotrue.post('/otp', { email: 'ada@example.com', channel: 'sms' })).body).toEqual({
    code: 'validation_failed',
    message: 'Channel should only be specified with Phone OTP',
  });
});
