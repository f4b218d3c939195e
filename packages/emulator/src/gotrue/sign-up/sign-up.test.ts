import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, gotrue, wire } from '../../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../../wire-driver.fixture.js';
import { claimsOf, errorOf } from '../gotrue-driver.fixture.js';

const PHONE = '15550001111';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('sign-up that is confirmed at once', () => {
  it('answers with tokens and the user, in the order of the wire', async () => {
    const { status, body, headers } = await gotrue.signUp(EMAIL.toUpperCase(), PASSWORD, { data: { name: 'Ada' } });
    const now = new Date(emulator.clock.now()).toISOString();
    const seconds = Math.floor(emulator.clock.now() / 1_000);
    expect([status, body]).toEqual([
      200,
      {
        access_token: expect.any(String),
        token_type: 'bearer',
        expires_in: 3_600,
        expires_at: seconds + 3_600,
        refresh_token: expect.stringMatching(/^[\w-]{55}$/),
        user: {
          id: expect.stringMatching(UUID),
          aud: 'authenticated',
          role: 'authenticated',
          email: EMAIL,
          email_confirmed_at: now,
          phone: '',
          last_sign_in_at: now,
          app_metadata: { provider: 'email', providers: ['email'] },
          user_metadata: {
            name: 'Ada',
            sub: body.user.id,
            email: EMAIL,
            email_verified: true,
            phone_verified: false,
          },
          identities: [
            {
              identity_id: expect.stringMatching(UUID),
              id: body.user.id,
              user_id: body.user.id,
              identity_data: {
                name: 'Ada',
                sub: body.user.id,
                email: EMAIL,
                email_verified: false,
                phone_verified: false,
              },
              provider: 'email',
              last_sign_in_at: now,
              created_at: now,
              updated_at: now,
              email: EMAIL,
            },
          ],
          created_at: now,
          updated_at: now,
          is_anonymous: false,
        },
      },
    ]);
    expect(Object.keys(body.user).slice(0, 7)).toEqual(
      'id aud role email email_confirmed_at phone last_sign_in_at'.split(' '),
    );
    expect(headers.get('sb-auth-user-id')).toBe(body.user.id);
    expect(headers.get('sb-auth-session-id')).toBe(claimsOf(body.access_token).session_id);
    expect(emulator.messages.list()).toEqual([]);
  });

  it('gives a token with the claims of the wire, and no others', async () => {
    const { access_token: token, user } = (await gotrue.signUp(EMAIL, PASSWORD, { data: { name: 'Ada' } })).body;
    const seconds = Math.floor(emulator.clock.now() / 1_000);
    expect(claimsOf(token)).toEqual({
      iss: emulator.gotrue.url,
      sub: user.id,
      aud: 'authenticated',
      iat: seconds,
      exp: seconds + 3_600,
      email: EMAIL,
      phone: '',
      role: 'authenticated',
      session_id: expect.stringMatching(UUID),
      is_anonymous: false,
      app_metadata: { provider: 'email', providers: ['email'] },
      user_metadata: { name: 'Ada', sub: user.id, email: EMAIL, email_verified: true, phone_verified: false },
      aal: 'aal1',
      amr: [{ method: 'password', timestamp: seconds }],
    });
    const header = JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString());
    const { keys } = (await gotrue.get('/.well-known/jwks.json')).body;
    expect(header).toEqual({ alg: 'RS256', typ: 'JWT', kid: keys[0].kid });
  });

  it('takes a number, and keeps it without its plus', async () => {
    const { status, body } = await gotrue.post('/signup', { phone: `+${PHONE}`, password: PASSWORD });
    expect([status, body.user.phone, body.user.app_metadata.provider]).toEqual([200, PHONE, 'phone']);
    const again = await gotrue.post('/token?grant_type=password', { phone: PHONE, password: PASSWORD });
    expect([again.status, again.body.user.id]).toEqual([200, body.user.id]);
  });

  it('lets in who says nothing of themselves', async () => {
    const { status, body } = await gotrue.post('/signup', { data: { theme: 'dark' } });
    expect([status, body.user]).toEqual([
      200,
      expect.objectContaining({ email: '', phone: '', app_metadata: {}, identities: [], is_anonymous: true }),
    ]);
    expect(claimsOf(body.access_token)).toMatchObject({ is_anonymous: true, amr: [{ method: 'anonymous' }] });
    emulator.settings({ anonymousSignIns: false });
    expect(errorOf(await gotrue.post('/signup', {}))).toEqual([422, 'anonymous_provider_disabled']);
  });

  it('refuses an address that is somebody’s, on whichever wire they came', async () => {
    await wire.register(EMAIL, PASSWORD);
    await expect(gotrue.signUp(EMAIL, PASSWORD)).resolves.toMatchObject({
      status: 422,
      body: { code: 'user_already_exists', message: 'User already registered' },
    });
  });

  it.each<[object, number, string]>([
    [{ email: EMAIL }, 400, 'validation_failed'],
    [{ email: EMAIL, phone: PHONE, password: PASSWORD }, 400, 'validation_failed'],
    [{ email: 'ada', password: PASSWORD }, 400, 'validation_failed'],
    [{ phone: '0123', password: PASSWORD }, 400, 'validation_failed'],
    [{ email: EMAIL, password: 'x'.repeat(73) }, 400, 'validation_failed'],
    [{ email: EMAIL, password: 12_345_678 }, 400, 'bad_json'],
    [{ email: EMAIL, password: PASSWORD, data: [] }, 400, 'bad_json'],
    [{ phone: PHONE, password: PASSWORD, channel: 'pigeon' }, 400, 'validation_failed'],
    [
      { email: EMAIL, password: PASSWORD, code_challenge: 'short', code_challenge_method: 's256' },
      400,
      'validation_failed',
    ],
    [{ email: EMAIL, password: PASSWORD, code_challenge: 'x'.repeat(43) }, 400, 'validation_failed'],
    [
      { phone: PHONE, password: PASSWORD, code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' },
      400,
      'validation_failed',
    ],
    [{ email: EMAIL, password: 'abc' }, 422, 'weak_password'],
  ])('refuses %j with %i %s', async (body, status, code) => {
    expect(errorOf(await gotrue.post('/signup', body))).toEqual([status, code]);
  });

  it('names all the rules that a password breaks', async () => {
    emulator.settings({ passwordKinds: 2 });
    expect((await gotrue.signUp(EMAIL, 'abc')).body).toEqual({
      code: 'weak_password',
      message:
        'Password should be at least 6 characters. Password should contain 2 of letters, digits and other characters.',
      weak_password: { reasons: ['length', 'characters'] },
    });
  });

  it('is for nobody where registration is off', async () => {
    emulator.settings({ registrationEnabled: false });
    for (const body of [{ email: EMAIL, password: PASSWORD }, { email: EMAIL, phone: PHONE }, { phone: '7' }, {}]) {
      expect(errorOf(await gotrue.post('/signup', body))).toEqual([422, 'signup_disabled']);
    }
    expect(errorOf(await gotrue.post('/otp', { email: EMAIL }))).toEqual([422, 'signup_disabled']);
  });

  it('believes nobody who says more than the wire asks for (EMU-23)', async () => {
    const claims = { id: '1', role: 'service_role', is_anonymous: true, email_confirmed_at: 'x', banned_until: 'x' };
    const body = { ...claims, app_metadata: { admin: true }, user_metadata: { x: 1 } };
    const { user } = (await gotrue.signUp(EMAIL, PASSWORD, body)).body;
    expect(user).toMatchObject({ role: 'authenticated', is_anonymous: false, user_metadata: { email_verified: true } });
    expect(user.app_metadata).toEqual({ provider: 'email', providers: ['email'] });
    const text = `{"email":"eve@example.com","password":"${PASSWORD}","data":{"__proto__":{"admin":true}}}`;
    const { user_metadata: metadata } = (await gotrue.post('/signup', text)).body.user;
    expect([Object.keys(metadata), metadata.admin]).toEqual([
      ['__proto__', 'sub', 'email_verified', 'phone_verified', 'email'],
      undefined,
    ]);
  });
});

