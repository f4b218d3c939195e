import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, gotrue, wire } from '../../emulator-under-test.fixture.js';
import { startEmulator } from '../../start-emulator.js';
import { EMAIL, PASSWORD } from '../../wire-driver.fixture.js';
import { claimsOf, errorOf, GotrueDriver } from '../gotrue-driver.fixture.js';

describe('the password grant', () => {
  it('answers alike for an unknown user and a wrong password (EMU-18)', async () => {
    await gotrue.signUp(EMAIL, PASSWORD);
    const wrong = await gotrue.signIn(EMAIL, 'wrong');
    expect([wrong.status, wrong.body]).toEqual([
      400,
      { code: 'invalid_credentials', message: 'Invalid login credentials' },
    ]);
    const unknown = await gotrue.signIn('eve@example.com', PASSWORD);
    expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body]);
  });

  it('takes a password that the rules would not take today, and says so', async () => {
    await gotrue.signUp(EMAIL, PASSWORD);
    emulator.settings({ minimumPasswordLength: 20 });
    const { status, body } = await gotrue.signIn(EMAIL, PASSWORD);
    expect([status, body.weak_password]).toEqual([
      200,
      { message: 'Password should be at least 20 characters.', reasons: ['length'] },
    ]);
  });

  it('is limited for each account, on both wires together (EMU-19)', async () => {
    await gotrue.signUp(EMAIL, PASSWORD);
    for (let tries = 0; tries < 5; tries += 1) await gotrue.signIn(EMAIL, 'wrong');
    for (let tries = 0; tries < 5; tries += 1) await wire.login(EMAIL, 'wrong');
    const locked = await gotrue.signIn(EMAIL, PASSWORD);
    expect([...errorOf(locked), locked.headers.get('retry-after')]).toEqual([429, 'over_request_rate_limit', '60']);
    await emulator.clock.advance('60s');
    expect((await gotrue.signIn(EMAIL, PASSWORD)).status).toBe(200);
  });

  it('asks for no second factor: its session is of the first level, and the factors are in the user', async () => {
    await wire.bound(EMAIL, PASSWORD);
    const { status, body } = await gotrue.signIn(EMAIL, PASSWORD);
    expect([status, claimsOf(body.access_token).aal]).toEqual([200, 'aal1']);
    expect(body.user.factors).toMatchObject([{ factor_type: 'totp', status: 'verified' }]);
  });

  it('is not for those who have to replace their password, nor for those of a directory', async () => {
    await emulator.seed({
      objects: [
        { kind: 'user', email: EMAIL, password: PASSWORD, mustSetPassword: true },
        { kind: 'user', email: 'eve@example.com', password: PASSWORD, directory: 'ldap' },
      ],
    });
    for (const email of [EMAIL, 'eve@example.com']) {
      expect(errorOf(await gotrue.signIn(email, PASSWORD))).toEqual([400, 'invalid_credentials']);
    }
  });
});

describe('other grants', () => {
  it.each<[string, object, number, string]>([
    ['', {}, 400, 'invalid_credentials'],
    ['grant_type=nothing', {}, 400, 'invalid_credentials'],
    ['grant_type=__proto__', {}, 400, 'invalid_credentials'],
    ['grant_type=password', { password: PASSWORD }, 400, 'validation_failed'],
    ['grant_type=password', { email: EMAIL, phone: '15550001111', password: PASSWORD }, 400, 'validation_failed'],
    ['grant_type=pkce', { auth_code: 'x' }, 400, 'validation_failed'],
    ['grant_type=pkce', { auth_code: 'x', code_verifier: 'y' }, 404, 'flow_state_not_found'],
    ['grant_type=id_token', { id_token: 'x', provider: 'google' }, 400, 'provider_disabled'],
    ['grant_type=web3', { chain: 'solana' }, 422, 'web3_provider_disabled'],
    ['grant_type=web3', { chain: 'abacus' }, 422, 'web3_provider_disabled'],
  ])('%s with %j is refused with %i %s', async (query, body, status, code) => {
    expect(errorOf(await gotrue.post(`/token?${query}`, body))).toEqual([status, code]);
  });

  it.each([
    [{ provider: 'google' }, 'https://accounts.google.com'],
    [{ provider: 'keycloak', issuer: 'https://id.example' }, 'https://id.example'],
    [{ client_id: 'x', issuer: 'https://id.example' }, 'https://id.example'],
  ])('name the issuer that is not on for %j', async (who, issuer) => {
    const { body } = await gotrue.post('/token?grant_type=id_token', { id_token: 'x', ...who });
    expect(body.message).toBe(`Provider (issuer "${issuer}") is not enabled`);
  });

  it('link no identity to nobody, and say so in the words of OAuth', async () => {
    const body = { id_token: 'x', provider: 'google', link_identity: true };
    await expect(gotrue.post('/token?grant_type=id_token', body)).resolves.toMatchObject({
      status: 400,
      body: { error: 'invalid_request', error_description: expect.any(String) },
    });
  });
});

it('goes on with its sessions after a restart, at another port', async () => {
  const data = await mkdtemp(join(tmpdir(), 'gotrue-sessions-'));
  try {
    const first = await startEmulator({ clock: 'manual', data });
    const { access_token, refresh_token } = (await new GotrueDriver(first).signUp(EMAIL, PASSWORD)).body;
    await first.stop();
    const second = await startEmulator({ clock: 'manual', data });
    const after = new GotrueDriver(second);
    expect((await after.get('/user', access_token)).body.email).toBe(EMAIL);
    expect((await after.refresh(refresh_token)).status).toBe(200);
    await second.stop();
  } finally {
    await rm(data, { recursive: true });
  }
});

