import { describe, expect, it } from '@jest/globals';
import { emulator, wire } from '../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../wire-driver.fixture.js';

const PHONE = '13800000000';

const ME = '{ user { id email emailVerified blocked nickname username token } }';
const me = (bearer?: string) => wire.graphql(ME, {}, { bearer });
const updateMe = (bearer: string, input: object, id?: string) => {
  const operation =
    'mutation ($id: String, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id nickname email emailVerified blocked externalId loginsCount token } }';
  return wire.graphql(operation, { input, id }, { bearer });
};
const changePassword = (bearer: string, newPassword: string, oldPassword?: string) => {
  const operation =
    'mutation ($newPassword: String!, $oldPassword: String) { updatePassword(newPassword: $newPassword, oldPassword: $oldPassword) { id } }';
  const old = oldPassword === undefined ? {} : { oldPassword: wire.encrypt(oldPassword) };
  return wire.graphql(operation, { newPassword: wire.encrypt(newPassword), ...old }, { bearer });
};
const sendSms = (scene?: string) => wire.send('POST', '/api/v2/sms/send', { body: { phone: PHONE, scene } });
const smsCode = () => emulator.messages.latest({ to: PHONE })?.code;
const registerByPhone = (code: string | undefined, password?: string) => {
  const operation =
    'mutation ($input: RegisterByPhoneCodeInput!) { registerByPhoneCode(input: $input) { id phone phoneVerified token } }';
  return wire.graphql(operation, {
    input: { phone: PHONE, code, ...(password ? { password: wire.encrypt(password) } : {}) },
  });
};
const loginByPhone = (code: string | undefined, input: object = {}) => {
  const operation =
    'mutation ($input: LoginByPhoneCodeInput!) { loginByPhoneCode(input: $input) { id token newlyCreated } }';
  return wire.graphql(operation, { input: { phone: PHONE, code, ...input } });
};

