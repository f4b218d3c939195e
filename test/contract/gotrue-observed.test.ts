import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import {
  claimsOf,
  EMAIL,
  NEW_EMAIL,
  NEW_PHONE,
  PASSWORD,
  PHONE,
  type SignedIn,
  Wire,
} from './gotrue-observed.fixture.js';

// Requests that a real GoTrue server was given, and its answers (v2.196.0, commit bc32168, PostgreSQL 15).

let emulator: Emulator;
let wire: Wire;
beforeAll(async () => {
  emulator = await startEmulator({ clock: 'manual' });
  wire = new Wire(emulator);
});
afterAll(() => emulator.stop());
beforeEach(() => emulator.reset());

interface Row {
  readonly request: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  /** Of the error; left out for an answer that has none. */
  readonly code?: string | number;
  readonly message?: string;
}

const NO_USER = '00000000-0000-4000-8000-000000000001';
const CODE_CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

describe('requests without a session', () => {
  it.each<Row>([
    { request: 'POST /signup', body: { email: 5, password: PASSWORD }, status: 400, code: 'bad_json' },
    {
      request: 'POST /signup',
      body: { email: ` ${EMAIL}`, password: PASSWORD },
      status: 400,
      code: 'validation_failed',
    },
    { request: 'POST /signup', body: null, status: 200 },
    {
      request: 'POST /signup',
      body: { email: EMAIL, password: PASSWORD, code_challenge: CODE_CHALLENGE, code_challenge_method: 's512' },
      status: 200,
    },
    { request: 'POST /otp', body: { email: EMAIL, create_user: 'no' }, status: 400, code: 'bad_json' },
    { request: 'POST /otp', body: { email: EMAIL, data: 'x' }, status: 400, code: 'bad_json' },
    { request: 'POST /magiclink', body: {}, status: 422, code: 'validation_failed' },
    { request: 'POST /verify', body: { type: 'sms', email: EMAIL, token: '123456' }, status: 403, code: 'otp_expired' },
    {
      request: 'POST /verify',
      body: { type: 'email', phone: PHONE, token: '123456' },
      status: 403,
      code: 'otp_expired',
    },
    {
      request: 'POST /verify',
      body: { type: 'pigeon', email: EMAIL, token: '123456' },
      status: 403,
      code: 'otp_expired',
    },
    {
      request: 'POST /verify',
      body: { type: 'email', email: 'nope', token: '123456' },
      status: 422,
      code: 'validation_failed',
      message: 'Invalid email format',
    },
    {
      request: 'POST /verify',
      body: { type: 'email', token_hash: 'unknown' },
      status: 403,
      code: 'otp_expired',
      message: 'Email link is invalid or has expired',
    },
    {
      request: 'POST /token?grant_type=refresh_token',
      body: { refresh_token: 'of no known shape' },
      status: 400,
      code: 'validation_failed',
      message: 'Refresh token is not valid',
    },
    {
      request: 'POST /token?grant_type=refresh_token',
      body: { refresh_token: 'x3k9q2mzr7ab' },
      status: 400,
      code: 'refresh_token_not_found',
    },
    { request: 'POST /token?grant_type=web3', body: { chain: 'abacus' }, status: 422, code: 'web3_provider_disabled' },
    { request: 'GET /user', headers: { 'x-supabase-api-version': '2024-13-99' }, status: 401, code: 401 },
  ])('$request with $body answers $status $code', async ({ request, body, headers, status, code, message }) => {
    const [method = '', path = ''] = request.split(' ');
    const answer = await wire.send(method, path, body, { headers });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    if (message !== undefined) expect(answer.body.message).toBe(message);
  });

  it.each([{}, { id_token: 'x' }, { id_token: 'x', provider: 'pigeon' }])(
    'the id_token grant answers %j in the form of OAuth, with a blank',
    async (body) => {
      const answer = await wire.post('/token?grant_type=id_token', body);
      expect([answer.status, answer.body]).toEqual([
        400,
        { error: 'invalid request', error_description: expect.any(String) },
      ]);
    },
  );

  it('GET /verify of an unknown type redirects with validation_failed', async () => {
    const { status, headers } = await wire.get('/verify?type=pigeon&token=x&redirect_to=http://localhost:5173/');
    const fragment = new URLSearchParams(new URL(headers.get('location') ?? '').hash.slice(1));
    expect([status, fragment.get('error'), fragment.get('error_code')]).toEqual([
      303,
      'invalid_request',
      'validation_failed',
    ]);
  });

  it('a redirect to a site without a path adds none', async () => {
    const { headers } = await wire.get('/verify?type=signup&token=x');
    expect(headers.get('location')).toMatch(/^http:\/\/localhost:3000#error=/);
  });

  it('the JWKS names what its keys are for', async () => {
    const { keys } = (await wire.get('/.well-known/jwks.json')).body;
    expect(keys.map(({ key_ops }: { key_ops: unknown }) => key_ops)).toEqual(keys.map(() => ['verify']));
    expect(keys).not.toEqual([]);
  });
});

describe('bearers', () => {
  it('a bearer with nbf ahead is refused with 403', async () => {
    const { user } = await wire.signUp();
    const now = Math.floor(emulator.clock.now() / 1_000);
    const bearer = hs256({ sub: user.id, exp: now + 3_600, nbf: now + 60 });
    expect((await wire.get('/user', hs256({ sub: user.id, exp: now + 3_600 }))).status).toBe(200);
    const { status, body } = await wire.get('/user', bearer);
    expect([status, body.code]).toEqual([403, 'bad_jwt']);
  });

  it('a header with two blanks after Bearer is none', async () => {
    const { access_token: token } = await wire.signUp();
    const status = await rawStatus('GET', { authorization: `Bearer  ${token}` });
    expect(status).toBe(401);
  });

  it('HEAD /user is refused with 405', async () => {
    const { access_token: token } = await wire.signUp();
    expect(await rawStatus('HEAD', { authorization: `Bearer ${token}` })).toBe(405);
  });

  function hs256(claims: object): string {
    const text = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const signature = createHmac('sha256', 'sallyport-development-jwt-secret-for-hs256').update(text.join('.'));
    return [...text, signature.digest('base64url')].join('.');
  }

  // Fetch joins blanks, and Node's client does not.
  function rawStatus(method: string, headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const sent = httpRequest(`${emulator.gotrue.url}/user`, { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject);
      sent.end();
    });
  }
});

