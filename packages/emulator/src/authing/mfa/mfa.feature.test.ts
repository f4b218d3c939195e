import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, wire } from '../../emulator-under-test.fixture.js';
import { startEmulator } from '../../start-emulator.js';
import { EMAIL, PASSWORD, WireDriver } from '../../wire-driver.fixture.js';

const CONFIRM = '/api/v2/mfa/totp/associate/confirm';

describe('binding an authenticator', () => {
  it('shows secret and recovery code until it is confirmed, and never again', async () => {
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    expect((await wire.authenticators(token)).body.data).toEqual([]);
    const { data } = (await wire.associate(token)).body;
    expect(data).toMatchObject({
      authenticator_type: 'totp',
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      recovery_code: expect.stringMatching(/^[0-9a-f]{4}(-[0-9a-f]{4}){5}$/),
      qrcode_uri: expect.stringContaining(`secret=${data.secret}&period=30&digits=6&algorithm=SHA1&issuer=`),
      qrcode_data_url: expect.stringMatching(/^data:image\/png;base64,iVBORw0KGgo/),
    });
    expect((await wire.authenticators(token)).body.data).toMatchObject([
      { enable: false, secret: data.secret, recoveryCode: data.recovery_code, authenticatorType: 'totp' },
    ]);
    expect((await wire.confirm(token, await wire.totp(data.secret))).body).toEqual({
      code: 200,
      message: 'OK',
      data: null,
    });
    expect((await wire.authenticators(token)).body.data).toMatchObject([
      { enable: true, secret: null, recoveryCode: null },
    ]);
  });

  it('reads the type under both of its names', async () => {
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    await wire.associate(token);
    const list = async (query: string) =>
      (await wire.send('GET', `/api/v2/mfa/authenticator${query}`, { bearer: token })).body.data.length;
    await expect(Promise.all([list('?authenticator_type=totp'), list(''), list('?type=face')])).resolves.toEqual([
      1, 1, 0,
    ]);
  });

  it('answers a wrong confirmation code with HTTP 400, and stays unbound', async () => {
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    await wire.associate(token);
    await expect(wire.confirm(token, '000000')).resolves.toMatchObject({ status: 400, body: { code: 400 } });
    expect((await wire.authenticators(token)).body.data).toMatchObject([{ enable: false }]);
    expect((await wire.login(EMAIL, PASSWORD)).body.token).toEqual(expect.any(String));
  });

  it('tells malformed input of the confirmation apart from a wrong code', async () => {
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    const { secret } = (await wire.associate(token)).body.data;
    const totp = await wire.totp(secret);
    for (const body of [{ totp }, { totp, authenticator_type: 'face' }, { totp, authenticator_type: 7 }]) {
      expect((await wire.send('POST', CONFIRM, { bearer: token, body })).body.code).toBe(2231);
    }
    const body = { totp: 123456, authenticator_type: 'totp' };
    expect((await wire.send('POST', CONFIRM, { bearer: token, body })).body.code).toBe(2231);
    expect((await wire.confirm(token, totp)).body.code).toBe(200);
  });

  it('replaces an authenticator that was not confirmed', async () => {
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    const first = (await wire.associate(token)).body.data.secret;
    const second = (await wire.associate(token)).body.data.secret;
    expect((await wire.confirm(token, await wire.totp(first))).status).toBe(400);
    expect((await wire.confirm(token, await wire.totp(second))).status).toBe(200);
  });

  it('refuses to replace a bound one, even for the user', async () => {
    const { token } = await wire.bound(EMAIL, PASSWORD);
    await expect(wire.associate(token)).resolves.toMatchObject({ status: 200, body: { code: 1001 } });
    expect((await wire.authenticators(token)).body.data).toMatchObject([{ enable: true }]);
  });

  it('removes it for the user, and the next sign-in asks for nothing', async () => {
    const { token } = await wire.bound(EMAIL, PASSWORD);
    expect((await wire.send('DELETE', '/api/v2/mfa/totp/associate', { bearer: token })).body.code).toBe(200);
    expect((await wire.login(EMAIL, PASSWORD)).body.token).toEqual(expect.any(String));
  });
});