describe('registration', () => {
  it('stores the email in lower case, and tells no password', async () => {
    const { body } = await wire.register('Ada@Example.COM', PASSWORD);
    expect(body).toMatchObject({ email: EMAIL, emailVerified: false, password: null, token: expect.any(String) });
    expect(body.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('gives no token unless one is wished for, and counts a forced sign-in', async () => {
    expect((await wire.register(EMAIL, PASSWORD, { generateToken: false })).body).toMatchObject({
      token: null,
      loginsCount: 0,
    });
    const forced = { generateToken: false, forceLogin: true };
    expect((await wire.register('b@example.com', PASSWORD, forced)).body).toMatchObject({
      token: expect.any(String),
      loginsCount: 1,
    });
  });

  it('refuses a taken identifier, whatever its case', async () => {
    await wire.register(EMAIL, PASSWORD);
    expect((await wire.register('ADA@example.com', PASSWORD)).body.code).toBe(2026);
    await wire.register('b@example.com', PASSWORD, { profile: { username: 'bob' } });
    expect((await wire.register('c@example.com', PASSWORD, { profile: { username: 'bob' } })).body.code).toBe(2034);
  });

  it('lets one of two win who register at once', async () => {
    const answers = await Promise.all([wire.register(EMAIL, PASSWORD), wire.register(EMAIL, PASSWORD)]);
    expect(answers.map(({ body }) => body.code ?? 'in').sort()).toEqual([2200, 'in']);
  });

  it.each([
    ['no-at-sign', 2003],
    ['a b@example.com', 2003],
    [`${'a'.repeat(300)}@example.com`, 2003],
  ])('refuses the email %j', async (email, code) => {
    expect((await wire.register(email, PASSWORD)).body.code).toBe(code);
  });

  it('refuses a short password, and one that is not encrypted', async () => {
    expect((await wire.register(EMAIL, 'short')).body.code).toBe(2029);
    for (const password of ['plain text', 'AAAA', wire.encrypt(Buffer.from([0x61, 0xff, 0x61]))]) {
      expect((await wire.register(EMAIL, PASSWORD, { password })).body.code).toBe(2016);
    }
  });

  it('ignores what nobody may say of themselves (EMU-23)', async () => {
    const profile = { nickname: 'Ada', email: 'other@example.com', phone: '13900000000', oauth: 'x', device: 'y' };
    const { body } = await wire.register(EMAIL, PASSWORD, { profile });
    expect(body).toMatchObject({ nickname: 'Ada', email: EMAIL, phone: null });
    for (const bad of [{ id: 'mine' }, { emailVerified: true }, { roles: ['admin'] }]) {
      expect((await wire.register('e@example.com', PASSWORD, { profile: bad })).body.code).toBe(400);
    }
  });

  it('keeps custom values under any key, even __proto__', async () => {
    const params = JSON.stringify([
      { key: '__proto__', value: 'x' },
      { key: 'age', value: 36 },
    ]);
    const { token } = (await wire.register(EMAIL, PASSWORD, { params })).body;
    const { body } = await wire.graphql('{ user { customData { key value dataType } } }', {}, { bearer: token });
    expect(body.customData).toEqual([
      { key: '__proto__', value: 'x', dataType: 'STRING' },
      { key: 'age', value: '36', dataType: 'NUMBER' },
    ]);
    expect((await wire.register('b@example.com', PASSWORD, { params: '{' })).body.code).toBe(400);
  });

  it('takes a code by SMS for registering, or one without a purpose', async () => {
    await sendSms('register');
    expect((await registerByPhone(smsCode(), PASSWORD)).body).toMatchObject({
      phone: PHONE,
      phoneVerified: true,
      token: null,
    });
    await emulator.reset();
    await sendSms();
    expect((await registerByPhone(smsCode())).body.phoneVerified).toBe(true);
    await sendSms('register');
    expect((await registerByPhone(smsCode())).body.code).toBe(2026);
  });

  it('leaves the code good when something else is wrong', async () => {
    await wire.register(EMAIL, PASSWORD, { profile: { username: 'ada' } });
    await sendSms('register');
    const code = smsCode();
    const operation =
      'mutation ($input: RegisterByPhoneCodeInput!) { registerByPhoneCode(input: $input) { id username } }';
    const register = async (username: string) =>
      (await wire.graphql(operation, { input: { phone: PHONE, code, profile: { username } } })).body;
    expect((await register('ada')).code).toBe(2034);
    expect((await register('a\u0000')).code).toBe(400);
    expect((await registerByPhone(code, 'short')).body.code).toBe(2029);
    emulator.settings({ registrationEnabled: false });
    expect((await register('joe')).code).toBe(2031);
    emulator.settings({ registrationEnabled: true });
    expect(await register('joe')).toMatchObject({ username: 'joe' });
  });

  it('lets one of two win who show one code at once', async () => {
    await sendSms('register');
    const code = smsCode();
    const answers = await Promise.all([registerByPhone(code, PASSWORD), registerByPhone(code, PASSWORD)]);
    expect(answers.map(({ body }) => body.code ?? 'in').sort()).toEqual([2026, 'in']);
  });

  it('can be switched off', async () => {
    emulator.settings({ registrationEnabled: false });
    expect((await wire.register(EMAIL, PASSWORD)).body.code).toBe(2031);
  });
});

describe('a sign-in with a password', () => {
  it('takes any Unicode, untruncated, in UTF-8 or CESU-8 (EMU-15)', async () => {
    const password = `${'p'.repeat(72)}ä😀`;
    await wire.register(EMAIL, password);
    expect((await wire.login(EMAIL, password)).body.token).toEqual(expect.any(String));
    expect((await wire.login(EMAIL, `${password.slice(0, 73)}x`)).body.code).toBe(2333);
    const cesu = Buffer.concat([Buffer.from(`${'p'.repeat(72)}ä`), Buffer.from('eda0bdedb880', 'hex')]);
    expect((await wire.login(EMAIL, '', { input: { password: wire.encrypt(cesu) } })).body.token).toEqual(
      expect.any(String),
    );
  });

  it('answers alike for an unknown user and a wrong password (EMU-18)', async () => {
    await wire.register(EMAIL, PASSWORD);
    const [unknown, wrong] = [await wire.login('nobody@example.com', PASSWORD), await wire.login(EMAIL, 'wrong one')];
    expect(unknown.body).toEqual({ code: 2333, message: wrong.body.message, data: null });
    expect(wrong.body.code).toBe(2333);
    emulator.settings({ hideUnknownUsers: false });
    expect((await wire.login('nobody@example.com', PASSWORD)).body.code).toBe(2004);
    expect((await wire.login(EMAIL, 'wrong one')).body.code).toBe(2006);
  });

  it('is limited by account, for unknown ones too (EMU-19)', async () => {
    emulator.settings({ maxPasswordAttempts: 3 });
    await wire.register(EMAIL, PASSWORD);
    for (const email of [EMAIL, 'nobody@example.com']) {
      for (let attempt = 0; attempt < 3; attempt += 1) await wire.login(email, 'wrong one');
      const locked = await wire.login(email, PASSWORD);
      expect(locked).toMatchObject({ status: 429, body: { code: 429 } });
      expect(locked.headers.get('retry-after')).toBe('60');
    }
    await emulator.clock.advance('60s');
    expect((await wire.login(EMAIL, PASSWORD)).body.token).toEqual(expect.any(String));
  });

  it('stays locked for no longer when the clock goes back', async () => {
    emulator.settings({ maxPasswordAttempts: 1 });
    await wire.register(EMAIL, PASSWORD);
    await emulator.clock.advance('365d');
    await wire.login(EMAIL, 'wrong one');
    await emulator.clock.advance('-300d');
    expect((await wire.login(EMAIL, PASSWORD)).headers.get('retry-after')).toBe('60');
    await emulator.clock.advance('60s');
    expect((await wire.login(EMAIL, PASSWORD)).body.token).toEqual(expect.any(String));
  });

  it('is limited alike for known and unknown users, however the name is written (EMU-18)', async () => {
    emulator.settings({ maxPasswordAttempts: 3 });
    await wire.register(EMAIL, PASSWORD);
    for (const name of ['ada', 'nobody']) {
      const written = [`${name}@example.com`, `${name.toUpperCase()}@example.com`, ` ${name}@Example.com `];
      for (const email of written) expect((await wire.login(email, 'wrong one')).body.code).toBe(2333);
      expect((await wire.login(`${name}@example.com`, 'wrong one')).status).toBe(429);
    }
  });

  it('registers an unknown user on request', async () => {
    const { body } = await wire.login(EMAIL, PASSWORD, { input: { autoRegister: true } });
    expect(body).toMatchObject({ email: EMAIL, newlyCreated: true, token: expect.any(String) });
    expect((await wire.login(EMAIL, PASSWORD, { input: { autoRegister: true } })).body.newlyCreated).toBe(false);
  });

  it.each([{ blocked: true }, { status: 'Suspended' as const }])('refuses a user who is %j', async (state) => {
    await emulator.seed({ objects: [{ kind: 'user', email: EMAIL, password: PASSWORD, ...state }] });
    expect((await wire.login(EMAIL, PASSWORD)).body.code).toBe(2005);
    expect((await wire.login(EMAIL, 'wrong one')).body.code).toBe(2333);
  });
});

describe('a sign-in with a code', () => {
  it('takes one by SMS for signing in, once', async () => {
    await emulator.seed({ objects: [{ kind: 'user', phone: PHONE }] });
    await sendSms();
    const code = smsCode();
    expect((await loginByPhone(code)).body).toMatchObject({ newlyCreated: false, token: expect.any(String) });
    expect((await loginByPhone(code)).body.code).toBe(2001);
    await sendSms('register');
    expect((await loginByPhone(smsCode())).body.code).toBe(2001);
  });

  it('refuses an unknown number, or registers it on request', async () => {
    await sendSms();
    expect((await loginByPhone(smsCode())).body.code).toBe(2004);
    await sendSms();
    expect((await loginByPhone(smsCode(), { autoRegister: true })).body).toMatchObject({ newlyCreated: true });
  });

  it('answers a late code with 2300 until it is replaced', async () => {
    await emulator.seed({ objects: [{ kind: 'user', phone: PHONE }] });
    await sendSms();
    await emulator.clock.advance('10m');
    expect((await loginByPhone(smsCode())).body.code).toBe(2300);
    await sendSms();
    expect((await loginByPhone(smsCode())).body.token).toEqual(expect.any(String));
  });

  it('sends codes of the length that is set', async () => {
    await sendSms();
    expect(smsCode()).toMatch(/^\d{6}$/);
    emulator.settings({ codeLength: 4 });
    await sendSms();
    expect(smsCode()).toMatch(/^\d{4}$/);
  });

  it.each([{ phone: 'x' }, { phone: 1 }, { phone: PHONE, scene: 'nonsense' }])(
    'refuses to send to %j',
    async (body) => {
      expect((await wire.send('POST', '/api/v2/sms/send', { body })).body.code).toBe(400);
    },
  );
});

describe('a phone number', () => {
  const send = (phone: string, phoneCountryCode?: string, scene = 'login') =>
    wire.send('POST', '/api/v2/sms/send', { body: { phone, phoneCountryCode, scene } });
  const enter = async (phone: string, phoneCountryCode?: string, autoRegister = false) => {
    await send(phone, phoneCountryCode);
    const input = { phone, phoneCountryCode, code: emulator.messages.latest()?.code, autoRegister };
    const operation =
      'mutation ($input: LoginByPhoneCodeInput!) { loginByPhoneCode(input: $input) { id phone phoneCountryCode } }';
    return (await wire.graphql(operation, { input })).body;
  };

  it('is one, with its country and without, in any spelling', async () => {
    const { id } = await enter(PHONE, undefined, true);
    for (const [phone, country] of [[PHONE, '+86'], [PHONE, '86'], ['+86 138 0000 0000'], [PHONE, '0086']] as const) {
      expect((await enter(phone, country)).id).toBe(id);
    }
    await expect(emulator.seed({ objects: [{ kind: 'user', phone: PHONE, phoneCountryCode: '+86' }] })).rejects.toThrow(
      'taken',
    );
  });

  it('of another country is another one', async () => {
    const here = await enter(PHONE, undefined, true);
    const there = await enter(PHONE, '+1', true);
    expect(there).toMatchObject({ phone: PHONE, phoneCountryCode: '+1' });
    expect(there.id).not.toBe(here.id);
    expect((await enter(PHONE, '+1')).id).toBe(there.id);
    expect((await enter(`+1${PHONE}`)).id).toBe(there.id);
    expect((await enter(PHONE)).id).toBe(here.id);
  });

  it('gets codes that are good for it alone', async () => {
    await emulator.seed({ objects: [{ kind: 'user', phone: PHONE }] });
    await send(PHONE, '+1');
    expect((await loginByPhone(smsCode())).body.code).toBe(2001);
    expect(emulator.messages.latest({ to: PHONE })).toMatchObject({ to: PHONE, phoneCountryCode: '+1' });
    expect(emulator.messages.latest({ to: `+1${PHONE}` })).toBeDefined();
    expect(emulator.messages.latest({ to: `+86${PHONE}` })).toBeUndefined();
    await send(PHONE);
    expect(emulator.messages.latest({ to: `+86${PHONE}` })).not.toHaveProperty('phoneCountryCode');
  });

  it('of another country is the second factor of its user, in short too', async () => {
    emulator.settings({ applicationMfa: ['SMS'] });
    const user = { kind: 'user' as const, email: EMAIL, password: PASSWORD, phone: PHONE, phoneCountryCode: '+1' };
    await emulator.seed({ objects: [user] });
    const verify = async (country?: string) => {
      const body = { phone: PHONE, phoneCountryCode: country, code: smsCode() };
      const bearer = await wire.mfaToken(EMAIL, PASSWORD);
      return (await wire.send('POST', '/api/v2/applications/mfa/sms/verify', { bearer, body })).body.code;
    };
    await send(PHONE, '+1', 'mfa-verify');
    expect(await verify('+86')).toBe(1001);
    expect(await verify('+1')).toBe(200);
    await send(PHONE, '+1', 'mfa-verify');
    expect(await verify()).toBe(200);
  });

  it.each(['x', '+', '+12345', '+0'])('has no such country as %j', async (country) => {
    expect((await send(PHONE, country)).body.code).toBe(400);
  });
});

describe('a session', () => {
  it('ends with its token, and can be renewed before', async () => {
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    await emulator.clock.advance('13d');
    const renewed = (await wire.graphql('mutation { refreshToken { token iat exp } }', {}, { bearer: token })).body;
    expect(renewed.exp - renewed.iat).toBe(14 * 86_400);
    await emulator.clock.advance('1d');
    expect((await me(token)).body.code).toBe(2206);
    expect((await me(renewed.token)).body).toMatchObject({ email: EMAIL, token: renewed.token });
  });

  it('ends with a sign-out, all its tokens with it, and a second sign-out succeeds', async () => {
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    const renewed = (await wire.graphql('mutation { refreshToken { token } }', {}, { bearer: token })).body.token;
    const logout = (bearer?: string) => wire.send('GET', '/api/v2/logout?app_id=x', { bearer });
    expect((await logout(token)).body.code).toBe(200);
    expect((await me(renewed)).body.code).toBe(2207);
    expect((await logout(token)).body.code).toBe(200);
    expect((await logout()).body.code).toBe(2020);
  });

  it('is told to be good or not, without an error', async () => {
    const { token, id } = (await wire.register(EMAIL, PASSWORD)).body;
    const status = async (value?: string, bearer?: string) =>
      (
        await wire.graphql(
          'query ($token: String) { checkLoginStatus(token: $token) { code status iat exp data { id userPoolId arn } } }',
          { token: value },
          { bearer },
        )
      ).body;
    const good = { code: 200, status: true, data: { id, userPoolId: emulator.authing.userPoolId } };
    expect(await status(token)).toMatchObject(good);
    expect(await status(undefined, token)).toMatchObject(good);
    expect(await status('rubbish')).toMatchObject({ code: 2207, status: false, data: null });
    expect(await status()).toMatchObject({ code: 2020, status: false });
    await emulator.clock.advance('14d');
    expect(await status(token)).toMatchObject({ code: 2206, status: false });
  });

  it('is worthless at another application (EMU-21)', async () => {
    await emulator.seed({ objects: [{ kind: 'application', id: 'other' }] });
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    const headers = { 'x-authing-app-id': 'other' };
    expect((await wire.graphql(ME, {}, { bearer: token, headers })).body.code).toBe(2207);
  });

  it.each([
    ['x-authing-app-id', 2011],
    ['x-authing-userpool-id', 2224],
  ])('is not looked at when %s names nothing', async (name, code) => {
    expect((await wire.graphql(ME, {}, { headers: { [name]: 'nothing' } })).body.code).toBe(code);
    expect((await wire.send('GET', '/api/v2/.well-known', { headers: { [name]: 'nothing' } })).body.code).toBe(code);
  });

  it.each(['RS256', 'ES256', 'HS256'] as const)('has tokens signed with %s on request', async (tokenAlgorithm) => {
    emulator.settings({ tokenAlgorithm });
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    expect(JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString()).alg).toBe(tokenAlgorithm);
    expect((await me(token)).body.email).toBe(EMAIL);
  });

  it('takes no shared secret while the keys are public ones (EMU-21)', async () => {
    emulator.settings({ tokenAlgorithm: 'HS256' });
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    emulator.settings({ tokenAlgorithm: 'RS256' });
    expect((await me(token)).body.code).toBe(2207);
  });
});

describe('one’s own account', () => {
  it('takes one new password for one old one, however many come at once', async () => {
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    const answers = await Promise.all([
      changePassword(token, 'another one', PASSWORD),
      changePassword(token, 'a third one', PASSWORD),
    ]);
    expect(answers.map(({ body }) => body.code ?? 'changed').sort()).toEqual([2203, 'changed']);
  });

  it('changes what users may say of themselves, and keeps the rest (EMU-23)', async () => {
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    const input = {
      nickname: 'Countess',
      emailVerified: true,
      blocked: true,
      externalId: 'x',
      loginsCount: 99,
      email: EMAIL,
    };
    const { body } = await updateMe(token, input);
    expect(body).toMatchObject({
      nickname: 'Countess',
      emailVerified: false,
      blocked: false,
      externalId: null,
      loginsCount: 0,
      token,
    });
  });

  it('keeps an email, a number and a password that are proven otherwise', async () => {
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    for (const input of [{ email: 'new@example.com' }, { phone: PHONE }, { password: wire.encrypt('another') }]) {
      expect((await updateMe(token, input)).body.code).toBe(1001);
    }
  });

  it.each(['unionid', 'openid'])('updateUser refuses another %s from its user (EMU-23)', async (field) => {
    const { id, token } = (await wire.register(EMAIL, PASSWORD)).body;
    const bearer = await wire.managementToken();
    const read = async () =>
      (await wire.graphql('query ($id: String) { user(id: $id) { unionid openid } }', { id }, { bearer })).body;
    const change = (input: object, by: string) => updateMe(by, input, id);
    expect((await change({ [field]: 'mine' }, token)).body.code).toBe(1001);
    expect((await read())[field]).toBeNull();
    expect((await change({ [field]: 'given' }, bearer)).body.id).toBe(id);
    expect((await change({ [field]: 'mine', nickname: 'Eve' }, token)).body.code).toBe(1001);
    expect((await change({ [field]: 'given', nickname: 'Ada' }, token)).body.nickname).toBe('Ada');
    expect((await read())[field]).toBe('given');
  });

  it('is nobody else’s (EMU-22)', async () => {
    const ada = (await wire.register(EMAIL, PASSWORD)).body;
    const eve = (await wire.register('eve@example.com', PASSWORD)).body;
    expect((await updateMe(eve.token, { nickname: 'x' }, ada.id)).body.code).toBe(1001);
    const read = 'query ($id: String) { user(id: $id) { id } }';
    expect((await wire.graphql(read, { id: ada.id }, { bearer: eve.token })).body.code).toBe(1001);
    expect((await me()).body.code).toBe(2020);
  });

  it('changes its password with the old one, and ends all other sessions (EMU-20)', async () => {
    const first = (await wire.register(EMAIL, PASSWORD)).body.token;
    const second = (await wire.login(EMAIL, PASSWORD)).body.token;
    expect((await changePassword(second, 'another one')).body.code).toBe(2201);
    expect((await changePassword(second, 'another one', 'wrong one')).body.code).toBe(2203);
    expect((await changePassword(second, 'short', PASSWORD)).body.code).toBe(2029);
    expect((await me(first)).body.email).toBe(EMAIL);
    expect((await changePassword(second, 'another one', PASSWORD)).body.id).toEqual(expect.any(String));
    expect((await me(first)).body.code).toBe(2207);
    expect((await me(second)).body.email).toBe(EMAIL);
    expect((await wire.login(EMAIL, PASSWORD)).body.code).toBe(2333);
    expect((await wire.login(EMAIL, 'another one')).body.token).toEqual(expect.any(String));
  });
});