describe('the refresh grant (EMU-05)', () => {
  const NOT_FOUND = [400, 'refresh_token_not_found'];
  let first: string;
  let bearer: string;

  beforeEach(async () => {
    ({ refresh_token: first, access_token: bearer } = (await gotrue.signUp(EMAIL, PASSWORD)).body);
  });

  const next = async (token: string): Promise<string> => (await gotrue.refresh(token)).body.refresh_token;

  it('gives the next token and a new access token, of the same session and by the same methods', async () => {
    await emulator.clock.advance('30m');
    const { status, body, headers } = await gotrue.refresh(first);
    expect([status, body.refresh_token === first]).toEqual([200, false]);
    const [before, after] = [bearer, body.access_token].map(claimsOf);
    expect(after).toEqual({ ...before, iat: before.iat + 1_800, exp: before.exp + 1_800 });
    expect([headers.get('sb-auth-refresh-token-counter'), headers.get('sb-auth-refresh-token-reuse')]).toEqual([
      '1',
      'false',
    ]);
  });

  it('gives the present token for the one before, however late', async () => {
    const second = await next(first);
    await emulator.clock.advance('30d');
    const { body, headers } = await gotrue.refresh(first);
    expect(body.refresh_token).toBe(second);
    expect(headers.get('sb-auth-refresh-token-reuse-cause')).toBe('fail-to-save');
  });

  it('gives it for older ones within ten seconds of the last refresh', async () => {
    const third = await next(await next(first));
    await emulator.clock.advance(9_999);
    expect(await next(first)).toBe(third);
    emulator.settings({ refreshReuseIntervalSeconds: 0 });
    expect(errorOf(await gotrue.refresh(first))).toEqual([400, 'refresh_token_already_used']);
  });

  it('ends the session when an older one comes later', async () => {
    const third = await next(await next(first));
    await emulator.clock.advance('10s');
    await expect(gotrue.refresh(first)).resolves.toMatchObject({
      status: 400,
      body: { code: 'refresh_token_already_used', message: 'Invalid Refresh Token: Already Used' },
    });
    expect(errorOf(await gotrue.refresh(third))).toEqual(NOT_FOUND);
    expect(errorOf(await gotrue.get('/user', bearer))).toEqual([403, 'session_not_found']);
  });

  it('gives one and the same token to many at once', async () => {
    const tokens = await Promise.all(Array.from({ length: 10 }, () => next(first)));
    expect(new Set(tokens).size).toBe(1);
  });

  it('refuses a token from a time that the server went back from', async () => {
    const before = emulator.snapshot();
    const second = await next(first);
    await emulator.restore(before);
    expect(errorOf(await gotrue.refresh(second))).toEqual([400, 'validation_failed']);
    expect((await gotrue.refresh(first)).status).toBe(200);
  });

  it.each<[unknown, number, string]>([
    [undefined, 400, 'validation_failed'],
    ['', 400, 'validation_failed'],
    ['x'.repeat(11), 400, 'validation_failed'],
    [12, 400, 'bad_json'],
    ['x3k9q2mzr7ab', 400, 'refresh_token_not_found'],
    ['x'.repeat(55), 400, 'validation_failed'],
    ['é'.repeat(55), 400, 'validation_failed'],
  ])('refuses %j with %i %s', async (token, status, code) => {
    expect(errorOf(await gotrue.refresh(token))).toEqual([status, code]);
  });

  it('ends with the sign-out, a new password, a lock and the user (EMU-20)', async () => {
    const management = await wire.managementToken();
    const user = claimsOf(bearer).sub;
    const patch = (fields: string) =>
      wire.graphql(`mutation { updateUser(id: "${user}", input: { ${fields} }) { id } }`, {}, { bearer: management });
    const another = async () => (await gotrue.signIn(EMAIL, PASSWORD)).body.refresh_token;
    const before = emulator.snapshot();
    for (const end of [
      () => gotrue.post('/logout', undefined, bearer),
      () => gotrue.put('/user', { password: 'another horse' }, bearer),
      () => patch('blocked: true'),
      () => wire.graphql(`mutation { deleteUser(id: "${user}") { code } }`, {}, { bearer: management }),
    ]) {
      await emulator.restore(before);
      const token = await another();
      await end();
      expect(errorOf(await gotrue.refresh(token))).toEqual(NOT_FOUND);
    }
  });

  it('refuses a user who is locked out', async () => {
    emulator.settings({ lockAccountAfter: 1 });
    await gotrue.signIn(EMAIL, 'wrong');
    expect(errorOf(await gotrue.refresh(first))).toEqual([400, 'user_banned']);
    expect(errorOf(await gotrue.get('/user', bearer))).toEqual([403, 'user_banned']);
  });

  it.each(['sessionTimeBoxSeconds', 'sessionInactivitySeconds'] as const)('ends by %s', async (setting) => {
    emulator.settings({ [setting]: 60 });
    await emulator.clock.advance(59_999);
    const second = await next(first);
    await emulator.clock.advance(1);
    const status = setting === 'sessionTimeBoxSeconds' ? 400 : 200;
    expect((await gotrue.refresh(second)).status).toBe(status);
    await emulator.clock.advance('60s');
    expect(errorOf(await gotrue.refresh(second))).toEqual([400, 'session_expired']);
  });
});
