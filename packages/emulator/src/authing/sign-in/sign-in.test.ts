import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, wire } from '../../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../../wire-driver.fixture.js';

const PHONE = '13800000000';

describe('an account of a directory', () => {
  const user = (directory: 'ldap' | 'ad' | 'sub-account') =>
    ({
      kind: 'user',
      id: directory,
      username: directory,
      email: `${directory}@example.com`,
      password: PASSWORD,
      directory,
    }) as const;
  const verify = (path: string, username: string, password = PASSWORD) =>
    wire.send('POST', path, { body: { username, password } });
  const subAccount = (account: string, password = PASSWORD) =>
    wire.graphql(
      'mutation ($account: String!, $password: String!) { loginBySubAccount(account: $account, password: $password) { id token } }',
      { account, password: wire.encrypt(password) },
    );

  beforeEach(() => emulator.seed({ objects: [user('ldap'), user('ad'), user('sub-account')] }));

  it('signs in by its own way, whatever name of the account is given', async () => {
    const token = expect.any(String);
    expect((await verify('/api/v2/ldap/verify-user', 'ldap')).body.data).toMatchObject({ id: 'ldap', token });
    expect((await verify('/api/v2/ad/verify-user', 'ad@example.com')).body.data).toMatchObject({ id: 'ad', token });
    expect((await subAccount('sub-account')).body).toMatchObject({ id: 'sub-account', token });
  });

  it('signs in by no other way, and is not told from one that is unknown (EMU-18)', async () => {
    const ways = [
      await verify('/api/v2/ldap/verify-user', 'ad'),
      await verify('/api/v2/ad/verify-user', 'ldap'),
      await verify('/api/v2/ldap/verify-user', 'nobody'),
      await verify('/api/v2/ldap/verify-user', 'ldap', 'wrong one'),
      await subAccount('ldap'),
      await wire.login('ldap@example.com', PASSWORD),
    ];
    const refusal = { code: 2333, message: 'The user name or the password is wrong', data: null };
    expect(ways.map(({ body }) => body)).toEqual(ways.map(() => refusal));
  });

  it('is asked for a second factor as others are', async () => {
    emulator.settings({ applicationMfa: ['EMAIL'] });
    const { code, data } = (await verify('/api/v2/ldap/verify-user', 'ldap')).body;
    expect([code, data.mfaToken]).toEqual([1636, expect.any(String)]);
  });
});

