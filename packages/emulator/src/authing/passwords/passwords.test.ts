import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, wire } from '../../emulator-under-test.fixture.js';
import { EMAIL } from '../../wire-driver.fixture.js';

const PHONE = '13800000000';
const OLD = 'correct horse';
const NEW = 'battery staple';

const reset = (input: { email?: string; phone?: string; code: string }, newPassword = NEW) => {
  const operation =
    'mutation ($phone: String, $email: String, $code: String!, $newPassword: String!) { resetPassword(phone: $phone, email: $email, code: $code, newPassword: $newPassword) { code message } }';
  return wire.graphql(operation, { ...input, newPassword: wire.encrypt(newPassword) });
};
const codeOf = async (email: string, password: string) => (await wire.login(email, password)).body.code;

describe('a forgotten password', () => {
  it('is replaced with a code sent by email, which ends all sessions and works once', async () => {
    const { token } = (await wire.register(EMAIL, OLD)).body;
    const code = await wire.emailCode(EMAIL, 'RESET_PASSWORD');
    expect((await reset({ email: EMAIL, code })).body).toEqual({ code: 200, message: expect.any(String) });
    expect((await wire.me(token, 'id')).body.code).toBe(2207);
    expect(await codeOf(EMAIL, OLD)).toBe(2333);
    expect((await wire.login(EMAIL, NEW)).body.token).toEqual(expect.any(String));
    expect((await reset({ email: EMAIL, code })).body.code).toBe(2001);
  });

  it('is replaced with a code sent by SMS, asked for with its purpose or without', async () => {
    await emulator.seed({ objects: [{ kind: 'user', phone: PHONE, password: OLD }] });
    expect((await reset({ phone: PHONE, code: await wire.smsCode(PHONE, 'reset') })).body.code).toBe(200);
    expect((await reset({ phone: PHONE, code: await wire.smsCode(PHONE) }, OLD)).body.code).toBe(200);
    expect((await reset({ phone: PHONE, code: await wire.smsCode(PHONE, 'bind') })).body.code).toBe(2001);
  });

  it('is not replaced with a code for something else, and nobody learns who is known (EMU-18)', async () => {
    await wire.register(EMAIL, OLD);
    expect((await reset({ email: EMAIL, code: await wire.emailCode(EMAIL, 'LOGIN_VERIFY_CODE') })).body.code).toBe(
      2001,
    );
    const wrong = await Promise.all([EMAIL, 'nobody@example.com'].map((email) => reset({ email, code: '000000x' })));
    expect(wrong.map(({ body }) => body)).toEqual([wrong[0]?.body, wrong[0]?.body]);
    const stranger = 'nobody@example.com';
    const code = await wire.emailCode(stranger, 'RESET_PASSWORD');
    expect((await reset({ email: stranger, code })).body.code).toBe(2004);
  });

  it('costs no code when the new one breaks a rule', async () => {
    await wire.register(EMAIL, OLD);
    const code = await wire.emailCode(EMAIL, 'RESET_PASSWORD');
    expect((await reset({ email: EMAIL, code }, 'short')).body.code).toBe(2029);
    expect((await reset({ email: EMAIL, code })).body.code).toBe(200);
  });
});

describe('the rules of passwords', () => {
  const strength = (password: string) =>
    wire.graphql('query ($password: String!) { checkPasswordStrength(password: $password) { valid message } }', {
      password,
    });

  it('are told before one is chosen, and are those that count', async () => {
    emulator.settings({ minimumPasswordLength: 8, passwordKinds: 3 });
    const said = async (password: string) => (await strength(password)).body;
    expect(await said('Ab1-')).toEqual({ valid: false, message: 'The password is too short' });
    expect(await said('abcdefgh1')).toMatchObject({ valid: false, message: expect.stringContaining('3 of') });
    expect(await said('abcdefg1-')).toMatchObject({ valid: true });
    expect((await wire.register(EMAIL, 'abcdefgh1')).body.code).toBe(2029);
    expect((await wire.register(EMAIL, 'abcdefg1-')).body.email).toBe(EMAIL);
  });

  it('can keep former ones from coming back', async () => {
    emulator.settings({ passwordHistory: 2 });
    await wire.register(EMAIL, 'first one');
    const change = async (password: string) =>
      (await reset({ email: EMAIL, code: await wire.emailCode(EMAIL, 'RESET_PASSWORD') }, password)).body.code;
    expect(await change('first one')).toBe(2029);
    expect([await change('second one'), await change('first one')]).toEqual([200, 2029]);
    expect([await change('third one'), await change('first one')]).toEqual([200, 200]);
  });
});

