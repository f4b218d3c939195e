import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Emulator } from '../emulator.types.js';
import { startEmulator } from '../start-emulator.js';
import { GotrueDriver } from './gotrue-driver.fixture.js';

const EMAIL = 'ada@example.com';
const PHONE = '15550001111';
const PASSWORD = 'correct horse';

let emulator: Emulator;
let bearers: readonly (string | undefined)[];
let ids: readonly string[];
let refreshToken: string;
let before: ReturnType<Emulator['snapshot']>;
const unexpected: unknown[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ clock: 'manual', onUnexpectedError: (error) => unexpected.push(error) });
  emulator.settings({ messageSpacingSeconds: 0, maxCodeAttempts: 0, maxPasswordAttempts: 0 });
  const gotrue = new GotrueDriver(emulator);
  const { access_token, refresh_token, user } = (await gotrue.signUp(EMAIL, PASSWORD)).body;
  const anonymous = (await gotrue.post('/signup', {})).body;
  const factors = await Promise.all(
    ['totp', 'phone', 'webauthn'].map((factor_type) =>
      gotrue.post('/factors', { factor_type, friendly_name: factor_type, phone: PHONE }, access_token),
    ),
  );
  refreshToken = refresh_token;
  const { serviceRoleKey, anonKey } = emulator.gotrue;
  const client = await gotrue.post('/admin/oauth/clients', { redirect_uris: ['https://app.example/'] }, serviceRoleKey);
  const [own, made] = [[user.id, user.identities[0].identity_id], [...factors, client].map(({ body }) => body)];
  ids = [...own, anonymous.user.id, ...made.map(({ id, client_id }) => id ?? client_id)];
  before = emulator.snapshot();
  bearers = [access_token, access_token, serviceRoleKey, anonymous.access_token, anonKey, undefined];
});

afterAll(() => emulator.stop());

const ROUTES = [
  'GET /settings',
  'GET /health',
  'GET /.well-known/jwks.json',
  'POST /signup',
  'POST /token',
  'POST /otp',
  'POST /magiclink',
  'POST /recover',
  'POST /resend',
  'POST /verify',
  'GET /verify',
  'GET /authorize',
  'GET /user',
  'PUT /user',
  'GET /reauthenticate',
  'POST /logout',
  'GET /user/identities/authorize',
  'DELETE /user/identities/{id}',
  'POST /factors',
  'POST /factors/{id}/challenge',
  'POST /factors/{id}/verify',
  'DELETE /factors/{id}',
  'GET /factors/recovery-codes',
  'POST /factors/recovery-codes',
  'POST /factors/recovery-codes/verify',
  'POST /factors/recovery-codes/regenerate',
  'DELETE /factors/recovery-codes',
  'GET /admin/users',
  'POST /admin/users',
  'GET /admin/users/{id}',
  'PUT /admin/users/{id}',
  'DELETE /admin/users/{id}',
  'GET /admin/users/{id}/factors',
  'PUT /admin/users/{id}/factors/{id}',
  'DELETE /admin/users/{id}/factors/{id}',
  'POST /invite',
  'POST /admin/generate_link',
  'GET /admin/audit',
  'GET /admin/oauth/clients',
  'POST /admin/oauth/clients',
  'GET /admin/oauth/clients/{id}',
  'PUT /admin/oauth/clients/{id}',
  'DELETE /admin/oauth/clients/{id}',
  'POST /admin/oauth/clients/{id}/regenerate_secret',
];

