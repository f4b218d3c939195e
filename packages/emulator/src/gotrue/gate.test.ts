import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, gotrue, wire } from '../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../wire-driver.fixture.js';
import { claimsOf, errorOf } from './gotrue-driver.fixture.js';

const SECRET = 'a-secret-of-thirty-two-characters';

let bearer: string;

beforeEach(async () => {
  emulator.settings({ jwtSecret: SECRET });
  bearer = (await gotrue.signUp(EMAIL, PASSWORD)).body.access_token;
});

/** Signs as whoever has the secret could. */
function signed(claims: object, { secret = SECRET, alg = 'HS256' } = {}): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const text = `${encode({ alg, typ: 'JWT' })}.${encode(claims)}`;
  return `${text}.${alg === 'none' ? '' : createHmac('sha256', secret).update(text).digest('base64url')}`;
}

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('the bearer of a user', () => {
  it.each<[string, (claims: Record<string, unknown>) => string | undefined, number, string]>([
    ['is missing', () => undefined, 401, 'no_authorization'],
    ['is no token', () => 'rubbish', 403, 'bad_jwt'],
    ['is the key of clients', () => emulator.gotrue.anonKey, 403, 'bad_jwt'],
    ['is the key of servers', () => emulator.gotrue.serviceRoleKey, 403, 'bad_jwt'],
    ['is signed by somebody else', (claims) => signed(claims, { secret: `${SECRET}!` }), 403, 'bad_jwt'],
    ['is signed by nobody', (claims) => signed(claims, { alg: 'none' }), 403, 'bad_jwt'],
    ['was changed', () => `${bearer.slice(0, -4)}AAAA`, 403, 'bad_jwt'],
    ['has ended', (claims) => signed({ ...claims, exp: claims.iat }), 403, 'bad_jwt'],
    ['ends at no instant', (claims) => signed({ ...claims, exp: 'never' }), 403, 'bad_jwt'],
    ['is nobody’s', (claims) => signed({ ...claims, sub: undefined }), 403, 'bad_jwt'],
    ['is of no UUID', (claims) => signed({ ...claims, sub: '11' }), 400, 'bad_jwt'],
    ['is of somebody unknown', (claims) => signed({ ...claims, sub: UNKNOWN }), 403, 'user_not_found'],
    ['has no UUID for its session', (claims) => signed({ ...claims, session_id: 'x' }), 403, 'bad_jwt'],
    ['is of no session', (claims) => signed({ ...claims, session_id: UNKNOWN }), 403, 'session_not_found'],
  ])('that %s is refused', async (_, make, status, code) => {
    expect(errorOf(await gotrue.get('/user', make(claimsOf(bearer))))).toEqual([status, code]);
  });

  it('that has expired is refused at that second', async () => {
    await emulator.clock.advance(3_599_999);
    expect((await gotrue.get('/user', bearer)).status).toBe(200);
    await emulator.clock.advance(1);
    expect(errorOf(await gotrue.get('/user', bearer))).toEqual([403, 'bad_jwt']);
  });

  it('counts without a session, and whatever the case of its scheme', async () => {
    const { session_id: _, ...claims } = claimsOf(bearer);
    expect((await gotrue.get('/user', signed(claims))).body.email).toBe(EMAIL);
    const headers = { authorization: `bEARER ${bearer}` };
    expect((await gotrue.send('GET', '/user', undefined, { headers })).status).toBe(200);
  });

  it('of one user opens no session of another (EMU-22)', async () => {
    const { access_token: other } = (await gotrue.signUp('eve@example.com', PASSWORD)).body;
    const mixed = signed({ ...claimsOf(other), session_id: claimsOf(bearer).session_id });
    expect(errorOf(await gotrue.get('/user', mixed))).toEqual([403, 'session_not_found']);
  });

  it('of a user who was locked says so, though the lock has ended the session', async () => {
    const operation = `mutation { updateUser(id: "${claimsOf(bearer).sub}", input: { blocked: true }) { id } }`;
    await wire.graphql(operation, {}, { bearer: await wire.managementToken() });
    expect(errorOf(await gotrue.get('/user', bearer))).toEqual([403, 'user_banned']);
  });

  it('is worthless on the other wires, and theirs here (EMU-21)', async () => {
    const { token } = (await wire.login(EMAIL, PASSWORD)).body;
    for (const foreign of [token, await wire.managementToken()]) {
      expect(errorOf(await gotrue.get('/user', foreign))).toEqual([403, 'bad_jwt']);
    }
    expect((await wire.me(bearer, 'id')).body).toMatchObject({ code: 2207 });
    expect((await wire.send('GET', '/oidc/me', { bearer })).status).toBe(401);
  });

  it('stays good when the keys are rotated, as long as the old ones stay', async () => {
    await emulator.rotateKeys();
    expect((await gotrue.get('/user', bearer)).status).toBe(200);
    await emulator.rotateKeys({ keepOld: false });
    expect(errorOf(await gotrue.get('/user', bearer))).toEqual([403, 'bad_jwt']);
  });
});