describe('a personal authenticator', () => {
  it('is asked for with code 1635 and all that a screen needs', async () => {
    await wire.bound(EMAIL, PASSWORD);
    const { body } = await wire.login(EMAIL, PASSWORD);
    expect(body).toMatchObject({
      code: 1635,
      data: {
        mfaToken: expect.any(String),
        totpMfaEnabled: true,
        faceMfaEnabled: false,
        email: EMAIL,
        phone: null,
        mfaPhone: null,
        nickname: null,
      },
    });
    expect(body.data).not.toHaveProperty('applicationMfa');
    const [, payload = ''] = body.data.mfaToken.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    expect(claims.exp - claims.iat).toBe(360);
    expect(claims.data).toMatchObject({ userPoolId: emulator.authing.userPoolId, userId: claims.sub, stage: 1 });
  });

  it('lets a user in, with a token and its end', async () => {
    const { secret, id } = await wire.bound(EMAIL, PASSWORD);
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    const { body } = await wire.verifyTotp(mfaToken, await wire.totp(secret, 1));
    expect(body).toMatchObject({ code: 200, data: { id, token: expect.any(String) } });
    expect(Date.parse(body.data.tokenExpiredAt) - emulator.clock.now()).toBe(14 * 86_400_000);
    expect((await wire.authenticators(body.data.token)).body.code).toBe(200);
  });

  it('takes the code of the confirmation once more, and only once (EMU-17)', async () => {
    const { secret } = await wire.bound(EMAIL, PASSWORD);
    const code = await wire.totp(secret);
    expect((await wire.verifyTotp(await wire.mfaToken(EMAIL, PASSWORD), code)).body.code).toBe(200);
    expect((await wire.verifyTotp(await wire.mfaToken(EMAIL, PASSWORD), code)).body.code).toBe(6001);
    await emulator.clock.advance('30s');
    expect((await wire.verifyTotp(await wire.mfaToken(EMAIL, PASSWORD), code)).body.code).toBe(6001);
    expect((await wire.verifyTotp(await wire.mfaToken(EMAIL, PASSWORD), await wire.totp(secret))).body.code).toBe(200);
  });

  it('lets one of two in who show one code at once', async () => {
    const { secret } = await wire.bound(EMAIL, PASSWORD);
    const tokens = [await wire.mfaToken(EMAIL, PASSWORD), await wire.mfaToken(EMAIL, PASSWORD)];
    const code = await wire.totp(secret);
    const answers = await Promise.all(tokens.map((token) => wire.verifyTotp(token, code)));
    expect(answers.map(({ body }) => body.code).sort()).toEqual([200, 6001]);
  });

  it.each([
    [-2, 6001],
    [-1, 200],
    [1, 200],
    [2, 6001],
  ])('answers the code of step %i with %i', async (steps, code) => {
    const { secret } = await wire.bound(EMAIL, PASSWORD);
    await emulator.clock.advance('1h');
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    expect((await wire.verifyTotp(mfaToken, await wire.totp(secret, steps))).body.code).toBe(code);
  });

  it('asks for a code that is missing with 6003', async () => {
    await wire.bound(EMAIL, PASSWORD);
    const bearer = await wire.mfaToken(EMAIL, PASSWORD);
    expect((await wire.send('POST', '/api/v2/mfa/totp/verify', { bearer, body: {} })).body.code).toBe(6003);
    expect((await wire.send('POST', '/api/v2/mfa/totp/recovery', { bearer, body: {} })).body.code).toBe(6004);
  });
});

describe('a recovery code', () => {
  it('works once, and its successor stands beside the data', async () => {
    const { recoveryCode, id } = await wire.bound(EMAIL, PASSWORD);
    const { body } = await wire.recover(await wire.mfaToken(EMAIL, PASSWORD), recoveryCode);
    expect(body).toMatchObject({ code: 200, data: { id, token: expect.any(String) } });
    expect(body.recoveryCode).toMatch(/^[0-9a-f]{4}(-[0-9a-f]{4}){5}$/);
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    expect((await wire.recover(mfaToken, recoveryCode)).body.code).toBe(6002);
    expect((await wire.recover(mfaToken, body.recoveryCode.toUpperCase())).body.code).toBe(200);
  });

  it('shown twice at once lets one in, who gets the new code', async () => {
    const { recoveryCode } = await wire.bound(EMAIL, PASSWORD);
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    const answers = await Promise.all([wire.recover(mfaToken, recoveryCode), wire.recover(mfaToken, recoveryCode)]);
    expect(answers.map(({ body }) => body.code).sort()).toEqual([200, 2207]);
    const successor = answers.map(({ body }) => body.recoveryCode).find((code) => code !== undefined);
    expect((await wire.recover(await wire.mfaToken(EMAIL, PASSWORD), successor)).body.code).toBe(200);
  });
});