const odd = fc.oneof(
  fc.constantFrom(null, true, 0, -1, 1e21, '', '\u0000', '__proto__', 'é'.repeat(40), '١٢٣٤٥٦'),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.jsonValue({ maxDepth: 2 }),
);
/** Mostly what a member could be, so that more than the first check is met. */
const member = <T>(...likely: T[]) => fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...likely) }, odd);
const CREATION = { clientDataJSON: 'e30', attestationObject: 'oA' };
const body = fc.record(
  {
    email: member(EMAIL, 'eve@example.com'),
    phone: member(PHONE, `+${PHONE}`),
    password: member(PASSWORD, 'another horse'),
    current_password: member(PASSWORD),
    nonce: member('123456'),
    data: member<unknown>({ name: 'Ada' }, { name: null }, JSON.parse('{"__proto__":{"admin":true}}')),
    user_metadata: member<unknown>({ name: 'Ada' }),
    app_metadata: member<unknown>({ plan: 'pro' }),
    create_user: member(false),
    channel: member('sms', 'whatsapp'),
    type: member('signup', 'invite', 'magiclink', 'recovery', 'email', 'email_change', 'sms', 'phone_change'),
    token: member('123456'),
    token_hash: member('a'.repeat(56), `pkce_${'a'.repeat(56)}`),
    refresh_token: fc.oneof(
      fc.constant(0).map(() => refreshToken),
      odd,
    ),
    auth_code: member('00000000-0000-4000-8000-000000000000'),
    code_verifier: member('v'.repeat(43)),
    code_challenge: member('v'.repeat(43)),
    code_challenge_method: member('s256', 'plain'),
    id_token: member('a.b.c'),
    chain: member('solana'),
    factor_type: member('totp', 'phone', 'webauthn', 'recovery_code'),
    friendly_name: member('Phone'),
    challenge_id: member('00000000-0000-4000-8000-000000000000'),
    code: member('123456'),
    webauthn: member<unknown>(
      { rpId: 'localhost', rpOrigins: ['http://localhost'] },
      { type: 'create', credential_response: { id: 'AA', rawId: 'AA', type: 'public-key', response: CREATION } },
    ),
    ban_duration: member('24h', 'none', '1h30m', '-1h'),
    role: member('authenticated'),
    email_confirm: member(true),
    should_soft_delete: member(true),
    new_email: member('new@example.com'),
    redirect_uris: member<unknown>(['https://app.example/'], ['x'], []),
    grant_types: member<unknown>(['refresh_token'], ['x'], []),
    client_name: member('App'),
    client_uri: member('https://app.example/', '/'),
    token_endpoint_auth_method: member('none', 'client_secret_post'),
  },
  { requiredKeys: [] },
);
const text = fc.oneof(
  { weight: 9, arbitrary: body.map((entry) => JSON.stringify(entry)) },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.jsonValue().map((entry) => JSON.stringify(entry)),
      fc.string(),
    ),
  },
);
const query = fc.record(
  {
    grant_type: member('password', 'refresh_token', 'pkce', 'id_token', 'web3'),
    redirect_to: member('http://localhost/in', 'https://evil.example', 'javascript:x', 'http://[', 'x://y#z'),
    scope: member('global', 'local', 'others'),
    type: member('signup', 'magiclink', 'email_change', 'sms'),
    token: member('a'.repeat(56), 'pkce_x'),
    page: member('1', '0', '1e3', '-1'),
    per_page: member('1', '1000000'),
    sort: member('created_at desc', 'email asc'),
    filter: member('ada'),
    query: member('author:ada', 'action:login'),
  },
  { requiredKeys: [] },
);

it('answers whatever comes without a fault of its own, in the form of the wire (EMU-27)', async () => {
  const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
  const request = fc.record({
    route: fc.constantFrom(...ROUTES),
    id: fc.nat(),
    segment: fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })),
    text,
    query,
    bearer: fc.nat(),
    isNewer: fc.boolean(),
  });
  const property = fc.asyncProperty(request, async ({ route, id, segment, text, query, bearer, isNewer }) => {
    // Whoever was deleted is there again: most requests shall meet somebody.
    await emulator.restore(before);
    const [method = '', template = ''] = route.split(' ');
    const known = ids[id % ids.length] ?? '';
    const path = template.replaceAll('{id}', encodeURIComponent(segment ?? known));
    const entries = Object.entries(query).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    const token = bearers[bearer % bearers.length];
    const response = await fetch(`${emulator.gotrue.url}${path}?${new URLSearchParams(entries)}`, {
      method,
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(isNewer ? { 'x-supabase-api-version': '2024-01-01' } : {}),
      },
      ...(method === 'GET' ? {} : { body: text }),
    });
    const answer = await response.text();
    expect(answer).not.toMatch(/\bat \S+ \(|\.[jt]s:\d+|node:internal/);
    expect(response.status).toBeLessThan(500);
    const isOauth = answer.startsWith('{"error":');
    if (response.status < 400 || isOauth) return;
    const error = JSON.parse(answer);
    expect(typeof error[isNewer ? 'code' : 'error_code']).toBe('string');
    expect(response.headers.get('x-sb-error-code')).toBe(isNewer ? error.code : error.error_code);
  });
  try {
    await fc.assert(property, { numRuns: 1_000, seed });
  } catch (error) {
    throw new Error(`FUZZ_SEED=${seed}`, { cause: error });
  }
  expect(unexpected).toEqual([]);
  expect((await fetch(`${emulator.gotrue.url}/health`)).status).toBe(200);
});