describe('the sign-in of the newer wire', () => {
  const signIn = (body: object) => wire.send('POST', '/api/v3/signin', { body });

  it('answers tokens that are good, and none to renew them with', async () => {
    await wire.register(EMAIL, PASSWORD);
    const payload = { account: EMAIL, password: PASSWORD };
    const { body } = await signIn({ connection: 'PASSWORD', passwordPayload: payload, options: { scope: 'openid' } });
    expect(body).toMatchObject({
      statusCode: 200,
      data: { scope: 'openid', token_type: 'Bearer', expire_in: 1_209_600 },
    });
    expect(Object.keys(body.data)).not.toContain('refresh_token');
    const { access_token: token, id_token: idToken } = body.data;
    expect((await wire.me(token, 'email')).body.email).toBe(EMAIL);
    const validated = (name: string, value: string) => wire.send('GET', `/api/v2/oidc/validate_token?${name}=${value}`);
    expect((await validated('access_token', token)).body).toMatchObject({ aud: emulator.authing.appId });
    expect((await validated('id_token', idToken)).body.sub).toEqual(expect.any(String));
    expect((await validated('access_token', `${token.slice(0, -4)}AAAA`)).status).toBe(401);
  });

  it('takes encrypted passwords, codes, and the directories’ accounts', async () => {
    await emulator.seed({
      objects: [
        { kind: 'user', email: EMAIL, phone: PHONE, password: PASSWORD },
        { kind: 'user', username: 'joe', password: PASSWORD, directory: 'ad' },
      ],
    });
    const rsa = { passwordEncryptType: 'rsa' };
    const ways = [
      { connection: 'PASSWORD', passwordPayload: { email: EMAIL, password: wire.encrypt(PASSWORD) }, options: rsa },
      { connection: 'PASSCODE', passCodePayload: { phone: PHONE, passCode: await wire.smsCode(PHONE, 'login') } },
      {
        connection: 'PASSCODE',
        passCodePayload: { email: EMAIL, passCode: await wire.emailCode(EMAIL, 'LOGIN_VERIFY_CODE') },
      },
      { connection: 'AD', adPayload: { sAMAccountName: 'joe', password: PASSWORD } },
    ];
    for (const way of ways) expect((await signIn(way)).body.data.access_token).toEqual(expect.any(String));
  });

  it('takes an email for its owner’s, whoever has it for a user name', async () => {
    const { id } = (await wire.register(EMAIL, PASSWORD)).body;
    await emulator.seed({ objects: [{ kind: 'user', username: EMAIL, password: 'battery staple' }] });
    const signedIn = await signIn({ connection: 'PASSWORD', passwordPayload: { account: EMAIL, password: PASSWORD } });
    expect((await wire.me(signedIn.body.data.access_token, 'id')).body.id).toBe(id);
  });

  it('refuses in the envelope of the newer services, and in the older one', async () => {
    await wire.register(EMAIL, PASSWORD);
    const wrong = { connection: 'PASSWORD', passwordPayload: { account: EMAIL, password: 'wrong one' } };
    const { status, body } = await signIn(wrong);
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ statusCode: 499, apiCode: 2333, code: 2333, data: null, uniqueId: expect.any(String) }),
    ]);
    for (const bad of [
      {},
      { connection: 'MAGIC' },
      { ...wrong, options: { responseType: 'code' } },
      { ...wrong, options: 1 },
    ]) {
      expect((await signIn(bad)).status).toBe(400);
    }
    emulator.settings({ applicationMfa: ['EMAIL'] });
    const due = (await signIn({ ...wrong, passwordPayload: { account: EMAIL, password: PASSWORD } })).body;
    expect([due.apiCode, due.data.mfaToken]).toEqual([1636, expect.any(String)]);
  });
});

describe('a registration with a code sent by email', () => {
  const register = (body: object) => wire.send('POST', '/api/v2/register/email-code', { body });

  it('has proven the email, and takes JSON where others take text of it', async () => {
    const code = await wire.emailCode(EMAIL, 'REGISTER_VERIFY_CODE');
    const body = { email: EMAIL, code, profile: { nickname: 'Ada' }, customData: { school: 'x' }, generateToken: true };
    expect((await register(body)).body.data).toMatchObject({
      email: EMAIL,
      emailVerified: true,
      nickname: 'Ada',
      token: expect.any(String),
      customData: [{ key: 'school', value: 'x', dataType: 'STRING' }],
    });
    expect((await register({ ...body, code: 'x' })).body.code).toBe(2026);
  });

  it('needs the right code, and ignores what is not for users to say (EMU-23)', async () => {
    const code = await wire.emailCode(EMAIL, 'VERIFY_CODE');
    expect((await register({ email: EMAIL, code: 'wrong' })).body.code).toBe(2001);
    expect((await register({ email: EMAIL, code, profile: [] })).status).toBe(400);
    const profile = { id: 'me', blocked: true, phoneVerified: true, loginsCount: 9, unionid: 'u', phone: PHONE };
    const { data } = (await register({ email: EMAIL, code, profile, id: 'me', isLockedOut: true })).body;
    expect(data).toMatchObject({ blocked: false, phoneVerified: false, phone: null, loginsCount: 0 });
    expect([data.id === 'me', data.unionid]).toEqual([false, undefined]);
  });
});

describe('the whitelist', () => {
  it('lets those on it register, and others not', async () => {
    emulator.settings({ signUpWhitelist: { username: null, email: ['Ada@Example.com'], phone: [] } });
    expect((await wire.register('joe@example.com', PASSWORD)).body.code).toBe(2031);
    expect((await wire.register(EMAIL, PASSWORD)).body.email).toBe(EMAIL);
    expect((await wire.login('eve@example.com', PASSWORD, { input: { autoRegister: true } })).body.code).toBe(2031);
    const operation = 'mutation ($input: RegisterByPhoneCodeInput!) { registerByPhoneCode(input: $input) { id } }';
    const code = await wire.smsCode(PHONE, 'register');
    expect((await wire.graphql(operation, { input: { phone: PHONE, code } })).body.code).toBe(2031);
  });
});