describe('an mfaToken', () => {
  it('expires with 2206 after 360 seconds', async () => {
    const { secret } = await wire.bound(EMAIL, PASSWORD);
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    await emulator.clock.advance('359s');
    expect((await wire.verifyTotp(mfaToken, '000000')).body.code).toBe(6001);
    await emulator.clock.advance('1s');
    expect((await wire.verifyTotp(mfaToken, await wire.totp(secret))).body.code).toBe(2206);
  });

  it('is used up by a sign-in, and not by a confirmation', async () => {
    emulator.settings({ applicationMfa: ['OTP'] });
    await wire.register(EMAIL, PASSWORD);
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    const { secret } = (await wire.associate(mfaToken)).body.data;
    expect((await wire.confirm(mfaToken, await wire.totp(secret))).body.code).toBe(200);
    expect((await wire.verifyTotp(mfaToken, await wire.totp(secret))).body.code).toBe(200);
    expect((await wire.verifyTotp(mfaToken, await wire.totp(secret, 1))).body.code).toBe(2207);
  });

  it('is not to be had for a session’s token, and no session’s token for it (EMU-21)', async () => {
    const { secret, token } = await wire.bound(EMAIL, PASSWORD);
    expect((await wire.verifyTotp(token, await wire.totp(secret))).body.code).toBe(2207);
    const bearer = await wire.mfaToken(EMAIL, PASSWORD);
    expect((await wire.graphql('{ user { id } }', {}, { bearer })).body.code).toBe(2207);
    expect((await wire.graphql('mutation { refreshToken { token } }', {}, { bearer })).body.code).toBe(2207);
    expect((await wire.send('DELETE', '/api/v2/mfa/totp/associate', { bearer })).body.code).toBe(2207);
    expect((await wire.authenticators(token)).body.data).toHaveLength(1);
  });

  it('of another server, or of before a reset, is foreign (EMU-21)', async () => {
    const other = await startEmulator({ clock: 'manual' });
    try {
      const { secret } = await wire.bound(EMAIL, PASSWORD);
      const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
      const elsewhere = new WireDriver(other);
      expect((await elsewhere.verifyTotp(mfaToken, await wire.totp(secret))).body.code).toBe(2207);
      await emulator.reset();
      expect((await wire.verifyTotp(mfaToken, await wire.totp(secret))).body.code).toBe(2207);
    } finally {
      await other.stop();
    }
  });

  it('of another application is foreign (EMU-21)', async () => {
    await emulator.seed({ objects: [{ kind: 'application', id: 'other' }] });
    const { secret } = await wire.bound(EMAIL, PASSWORD);
    const bearer = await wire.mfaToken(EMAIL, PASSWORD);
    const headers = { 'x-authing-app-id': 'other' };
    const body = { totp: await wire.totp(secret) };
    expect((await wire.send('POST', '/api/v2/mfa/totp/verify', { bearer, body, headers })).body.code).toBe(2207);
  });

  it('that was stolen with the password neither shows nor replaces the factor', async () => {
    const { token, secret } = await wire.bound(EMAIL, PASSWORD);
    const stolen = await wire.mfaToken(EMAIL, PASSWORD);
    expect((await wire.authenticators(stolen)).body.data).toMatchObject([
      { enable: true, secret: null, recoveryCode: null },
    ]);
    expect((await wire.associate(stolen)).body.code).toBe(1001);
    expect((await wire.confirm(stolen, await wire.totp(secret))).body.code).toBe(1001);
    expect((await wire.authenticators(token)).body.data).toMatchObject([{ enable: true }]);
    expect((await wire.verifyTotp(stolen, await wire.totp(secret))).body.code).toBe(200);
  });

  it('ends when the password changes', async () => {
    const { secret, token } = await wire.bound(EMAIL, PASSWORD);
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    const change = { newPassword: wire.encrypt('another one'), oldPassword: wire.encrypt(PASSWORD) };
    const operation =
      'mutation ($newPassword: String!, $oldPassword: String) { updatePassword(newPassword: $newPassword, oldPassword: $oldPassword) { id } }';
    await wire.graphql(operation, change, { bearer: token });
    expect((await wire.verifyTotp(mfaToken, await wire.totp(secret))).body.code).toBe(2207);
  });

  it.each(['verify', 'recovery', 'associate', 'associate/confirm'])('is missed with 2020 by totp/%s', async (route) => {
    const body = { totp: '123456', authenticator_type: 'totp', recoveryCode: 'aaaa' };
    expect((await wire.send('POST', `/api/v2/mfa/totp/${route}`, { body })).body).toMatchObject({
      code: 2020,
      data: null,
    });
  });
});