describe('refresh tokens from before a second factor', () => {
  it('one of format 2 brings the aal2 session within the reuse interval, and ends it afterwards', async () => {
    const before = await wire.signUp();
    const { body: raised } = (await wire.bindTotp(before.access_token)).proved;
    const again = await wire.refresh(before.refresh_token);
    expect([again.status, claimsOf(again.body.access_token).aal]).toEqual([200, 'aal2']);
    expect(again.body.refresh_token).toBe(raised.refresh_token);
    await emulator.clock.advance('10s');
    const late = await wire.refresh(before.refresh_token);
    expect([late.status, late.body.code]).toEqual([400, 'refresh_token_already_used']);
    expect((await wire.get('/user', raised.access_token)).body.code).toBe('session_not_found');
  });

  it('one of format 1 brings the aal2 session at any time', async () => {
    emulator.settings({ refreshTokenFormat: 1 });
    const before = await wire.signUp();
    const { body: raised } = (await wire.bindTotp(before.access_token)).proved;
    await emulator.clock.advance('30d');
    const again = await wire.refresh(before.refresh_token);
    expect([again.status, claimsOf(again.body.access_token).aal]).toEqual([200, 'aal2']);
    expect(again.body.refresh_token).toBe(raised.refresh_token);
  });
});

describe('reuse of refresh tokens', () => {
  it('in format 2 the parent counts as a refresh, however late it comes', async () => {
    const first = (await wire.signUp()).refresh_token;
    const second = (await wire.refresh(first)).body.refresh_token;
    const third = (await wire.refresh(second)).body.refresh_token;
    await emulator.clock.advance('1h');
    expect((await wire.refresh(second)).body.refresh_token).toBe(third);
    // The interval begins again, so that an older one works as well.
    expect((await wire.refresh(first)).body.refresh_token).toBe(third);
  });

  it('in format 1 it revokes the tokens and leaves the session, which the newest token revives', async () => {
    emulator.settings({ refreshTokenFormat: 1 });
    const first = await wire.signUp();
    expect(first.refresh_token).toMatch(/^[a-z0-9]{12}$/);
    const second = (await wire.refresh(first.refresh_token)).body.refresh_token;
    const newest = (await wire.refresh(second)).body.refresh_token;
    await emulator.clock.advance('11s');
    const reused = await wire.refresh(first.refresh_token);
    expect([reused.status, reused.body.code]).toEqual([400, 'refresh_token_already_used']);
    expect((await wire.get('/user', first.access_token)).status).toBe(200);
    const revived = await wire.refresh(newest);
    expect(revived.status).toBe(200);
    await emulator.clock.advance('1h');
    expect((await wire.refresh(revived.body.refresh_token)).status).toBe(200);
  });

  it('in format 1 the newest of revoked tokens works for the reuse interval alone', async () => {
    emulator.settings({ refreshTokenFormat: 1 });
    const first = (await wire.signUp()).refresh_token;
    const second = (await wire.refresh(first)).body.refresh_token;
    const newest = (await wire.refresh(second)).body.refresh_token;
    await emulator.clock.advance('11s');
    await wire.refresh(first);
    await emulator.clock.advance('11s');
    expect((await wire.refresh(newest)).body.code).toBe('refresh_token_already_used');
  });
});

