import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { importJWK, jwtVerify, SignJWT } from 'jose';
import type { GivenKey } from '../domain/settings/settings.js';
import type { Emulator } from '../emulator.types.js';
import { emulator, gotrue } from '../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../wire-driver.fixture.js';
import { errorOf } from './gotrue-driver.fixture.js';

const RSA = given('RSA', 'RS256', 'rsa', generateKeyPairSync('rsa', { modulusLength: 2_048 }));
const EC = given('EC', 'ES256', 'ec', generateKeyPairSync('ec', { namedCurve: 'P-256' }));

function given(
  kty: GivenKey['kty'],
  alg: GivenKey['alg'],
  kid: string,
  { privateKey }: ReturnType<typeof generateKeyPairSync>,
): GivenKey {
  return { ...privateKey.export({ format: 'jwk' }), kty, alg, kid };
}

async function signed(claims: Record<string, unknown>, key: GivenKey, kid = key.kid): Promise<string> {
  const header = { alg: key.alg, kid };
  const { key_ops: _, ...jwk } = key;
  return new SignJWT(claims).setProtectedHeader(header).sign(await importJWK(jwk, key.alg));
}

describe('keys that somebody brings along', () => {
  it.each([RSA, EC])('make administrators of those whom they say to be some ($alg)', async (key) => {
    for (const role of ['service_role', 'supabase_admin']) {
      const bearer = await signed({ role, sub: '1234567890' }, key);
      expect(errorOf(await gotrue.get('/admin/users', bearer))).toEqual([403, 'bad_jwt']);
      emulator.settings({ jwtKeys: [key] });
      expect((await gotrue.get('/admin/users', bearer)).status).toBe(200);
      emulator.settings({ jwtKeys: [] });
    }
  });

  it('believe nothing that was signed by another one under their name', async () => {
    emulator.settings({ jwtKeys: [RSA] });
    const other = given('RSA', 'RS256', 'rsa', generateKeyPairSync('rsa', { modulusLength: 2_048 }));
    expect(errorOf(await gotrue.get('/admin/users', await signed({ role: 'service_role' }, other)))).toEqual([
      403,
      'bad_jwt',
    ]);
    expect(errorOf(await gotrue.get('/admin/users', await signed({ role: 'service_role' }, RSA, 'ec')))).toEqual([
      403,
      'bad_jwt',
    ]);
  });

  it('sign from then on, and are published without their private half', async () => {
    const before = (await gotrue.signUp(EMAIL, PASSWORD)).body.access_token;
    emulator.settings({ jwtKeys: [{ ...RSA, key_ops: ['verify'] }, EC] });
    const { access_token: token } = (await gotrue.signIn(EMAIL, PASSWORD)).body;
    const { keys } = (await gotrue.get('/.well-known/jwks.json')).body;
    expect(keys.map(({ kid, d }: { kid: string; d?: string }) => [kid, d])).toEqual([
      ['rsa', undefined],
      ['ec', undefined],
      [expect.any(String), undefined],
      [expect.any(String), undefined],
    ]);
    const { protectedHeader, payload } = await jwtVerify(token, await importJWK(keys[1], 'ES256'), {
      currentDate: new Date(emulator.clock.now()),
    });
    expect([protectedHeader, payload.email]).toEqual([{ alg: 'ES256', kid: 'ec', typ: 'JWT' }, EMAIL]);
    for (const bearer of [before, token]) expect((await gotrue.get('/user', bearer)).status).toBe(200);
  });

  it('are of no use on the other wires (EMU-21)', async () => {
    emulator.settings({ jwtKeys: [RSA] });
    const headers = { authorization: await signed({ role: 'service_role' }, RSA) };
    const { url } = emulator;
    const response = await fetch(`${url}/oidc/me`, { headers: { authorization: `Bearer ${headers.authorization}` } });
    expect(response.status).toBe(401);
  });
});

const { d: _, ...PUBLIC } = RSA;
const SHORT = given('RSA', 'RS256', 'short', generateKeyPairSync('rsa', { modulusLength: 1_024 }));
const CURVE = given('EC', 'ES256', 'curve', generateKeyPairSync('ec', { namedCurve: 'P-384' }));

describe('what is no such key', () => {
  it.each<[string, unknown, string]>([
    ['no list', RSA, 'jwtKeys is not'],
    ['a text', ['key'], 'jwtKeys[0] is not'],
    ['a shared secret', [{ kty: 'oct', k: 'c2VjcmV0', alg: 'HS256', kid: 'x' }], 'jwtKeys[0].alg'],
    ['of no name', [{ ...RSA, kid: undefined }], 'jwtKeys[0].kid'],
    ['of another kind than it says', [{ ...RSA, alg: 'ES256' }], 'jwtKeys[0].kty'],
    ['half of one', [EC, { ...RSA, n: undefined }], 'jwtKeys[1] is not'],
    ['too short', [SHORT], 'jwtKeys[0] is not'],
    ['on another curve', [CURVE], 'jwtKeys[0].crv'],
    ['the second of its name', [RSA, { ...EC, kid: 'rsa' }], 'jwtKeys is not'],
  ])('is refused: %s', (_, jwtKeys, message) => {
    // Whoever configures may write anything.
    const patch = { jwtKeys } as Parameters<Emulator['settings']>[0];
    expect(() => emulator.settings(patch)).toThrow(message);
    expect(() => emulator.settings(patch)).not.toThrow(String(RSA.d));
  });

  it('is not a public half: that one checks', async () => {
    emulator.settings({ jwtKeys: [PUBLIC] });
    const bearer = await signed({ role: 'service_role' }, RSA);
    expect((await gotrue.get('/admin/users', bearer)).status).toBe(200);
    expect((await gotrue.signUp(EMAIL, PASSWORD)).status).toBe(200);
  });
});