describe('sign-up that has to be confirmed', () => {
  beforeEach(() => emulator.settings({ autoconfirm: false }));

  it('answers with the bare user and sends a code and a link', async () => {
    const { status, body } = await gotrue.signUp(EMAIL, PASSWORD);
    expect([status, body.confirmation_sent_at, body.email_confirmed_at]).toEqual([
      200,
      new Date(emulator.clock.now()).toISOString(),
      undefined,
    ]);
    expect(emulator.messages.list()).toMatchObject([
      { to: EMAIL, scene: 'signup', code: expect.stringMatching(/^\d{6}$/) },
    ]);
    expect(errorOf(await gotrue.signIn(EMAIL, PASSWORD))).toEqual([400, 'email_not_confirmed']);
    const verified = await gotrue.post('/verify', { type: 'signup', email: EMAIL, token: gotrue.code(EMAIL) });
    expect([verified.status, claimsOf(verified.body.access_token).amr[0].method]).toEqual([200, 'otp']);
    expect((await gotrue.signIn(EMAIL, PASSWORD)).status).toBe(200);
  });

  it('sends another code to an unconfirmed user, a minute later, and leaves the password', async () => {
    await gotrue.signUp(EMAIL, PASSWORD);
    await emulator.clock.advance('10s');
    await expect(gotrue.signUp(EMAIL, 'another one')).resolves.toMatchObject({
      status: 429,
      body: {
        code: 'over_email_send_rate_limit',
        message: 'For security purposes, you can only request this after 50 seconds.',
      },
    });
    await emulator.clock.advance('50s');
    expect((await gotrue.signUp(EMAIL, 'another one')).status).toBe(200);
    await gotrue.post('/verify', { type: 'signup', email: EMAIL, token: gotrue.code(EMAIL) });
    expect((await gotrue.signIn(EMAIL, PASSWORD)).status).toBe(200);
    expect(errorOf(await gotrue.signIn(EMAIL, 'another one'))).toEqual([400, 'invalid_credentials']);
  });

  it('answers for a confirmed address as for a new one, and sends nothing (EMU-18)', async () => {
    await gotrue.signUp(EMAIL, PASSWORD);
    await gotrue.post('/verify', { type: 'signup', email: EMAIL, token: gotrue.code(EMAIL) });
    emulator.messages.clear();
    const data = { name: 'Ada', gone: null };
    const { status, body } = await gotrue.signUp(EMAIL, PASSWORD, { data });
    expect([status, body.role, body.identities]).toEqual([200, '', []]);
    expect(body.id).toMatch(UUID);
    expect(emulator.messages.list()).toEqual([]);
    const { body: fresh } = await gotrue.signUp('eve@example.com', PASSWORD, { data });
    expect(body.user_metadata).toEqual({ ...fresh.user_metadata, sub: body.id, email: EMAIL });
  });

  it('confirms a number by SMS, within a minute', async () => {
    const body = { phone: PHONE, password: PASSWORD };
    expect((await gotrue.post('/signup', body)).body.phone).toBe(PHONE);
    expect(emulator.messages.latest({ to: PHONE })).toMatchObject({ channel: 'sms', to: `+${PHONE}`, scene: 'sms' });
    expect(errorOf(await gotrue.post('/token?grant_type=password', body))).toEqual([400, 'phone_not_confirmed']);
    const answer = { type: 'sms', phone: PHONE, token: gotrue.code(PHONE) };
    await emulator.clock.advance('60s');
    expect(errorOf(await gotrue.post('/verify', answer))).toEqual([403, 'otp_expired']);
    await gotrue.post('/resend', { type: 'sms', phone: PHONE });
    expect((await gotrue.post('/verify', { ...answer, token: gotrue.code(PHONE) })).status).toBe(200);
    expect((await gotrue.post('/token?grant_type=password', body)).status).toBe(200);
  });
});