describe('errors', () => {
  it('have the newer form for those who know it, and tell them so', async () => {
    const { status, body, headers } = await gotrue.get('/user');
    expect([status, body]).toEqual([
      401,
      { code: 'no_authorization', message: 'This endpoint requires a valid Bearer token' },
    ]);
    expect(headers.get('x-supabase-api-version')).toBe('2024-01-01');
    expect(headers.get('x-sb-error-code')).toBe('no_authorization');
    expect((await gotrue.get('/health')).headers.get('x-supabase-api-version')).toBeNull();
  });

  it.each(['', '2023-12-31', 'tomorrow'])('have the older form for those who send %j', async (version) => {
    const headers = { 'x-supabase-api-version': version };
    const answer = await gotrue.send('GET', '/user', undefined, { headers });
    expect(answer.body).toEqual({
      code: 401,
      error_code: 'no_authorization',
      msg: 'This endpoint requires a valid Bearer token',
    });
    expect(answer.headers.get('x-supabase-api-version')).toBeNull();
    expect(answer.headers.get('x-sb-error-code')).toBe('no_authorization');
  });

  it.each(['', '{', '[]', '"x"', '\u0000'])('say bad_json of the body %j', async (body) => {
    expect(errorOf(await gotrue.post('/signup', body))).toEqual([400, 'bad_json']);
  });

  it('say so of a body over 1 MB, and of paths that are none', async () => {
    const body = { email: EMAIL, password: 'x'.repeat(1_100_000) };
    expect(errorOf(await gotrue.post('/signup', body))).toEqual([413, 'request_entity_too_large']);
    expect(errorOf(await gotrue.get('/nothing'))).toEqual([404, 'not_found']);
  });
});

describe('what everybody may know', () => {
  it('is what is on', async () => {
    emulator.settings({ autoconfirm: false, registrationEnabled: false, anonymousSignIns: false });
    expect((await gotrue.get('/settings')).body).toMatchObject({
      external: { anonymous_users: false, email: true, phone: true, google: false, github: false },
      disable_signup: true,
      mailer_autoconfirm: false,
      phone_autoconfirm: false,
      sms_provider: 'mailbox',
      saml_enabled: false,
      passkeys_enabled: false,
    });
  });

  it('is what server this is', async () => {
    expect((await gotrue.get('/health')).body).toEqual({
      version: 'v2.196.0',
      name: 'GoTrue',
      description: expect.any(String),
    });
  });

  it('is by which keys tokens are checked, for ten minutes; a shared one is not among them (EMU-24)', async () => {
    const { body, headers } = await gotrue.get('/.well-known/jwks.json');
    expect(headers.get('cache-control')).toBe('public, max-age=600');
    expect(body.keys.map(({ kty, d }: { kty: string; d?: string }) => [kty, d])).toEqual([
      ['RSA', undefined],
      ['EC', undefined],
    ]);
    emulator.settings({ tokenAlgorithm: 'HS256' });
    expect((await gotrue.get('/.well-known/jwks.json')).body).toEqual({ keys: [] });
  });

  it('is that no provider is on', async () => {
    expect(errorOf(await gotrue.get('/authorize?provider=google'))).toEqual([400, 'validation_failed']);
  });
});

describe('pages of this machine', () => {
  const origin = 'http://localhost:5173';

  it('may call with the headers of the published client, and read what lists tell (EMU-12)', async () => {
    const asked = 'apikey,authorization,content-type,x-client-info,x-supabase-api-version';
    const { status, headers } = await gotrue.send('OPTIONS', '/user', undefined, {
      headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': asked },
    });
    expect([status, headers.get('access-control-allow-headers')]).toEqual([204, asked]);
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    const answer = await gotrue.send('GET', '/health', undefined, { headers: { origin, apikey: 'anything' } });
    expect(answer.headers.get('access-control-expose-headers')).toBe(
      'Date, Retry-After, X-Request-Id, X-Total-Count, Link, X-Supabase-Api-Version',
    );
  });
});