describe('wrong codes (EMU-16, EMU-19)', () => {
  it('lock the challenge and the account after five, for a minute', async () => {
    const { secret, recoveryCode } = await wire.bound(EMAIL, PASSWORD);
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await wire.verifyTotp(mfaToken, '000000')).body.code).toBe(6001);
    }
    const locked = await wire.verifyTotp(mfaToken, await wire.totp(secret));
    expect(locked).toMatchObject({ status: 429, body: { code: 429 } });
    expect(locked.headers.get('retry-after')).toBe('60');
    const another = await wire.mfaToken(EMAIL, PASSWORD);
    expect((await wire.verifyTotp(another, await wire.totp(secret))).status).toBe(429);
    expect((await wire.recover(another, recoveryCode)).status).toBe(429);
    await emulator.clock.advance('60s');
    expect((await wire.verifyTotp(mfaToken, await wire.totp(secret))).body.code).toBe(200);
  });

  it('are counted though they come at once', async () => {
    await wire.bound(EMAIL, PASSWORD);
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    const codes = Array.from({ length: 20 }, (_, index) => String(index).padStart(6, '0'));
    const answers = await Promise.all(codes.map((code) => wire.verifyTotp(mfaToken, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
  });

  it('are limited at the confirmation too', async () => {
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    const { secret } = (await wire.associate(token)).body.data;
    for (let attempt = 0; attempt < 5; attempt += 1) await wire.confirm(token, '000000');
    expect((await wire.confirm(token, await wire.totp(secret))).status).toBe(429);
  });

  it('are not counted when the limit is off', async () => {
    emulator.settings({ maxCodeAttempts: 0 });
    const { secret } = await wire.bound(EMAIL, PASSWORD);
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    for (let attempt = 0; attempt < 8; attempt += 1) await wire.verifyTotp(mfaToken, '000000');
    expect((await wire.verifyTotp(mfaToken, await wire.totp(secret))).body.code).toBe(200);
  });
});

describe('an application that demands a second factor', () => {
  const PHONE = '13800000000';
  const sendSms = (phone: string) =>
    wire.send('POST', '/api/v2/sms/send', { body: { phone, phoneCountryCode: '+86', scene: 'mfa-verify' } });
  const sendEmail = (email: string, scene = 'MFA_VERIFY') =>
    wire.graphql(
      'mutation ($email: String!, $scene: EmailScene!) { sendEmail(email: $email, scene: $scene) { code } }',
      { email, scene },
    );
  const verifySms = (bearer: string, phone: string, code: string | undefined) =>
    wire.send('POST', '/api/v2/applications/mfa/sms/verify', {
      bearer,
      body: { phone, code, phoneCountryCode: '+86' },
    });
  const verifyEmail = (bearer: string, email: string, code: string | undefined) =>
    wire.send('POST', '/api/v2/applications/mfa/email/verify', { bearer, body: { email, code } });
  const isBindable = async (bearer: string, body: object) =>
    (await wire.send('POST', '/api/v2/applications/mfa/check', { bearer, body })).body;
  const loginByUsername = (username: string, password: string) =>
    wire.graphql('mutation ($input: LoginByUsernameInput!) { loginByUsername(input: $input) { id token } }', {
      input: { username, password: wire.encrypt(password) },
    });
  const codeFor = (to: string) => emulator.messages.latest({ to })?.code;

  beforeEach(async () => {
    emulator.settings({ applicationMfa: ['SMS', 'EMAIL', 'OTP'] });
    await wire.register(EMAIL, PASSWORD);
  });

  it('asks with 1636 and what it offers, in order', async () => {
    const { body } = await wire.login(EMAIL, PASSWORD);
    expect(body).toMatchObject({
      code: 1636,
      data: {
        totpMfaEnabled: false,
        applicationMfa: [
          { mfaPolicy: 'SMS', status: 1, sort: 0 },
          { mfaPolicy: 'EMAIL', status: 1, sort: 1 },
          { mfaPolicy: 'OTP', status: 1, sort: 2 },
        ],
      },
    });
  });

  it('asks after a code by email too, in the REST envelope', async () => {
    await sendEmail(EMAIL, 'LOGIN_VERIFY_CODE');
    const body = { email: EMAIL, code: codeFor(EMAIL), params: null, context: null };
    const answer = await wire.send('POST', '/api/v2/login/email-code', { body });
    expect(answer).toMatchObject({ status: 200, body: { code: 1636, data: { mfaToken: expect.any(String) } } });
  });

  it('takes a code by email', async () => {
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    await sendEmail(EMAIL, 'MFA_VERIFY_CODE');
    expect((await verifyEmail(mfaToken, EMAIL, codeFor(EMAIL))).body).toMatchObject({
      code: 200,
      data: { email: EMAIL },
    });
  });

  it('binds a free number with the code that was sent there', async () => {
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    await sendSms(PHONE);
    expect((await isBindable(mfaToken, { phone: PHONE })).data).toBe(true);
    expect((await verifySms(mfaToken, PHONE, codeFor(PHONE))).body.code).toBe(200);
    expect((await wire.login(EMAIL, PASSWORD)).body.data).toMatchObject({
      phone: null,
      mfaPhone: PHONE,
      mfaPhoneCountryCode: '+86',
    });
    const next = await wire.mfaToken(EMAIL, PASSWORD);
    await sendSms('13900000000');
    expect((await verifySms(next, '13900000000', codeFor('13900000000'))).body.code).toBe(1001);
  });

  it.each([
    ['an enabled authenticator', { username: 'joe', totp: { secret: 'JBSWY3DPEHPK3PXP' } }],
    ['a number bound for the second factor', { username: 'joe', mfaPhone: '13700000000' }],
    ['a number of its own', { username: 'joe', phone: '13700000000' }],
  ])('binds no other address with the password alone, to a user who has %s', async (_, factor) => {
    await emulator.seed({ objects: [{ kind: 'user', password: PASSWORD, ...factor }] });
    const stolen = (await loginByUsername('joe', PASSWORD)).body.data.mfaToken;
    await sendEmail('eve@example.com');
    expect((await isBindable(stolen, { email: 'eve@example.com' })).data).toBe(false);
    expect((await isBindable(stolen, { phone: PHONE })).data).toBe(false);
    expect((await verifyEmail(stolen, 'eve@example.com', codeFor('eve@example.com'))).body.code).toBe(1001);
    await sendSms(PHONE);
    expect((await verifySms(stolen, PHONE, codeFor(PHONE))).body.code).toBe(1001);
    expect((await loginByUsername('joe', PASSWORD)).body.data).toMatchObject({ mfaEmail: null });
  });

  it('binds no other address once the user has passed with the own one', async () => {
    await sendEmail(EMAIL);
    await verifyEmail(await wire.mfaToken(EMAIL, PASSWORD), EMAIL, codeFor(EMAIL));
    expect((await isBindable(await wire.mfaToken(EMAIL, PASSWORD), { phone: PHONE })).data).toBe(false);
  });

  it('takes no authenticator where it does not offer one, and the user has none', async () => {
    emulator.settings({ applicationMfa: ['SMS'] });
    const { token } = (await wire.register('joe@example.com', PASSWORD)).body;
    const mfaToken = await wire.mfaToken('joe@example.com', PASSWORD);
    expect((await wire.associate(mfaToken)).body.code).toBe(1001);
    const { data } = (await wire.associate(token)).body;
    expect((await wire.authenticators(mfaToken)).body.data).toMatchObject([{ secret: null, recoveryCode: null }]);
    expect((await wire.confirm(mfaToken, await wire.totp(data.secret))).body.code).toBe(1001);
    await wire.confirm(token, await wire.totp(data.secret));
    expect((await wire.verifyTotp(mfaToken, await wire.totp(data.secret))).body.code).toBe(1001);
    expect((await wire.recover(mfaToken, data.recovery_code)).body.code).toBe(1001);
  });

  it('takes the authenticator that the user had before, though it does not offer one', async () => {
    emulator.settings({ applicationMfa: ['SMS'] });
    const { secret, recoveryCode } = await wire.bound('joe@example.com', PASSWORD);
    const next = () => wire.mfaToken('joe@example.com', PASSWORD);
    expect((await wire.verifyTotp(await next(), await wire.totp(secret))).body.code).toBe(200);
    expect((await wire.recover(await next(), recoveryCode)).body.code).toBe(200);
  });

  it('lets no authenticator be bound by a user who can pass another way', async () => {
    emulator.settings({ applicationMfa: ['SMS', 'OTP'] });
    await emulator.seed({ objects: [{ kind: 'user', username: 'joe', phone: '13700000000', password: PASSWORD }] });
    const mfaToken = (await loginByUsername('joe', PASSWORD)).body.data.mfaToken;
    expect((await wire.associate(mfaToken)).body.code).toBe(1001);
    expect((await wire.confirm(mfaToken, '000000')).body.code).toBe(1001);
  });

  it('lets a user without a phone number bind an authenticator on the way in', async () => {
    emulator.settings({ applicationMfa: ['SMS', 'OTP'] });
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    const { secret } = (await wire.associate(mfaToken)).body.data;
    expect((await wire.confirm(mfaToken, await wire.totp(secret))).body.code).toBe(200);
    expect((await wire.verifyTotp(mfaToken, await wire.totp(secret))).body.code).toBe(200);
  });

  it('refuses an address that is not the user’s, or is somebody else’s', async () => {
    await wire.register('eve@example.com', PASSWORD);
    await emulator.seed({ objects: [{ kind: 'user', username: 'carol', phone: PHONE }] });
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    await sendEmail('eve@example.com');
    await sendSms(PHONE);
    expect((await verifyEmail(mfaToken, 'eve@example.com', codeFor('eve@example.com'))).body.code).toBe(1001);
    expect((await verifySms(mfaToken, PHONE, codeFor(PHONE))).body.code).toBe(2035);
    expect((await isBindable(mfaToken, { phone: PHONE })).data).toBe(false);
    expect((await isBindable(mfaToken, { email: EMAIL })).data).toBe(true);
    expect((await isBindable(mfaToken, {})).code).toBe(2231);
  });

  it('answers a wrong code with 2001, one for another purpose too, and a late one with 2300', async () => {
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    expect((await verifyEmail(mfaToken, EMAIL, '000000')).body.code).toBe(2001);
    await sendEmail(EMAIL, 'LOGIN_VERIFY_CODE');
    expect((await verifyEmail(mfaToken, EMAIL, codeFor(EMAIL))).body.code).toBe(2001);
    emulator.settings({ mfaTokenLifetimeSeconds: 3_600 });
    const patient = await wire.mfaToken(EMAIL, PASSWORD);
    await sendEmail(EMAIL);
    await emulator.clock.advance('10m');
    expect((await verifyEmail(patient, EMAIL, codeFor(EMAIL))).body.code).toBe(2300);
  });

  it('takes a code once', async () => {
    await sendEmail(EMAIL);
    const code = codeFor(EMAIL);
    expect((await verifyEmail(await wire.mfaToken(EMAIL, PASSWORD), EMAIL, code)).body.code).toBe(200);
    expect((await verifyEmail(await wire.mfaToken(EMAIL, PASSWORD), EMAIL, code)).body.code).toBe(2001);
  });

  it('kills a code that was tried five times (EMU-16)', async () => {
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    await sendEmail(EMAIL);
    const code = codeFor(EMAIL);
    for (let attempt = 0; attempt < 5; attempt += 1) await verifyEmail(mfaToken, EMAIL, 'no');
    expect((await verifyEmail(mfaToken, EMAIL, code)).status).toBe(429);
    await emulator.clock.advance('60s');
    expect((await verifyEmail(mfaToken, EMAIL, code)).body.code).toBe(2001);
  });

  it('refuses a factor that it does not offer', async () => {
    emulator.settings({ applicationMfa: ['OTP'] });
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    await sendEmail(EMAIL);
    expect((await verifyEmail(mfaToken, EMAIL, codeFor(EMAIL))).body.code).toBe(1001);
  });

  it('takes no TOTP code of a user who has bound none', async () => {
    expect((await wire.verifyTotp(await wire.mfaToken(EMAIL, PASSWORD), '000000')).body.code).toBe(6001);
  });

  it('is switched by the control API, for one application alone', async () => {
    await emulator.seed({ objects: [{ kind: 'application', id: 'other', applicationMfa: ['SMS'] }] });
    const put = (body: object) => wire.send('PUT', '/_emulator/settings', { body });
    expect((await put({ applicationMfa: [] })).body).toMatchObject({ applicationMfa: [] });
    expect((await wire.login(EMAIL, PASSWORD)).body.token).toEqual(expect.any(String));
    const atOther = () => wire.login(EMAIL, PASSWORD, { headers: { 'x-authing-app-id': 'other' } });
    expect((await atOther()).body.code).toBe(1636);
    await put({ applications: { other: { applicationMfa: [] } } });
    expect((await atOther()).body.token).toEqual(expect.any(String));
  });
});