describe('accounts that both wires share', () => {
  it('sign in over the one when they came over the other, with the same password', async () => {
    const authing = (await wire.register(EMAIL, PASSWORD)).body;
    const { user } = (await gotrue.signIn(EMAIL, PASSWORD)).body;
    expect(user.id).toBe(authing.id);
    await gotrue.signUp('eve@example.com', PASSWORD);
    expect((await wire.login('eve@example.com', PASSWORD)).body).toMatchObject({ emailVerified: true });
  });

  it('have a UUID on this wire, always the same, and are found by it (DESIGN 6.13)', async () => {
    await emulator.seed({ objects: [{ kind: 'user', id: '11', email: EMAIL, password: PASSWORD }] });
    const { user, access_token: token } = (await gotrue.signIn(EMAIL, PASSWORD)).body;
    expect(user.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
    expect((await gotrue.get('/user', token)).body.id).toBe(user.id);
    await emulator.reset();
    await emulator.seed({ objects: [{ kind: 'user', id: '11', email: EMAIL, password: PASSWORD }] });
    expect((await gotrue.signIn(EMAIL, PASSWORD)).body.user.id).toBe(user.id);
  });

  it('are one number, with the country that the other wire leaves out', async () => {
    await emulator.seed({ objects: [{ kind: 'user', phone: '13800000000', password: PASSWORD }] });
    const body = { phone: '8613800000000', password: PASSWORD };
    const { user } = (await gotrue.post('/token?grant_type=password', body)).body;
    expect(user.phone).toBe('8613800000000');
  });

  it.each([{ blocked: true }, { status: 'Suspended' as const }])('are refused with %j', async (fields) => {
    await emulator.seed({ objects: [{ kind: 'user', email: EMAIL, password: PASSWORD, ...fields }] });
    expect(errorOf(await gotrue.signIn(EMAIL, PASSWORD))).toEqual([400, 'user_banned']);
  });
});