describe('headers of answers with tokens', () => {
  const names = ['prefix', 'counter', 'reuse', 'reuse-cause', 'rotated'];
  const shown = (headers: Headers): object =>
    Object.fromEntries(names.map((name) => [name, headers.get(`sb-auth-refresh-token-${name}`)]));
  const none = { prefix: null, counter: null, reuse: null, 'reuse-cause': null, rotated: null };

  it('a rotation of format 2 says that nothing was reused', async () => {
    const { refresh_token: first, user } = await wire.signUp();
    const { headers } = await wire.refresh(first);
    expect(shown(headers)).toEqual({ ...none, counter: '1', reuse: 'false' });
    expect(headers.get('sb-auth-user-id')).toBe(user.id);
    expect(headers.get('sb-auth-session-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('a reuse of format 2 says concurrent-refresh, fail-to-save or both', async () => {
    const first = (await wire.signUp()).refresh_token;
    const second = (await wire.refresh(first)).body.refresh_token;
    const cause = async (token: string) => shown((await wire.refresh(token)).headers);
    expect(await cause(first)).toEqual({ ...none, counter: '1', 'reuse-cause': 'concurrent-refresh,fail-to-save' });
    await emulator.clock.advance('1h');
    expect(await cause(first)).toEqual({ ...none, counter: '1', 'reuse-cause': 'fail-to-save' });
    await wire.refresh(second);
    expect(await cause(first)).toEqual({ ...none, counter: '2', 'reuse-cause': 'concurrent-refresh' });
  });

  it('format 1 shows the prefix', async () => {
    emulator.settings({ refreshTokenFormat: 1 });
    const { headers, body } = await wire.refresh((await wire.signUp()).refresh_token);
    expect(shown(headers)).toEqual({ ...none, prefix: body.refresh_token.slice(0, 5), reuse: 'false' });
  });

  it('GET /verify has them, and the verification of a factor has none', async () => {
    emulator.settings({ autoconfirm: false });
    const { id } = (await wire.post('/signup', { email: EMAIL, password: PASSWORD })).body;
    const link = emulator.messages.latest({ to: EMAIL })?.link?.slice(emulator.gotrue.url.length) ?? '';
    const { headers } = await wire.get(link);
    expect(headers.get('sb-auth-user-id')).toBe(id);
    expect(headers.get('sb-auth-session-id')).toEqual(expect.any(String));
    const { access_token: token } = (await wire.signIn()).body;
    const { proved } = await wire.bindTotp(token);
    expect([proved.status, proved.headers.get('sb-auth-user-id'), proved.headers.get('sb-auth-session-id')]).toEqual([
      200,
      null,
      null,
    ]);
    expect(shown(proved.headers)).toEqual(none);
  });
});

describe('/resend', () => {
  beforeEach(() => emulator.settings({ messageSpacingSeconds: 0 }));

  it('sends nothing by the email that a user wants, and answers as if it did', async () => {
    const { access_token: token } = await wire.signUp();
    await wire.put('/user', { email: NEW_EMAIL }, token);
    emulator.messages.clear();
    const { status, body } = await wire.post('/resend', { type: 'email_change', email: NEW_EMAIL });
    expect([status, body, wire.recipients()]).toEqual([200, {}, []]);
  });

  it('sends to the new email by the present one, and to both where both have to agree', async () => {
    const { access_token: token } = await wire.signUp();
    await wire.put('/user', { email: NEW_EMAIL }, token);
    emulator.messages.clear();
    await wire.post('/resend', { type: 'email_change', email: EMAIL });
    expect(wire.recipients()).toEqual([NEW_EMAIL]);
    emulator.settings({ confirmsEmailChangeTwice: true });
    emulator.messages.clear();
    await wire.post('/resend', { type: 'email_change', email: EMAIL });
    expect([...wire.recipients()].sort()).toEqual([EMAIL, NEW_EMAIL]);
  });

  it('sends nothing by the number that a user wants, and to it by the present one', async () => {
    const { access_token: token } = (await wire.post('/signup', { phone: PHONE, password: PASSWORD })).body;
    emulator.settings({ autoconfirm: false });
    await wire.put('/user', { phone: NEW_PHONE }, token);
    emulator.messages.clear();
    const { status } = await wire.post('/resend', { type: 'phone_change', phone: NEW_PHONE });
    expect([status, wire.recipients()]).toEqual([200, []]);
    await wire.post('/resend', { type: 'phone_change', phone: PHONE });
    expect(wire.recipients()).toEqual([`+${NEW_PHONE}`]);
  });
});

describe('factors', () => {
  it('come in no order, which a setting makes the same each time', async () => {
    const { access_token: token } = await wire.signUp();
    const ids = [];
    for (const phone of [PHONE, NEW_PHONE, '15550003333']) ids.push(await wire.enrollPhone(token, phone));
    const shown = async (): Promise<string[]> =>
      (await wire.get('/user', token)).body.factors.map(({ id }: { id: string }) => id);
    const first = await shown();
    expect([...first].sort()).toEqual([...ids].sort());
    expect(first).not.toEqual(ids);
    expect(await shown()).toEqual(first);
    emulator.settings({ shuffleSeed: 0 });
    expect(await shown()).toEqual(ids);
  });

  it('have the number of a telephone, and an empty text otherwise', async () => {
    const { access_token: token, user } = await wire.signUp();
    await wire.bindTotp(token, 'App');
    const second = (await wire.get('/user', token)).body;
    expect(second.factors.map(({ phone }: { phone: string }) => phone)).toEqual(['']);
    const session = (await wire.refresh((await wire.signIn()).body.refresh_token)).body;
    expect(session.user.factors[0].phone).toBe('');
    const other = (await wire.post('/signup', { email: NEW_EMAIL, password: PASSWORD })).body;
    await wire.enrollPhone(other.access_token, `+${PHONE}`);
    const [factor] = (await wire.admin('GET', `/users/${other.user.id}/factors`)).body;
    expect(factor).toMatchObject({ factor_type: 'phone', phone: PHONE });
    expect(user.factors).toBeUndefined();
  });

  it('a challenge of a telephone needs a body', async () => {
    const { access_token: token } = await wire.signUp();
    const id = await wire.enrollPhone(token, PHONE);
    const { status, body } = await wire.send('POST', `/factors/${id}/challenge`, undefined, { bearer: token });
    expect([status, body.code]).toEqual([400, 'bad_json']);
  });

  it('a challenge of a WebAuthn factor does not look at rpOrigins', async () => {
    const { access_token: token } = await wire.signUp();
    const { id } = (await wire.post('/factors', { factor_type: 'webauthn', friendly_name: 'Key' }, token)).body;
    const webauthn = { rpId: 'localhost', rpOrigins: 'text' };
    expect((await wire.post(`/factors/${id}/challenge`, { webauthn }, token)).status).toBe(200);
  });

  it('a WebAuthn proof that fails is answered with 500', async () => {
    const { access_token: token } = await wire.signUp();
    const { id } = (await wire.post('/factors', { factor_type: 'webauthn', friendly_name: 'Key' }, token)).body;
    const webauthn = { rpId: 'localhost', rpOrigins: ['http://localhost:5173'] };
    const challenge = (await wire.post(`/factors/${id}/challenge`, { webauthn }, token)).body;
    for (const origin of ['http://localhost:5173', 'https://elsewhere.example']) {
      const clientData = { type: 'webauthn.create', challenge: 'another', origin };
      const clientDataJSON = Buffer.from(JSON.stringify(clientData)).toString('base64url');
      const response = { clientDataJSON, attestationObject: 'oA' };
      const credential_response = { id: 'x', rawId: 'x', type: 'public-key', response };
      const proof = { challenge_id: challenge.id, webauthn: { ...webauthn, type: 'create', credential_response } };
      const { status, body } = await wire.post(`/factors/${id}/verify`, proof, token);
      expect([status, body.code]).toEqual([500, 'unexpected_failure']);
    }
  });

  it('one that a hook rejects is refused with the text of the hook, and the session is over', async () => {
    emulator.settings({ mfaRejection: 'Too many devices, ask the help desk' });
    const { access_token: token } = await wire.signUp();
    const { proved } = await wire.bindTotp(token);
    expect([proved.status, proved.body]).toEqual([
      403,
      { code: 'mfa_verification_rejected', message: 'Too many devices, ask the help desk' },
    ]);
    expect((await wire.get('/user', token)).body.code).toBe('session_not_found');
  });

  it.each(['GET ', 'POST ', 'DELETE ', 'POST /verify', 'POST /regenerate'])(
    'a server without recovery codes takes their path for the id of a factor: %s',
    async (request) => {
      emulator.settings({ hasRecoveryCodes: false });
      const { access_token: token } = await wire.signUp();
      const [method = '', path = ''] = request.split(' ');
      const body = method === 'POST' ? {} : undefined;
      const answer = await wire.send(method, `/factors/recovery-codes${path}`, body, { bearer: token });
      expect([answer.status, answer.body]).toEqual([
        404,
        { code: 'validation_failed', message: 'factor_id must be an UUID' },
      ]);
    },
  );
});

describe('metadata', () => {
  it('of a user by email repeat the address and what was verified', async () => {
    const { access_token: token, user } = await wire.signUp({ data: { name: 'Ada' } });
    const own = { sub: user.id, email: EMAIL, phone_verified: false, name: 'Ada' };
    expect(user.user_metadata).toEqual({ ...own, email_verified: true });
    expect(claimsOf(token).user_metadata).toEqual(user.user_metadata);
    expect(user.identities[0].identity_data).toEqual({ ...own, email_verified: false });
  });

  it('say that an email is verified when its code came back', async () => {
    emulator.settings({ autoconfirm: false });
    const { body } = await wire.post('/signup', { email: EMAIL, password: PASSWORD });
    expect([body.user_metadata.email_verified, body.identities[0].identity_data.email_verified]).toEqual([
      false,
      false,
    ]);
    const { user } = (await wire.post('/verify', { type: 'signup', email: EMAIL, token: wire.code(EMAIL) })).body;
    expect([user.user_metadata.email_verified, user.identities[0].identity_data.email_verified]).toEqual([true, true]);
  });

  it('of a user by phone hold neither number nor email', async () => {
    const { user } = (await wire.post('/signup', { phone: PHONE, password: PASSWORD })).body;
    const own = { sub: user.id, email_verified: false, phone_verified: false };
    expect([user.user_metadata, user.identities[0].identity_data]).toEqual([own, own]);
  });

  it('name the providers from before until the next verification', async () => {
    const { access_token: token } = await wire.signUp();
    const { body } = await wire.put('/user', { phone: PHONE }, token);
    expect(body.app_metadata).toEqual({ provider: 'email', providers: ['email'] });
    const { user } = (await wire.signInByCode()).body;
    expect(user.app_metadata).toEqual({ provider: 'email', providers: ['email', 'phone'] });
  });

  it('name no provider for the first address of an anonymous user', async () => {
    const { access_token: token } = (await wire.post('/signup', {})).body;
    expect((await wire.put('/user', { email: EMAIL }, token)).body.app_metadata).toEqual({});
  });
});

describe('answers with a user', () => {
  it.each(['POST /signup', 'POST /admin/users', 'PUT /admin/users'])('%s has no confirmed_at', async (request) => {
    const { user } = await wire.signUp();
    const attributes = { email: NEW_EMAIL, password: PASSWORD, email_confirm: true };
    const answers: Readonly<Record<string, () => Promise<{ email_confirmed_at?: string; confirmed_at?: string }>>> = {
      'POST /signup': async () => user,
      'POST /admin/users': async () => (await wire.admin('POST', '/users', attributes)).body,
      'PUT /admin/users': async () => (await wire.admin('PUT', `/users/${user.id}`, { role: 'editor' })).body,
    };
    const shown = (await answers[request]?.()) ?? {};
    expect(shown.email_confirmed_at).toEqual(expect.any(String));
    expect(shown.confirmed_at).toBeUndefined();
    expect((await wire.admin('GET', `/users/${user.id}`)).body.confirmed_at).toEqual(expect.any(String));
  });

  it('POST /token?grant_type=password has weak_password: null', async () => {
    await wire.signUp();
    expect((await wire.signIn()).body.weak_password).toBeNull();
  });
});

describe('PUT /user', () => {
  it('a new password in a session by code clears recovery_sent_at, so that /recover sends', async () => {
    await wire.signUp();
    const { access_token: token } = (await wire.signInByCode()).body;
    expect((await wire.post('/recover', { email: EMAIL })).status).toBe(429);
    const { body } = await wire.put('/user', { password: 'another battery' }, token);
    expect(body.recovery_sent_at).toBeUndefined();
    expect((await wire.post('/recover', { email: EMAIL })).status).toBe(200);
  });
});

describe('the first of two links of a change of address', () => {
  it('comes back as a message', async () => {
    emulator.settings({ confirmsEmailChangeTwice: true });
    const { access_token: token } = await wire.signUp();
    await wire.put('/user', { email: NEW_EMAIL }, token);
    const link = emulator.messages.latest({ to: NEW_EMAIL })?.link?.slice(emulator.gotrue.url.length) ?? '';
    const { headers } = await wire.get(link);
    expect(headers.get('location')).toMatch(/^http:\/\/localhost:3000#message=Confirmation\+link\+accepted/);
  });
});

describe('administration', () => {
  let ada: SignedIn;
  beforeEach(async () => {
    ada = await wire.signUp();
  });

  it.each<Row>([
    { request: 'POST /users', body: { email: NEW_EMAIL, password: 'abc' }, status: 200 },
    {
      request: 'POST /users',
      body: { email: EMAIL },
      status: 422,
      code: 'email_exists',
      message: 'A user with this email address has already been registered',
    },
    {
      request: 'POST /users',
      body: { email: NEW_EMAIL, id: '00000000-0000-0000-0000-000000000000' },
      status: 400,
      code: 'validation_failed',
    },
    { request: 'POST /users', body: { email: 5 }, status: 400, code: 'bad_json' },
  ])('$request with $body answers $status $code', async ({ request, body, status, code, message }) => {
    const [method = '', path = ''] = request.split(' ');
    const answer = await wire.admin(method, path, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    if (message !== undefined) expect(answer.body.message).toBe(message);
  });

  it('POST /users with the number of another user says so', async () => {
    await wire.post('/signup', { phone: PHONE, password: PASSWORD });
    const { status, body } = await wire.admin('POST', '/users', { phone: PHONE });
    expect([status, body]).toEqual([
      422,
      { code: 'phone_exists', message: 'Phone number already registered by another user' },
    ]);
  });

  it('POST /users with the id of another user, and PUT with a taken address, fail with 500', async () => {
    const taken = await wire.admin('POST', '/users', { email: NEW_EMAIL, id: ada.user.id });
    expect([taken.status, taken.body.code]).toEqual([500, 'unexpected_failure']);
    await wire.admin('POST', '/users', { email: NEW_EMAIL, id: NO_USER });
    const update = await wire.admin('PUT', `/users/${NO_USER}`, { email: EMAIL });
    expect([update.status, update.body.code]).toEqual([500, 'unexpected_failure']);
  });

  it('PUT checks the strength of a password', async () => {
    const { status, body } = await wire.admin('PUT', `/users/${ada.user.id}`, { password: 'abc' });
    expect([status, body.code]).toEqual([422, 'weak_password']);
  });

  it('an audience is kept, and lists show the users of the caller’s alone', async () => {
    const { body } = await wire.admin('POST', '/users', { email: NEW_EMAIL, aud: 'elsewhere' });
    expect(body.aud).toBe('elsewhere');
    const { users } = (await wire.admin('GET', '/users')).body;
    expect(users.map(({ email }: { email: string }) => email)).toEqual([EMAIL]);
    const bearer = emulator.gotrue.serviceRoleKey;
    const there = await wire.send('GET', '/admin/users', undefined, { bearer, headers: { 'x-jwt-aud': 'elsewhere' } });
    expect(there.body.users.map(({ email }: { email: string }) => email)).toEqual([NEW_EMAIL]);
  });

  it('PUT of another email leaves the identity with the former one', async () => {
    const { body } = await wire.admin('PUT', `/users/${ada.user.id}`, { email: NEW_EMAIL });
    expect([body.email, body.identities[0].email, body.identities[0].identity_data.email]).toEqual([
      NEW_EMAIL,
      EMAIL,
      EMAIL,
    ]);
  });

  it('the audit log has token_revoked after a refresh, and factor_deleted after an administrator’s deletion', async () => {
    await wire.refresh(ada.refresh_token);
    const factorId = await wire.enrollPhone(ada.access_token, PHONE);
    await wire.admin('DELETE', `/users/${ada.user.id}/factors/${factorId}`);
    const entries: readonly { payload: { action: string } }[] = (await wire.admin('GET', '/audit')).body;
    const actions = entries.map(({ payload }) => payload.action);
    expect(actions).toEqual(expect.arrayContaining(['token_refreshed', 'token_revoked', 'factor_deleted']));
  });
});