describe('a sign-in that demands a new password', () => {
  const seed = (fields: object) =>
    emulator.seed({ objects: [{ kind: 'user', email: EMAIL, password: OLD, ...fields }] });
  const first = (token: string, password = NEW) =>
    wire.graphql(
      'mutation ($token: String!, $password: String!) { resetPasswordByFirstLoginToken(token: $token, password: $password) { code } }',
      { token, password: wire.encrypt(password) },
    );
  const forced = (token: string, oldPassword: string, newPassword = NEW) =>
    wire.graphql(
      'mutation ($token: String!, $oldPassword: String!, $newPassword: String!) { resetPasswordByForceResetToken(token: $token, oldPassword: $oldPassword, newPassword: $newPassword) { code } }',
      { token, oldPassword: wire.encrypt(oldPassword), newPassword: wire.encrypt(newPassword) },
    );

  it('takes one with the token of a first sign-in, once', async () => {
    await seed({ mustSetPassword: true });
    const { code, data } = (await wire.login(EMAIL, OLD)).body;
    expect(code).toBe(1639);
    expect((await forced(data.token, OLD)).body.code).toBe(2207);
    expect((await wire.me(data.token, 'id')).body.code).toBe(2207);
    expect((await first(data.token)).body.code).toBe(200);
    expect((await first(data.token, 'third one')).body.code).toBe(2207);
    expect((await wire.login(EMAIL, NEW)).body.token).toEqual(expect.any(String));
  });

  it('takes one with the token of a forced reset, and with the old password', async () => {
    await seed({ mustResetPassword: true });
    const { code, data } = (await wire.login(EMAIL, OLD)).body;
    expect(code).toBe(2058);
    expect((await first(data.token)).body.code).toBe(2207);
    expect((await forced(data.token, 'wrong one')).body.code).toBe(2203);
    expect((await forced(data.token, OLD, OLD)).body.code).toBe(2029);
    expect((await forced(data.token, OLD)).body.code).toBe(200);
    expect((await wire.login(EMAIL, NEW)).body.token).toEqual(expect.any(String));
  });

  it('hands out a token that ends', async () => {
    await seed({ mustSetPassword: true });
    const { data } = (await wire.login(EMAIL, OLD)).body;
    await emulator.clock.advance('11m');
    expect((await first(data.token)).body.code).toBe(2206);
  });
});

describe('an account that had too many wrong passwords', () => {
  beforeEach(() => emulator.settings({ lockAccountAfter: 3 }));

  it('is locked until it is unlocked, which only the right password is told', async () => {
    const { id } = (await wire.register(EMAIL, OLD)).body;
    for (let turn = 0; turn < 3; turn += 1) expect(await codeOf(EMAIL, 'wrong one')).toBe(2333);
    expect(await codeOf(EMAIL, OLD)).toBe(2005);
    expect(await codeOf(EMAIL, 'wrong one')).toBe(2333);
    const unlock = 'mutation ($id: String, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id } }';
    await wire.graphql(unlock, { id, input: { blocked: false } }, { bearer: await wire.managementToken() });
    expect((await wire.login(EMAIL, OLD)).body.token).toEqual(expect.any(String));
  });

  it('counts anew after a right one, and a new password unlocks it', async () => {
    await wire.register(EMAIL, OLD);
    for (const password of ['wrong', 'wrong', OLD, 'wrong', 'wrong']) await wire.login(EMAIL, password);
    expect((await wire.login(EMAIL, OLD)).body.token).toEqual(expect.any(String));
    for (let turn = 0; turn < 3; turn += 1) await wire.login(EMAIL, 'wrong');
    await reset({ email: EMAIL, code: await wire.emailCode(EMAIL, 'RESET_PASSWORD') });
    expect((await wire.login(EMAIL, NEW)).body.token).toEqual(expect.any(String));
  });
});
