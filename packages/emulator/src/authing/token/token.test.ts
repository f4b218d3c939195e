import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { emulator, wire } from '../../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../../wire-driver.fixture.js';

const ME = '{ user { id } }';

type Part = Readonly<Record<string, unknown>>;

const encode = (part: Part): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const part = (token: string, index: 0 | 1): Part =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Part; // of a JWT
/** Signs as whoever has the secret could. */
const forge = (secret: string, claims: Part, typ: string): string => {
  const text = `${encode({ alg: 'HS256', typ })}.${encode(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};
const managementToken = async (id: string, secret: string) => {
  const operation =
    'query ($id: String!, $secret: String!) { accessToken(userPoolId: $id, secret: $secret) { accessToken exp iat } }';
  return (await wire.graphql(operation, { id, secret })).body;
};
const asAdmin = async (bearer: string) => (await wire.graphql('{ users { totalCount } }', {}, { bearer })).body;
const isGood = async (token: string) =>
  (await wire.send('GET', `/api/v2/oidc/validate_token?access_token=${token}`)).status === 200;

describe('kinds of tokens', () => {
  it('are told apart by audience and type', async () => {
    await wire.bound(EMAIL, PASSWORD);
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    const management = await wire.managementToken();
    const user = (await wire.register('eve@example.com', PASSWORD)).body.token;
    expect([mfaToken, management, user].map((token) => part(token, 0).typ)).toEqual([
      'mfa+jwt',
      'management+jwt',
      'JWT',
    ]);
    const audiences = [mfaToken, management, user].map((token) => part(token, 1).aud);
    expect(audiences[2]).toBe(emulator.authing.appId);
    expect(new Set(audiences).size).toBe(3);
    expect(await Promise.all([mfaToken, management, user].map(isGood))).toEqual([false, false, true]);
    for (const bearer of [mfaToken, management]) {
      expect((await wire.graphql('mutation { refreshToken { token } }', {}, { bearer })).body.code).toBe(2207);
    }
    expect((await wire.graphql(ME, {}, { bearer: mfaToken })).body.code).toBe(2207);
  });

  it.each(['management', 'mfa', 'session'])(
    'are not forged as %s with the secret of an application (EMU-21)',
    async (use) => {
      emulator.settings({ tokenAlgorithm: 'HS256' });
      const { appId, appSecret, oidc, userPoolId } = { ...emulator.authing, oidc: emulator.oidc };
      const { token } = (await wire.register(EMAIL, PASSWORD)).body;
      const claims = { ...part(token, 1), iss: oidc.issuer, use };
      for (const aud of [appId, userPoolId, `${userPoolId}:management`, `${appId}:mfa`]) {
        for (const typ of ['JWT', 'management+jwt', 'mfa+jwt']) {
          if (use === 'session' && aud === appId && typ === 'JWT') continue; // what the application may sign
          const bearer = forge(appSecret, { ...claims, aud }, typ);
          expect([1001, 2207]).toContain((await asAdmin(bearer)).code);
          expect((await wire.graphql(ME, {}, { bearer })).body.code).toBe(2207);
          expect(await isGood(bearer)).toBe(false);
        }
      }
    },
  );

  it('signed for one application do not stand for a session at another (EMU-21)', async () => {
    const secret = 'another application keeps this to itself';
    await emulator.seed({ objects: [{ kind: 'application', id: 'other', secret }] });
    emulator.settings({ tokenAlgorithm: 'HS256' });
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    const bearer = forge(secret, { ...part(token, 1), aud: 'other' }, 'JWT');
    expect((await wire.graphql(ME, {}, { bearer })).body.code).toBe(2207);
    expect(await isGood(bearer)).toBe(false);
  });
});

describe('a secret', () => {
  it('of an application that is short is refused, since tokens are signed with it', async () => {
    const seed = { objects: [{ kind: 'application' as const, id: 'other', secret: 'x'.repeat(31) }] };
    await expect(emulator.seed(seed)).rejects.toThrow('objects[0].secret');
  });

  it('of an application that names none is long enough for HS256', async () => {
    await emulator.seed({ objects: [{ kind: 'application', id: 'x' }] });
    emulator.settings({ tokenAlgorithm: 'HS256' });
    await wire.register(EMAIL, PASSWORD);
    const { token } = (await wire.login(EMAIL, PASSWORD, { headers: { 'x-authing-app-id': 'x' } })).body;
    expect(await isGood(token)).toBe(true);
  });

  it('of an application gives a management token too, and only its own', async () => {
    const { appId, appSecret, userPoolSecret } = emulator.authing;
    const { accessToken } = await managementToken(appId, appSecret);
    expect(await asAdmin(accessToken)).toEqual({ totalCount: 0 });
    expect((await managementToken(appId, userPoolSecret)).code).toBe(1001);
    expect((await managementToken('nothing', appSecret)).code).toBe(2224);
  });
});

describe('the times of a token', () => {
  it('go beyond 2038', async () => {
    await emulator.clock.setTo('2100-01-01T00:00:00Z');
    const { appId, appSecret } = emulator.authing;
    const { iat } = await managementToken(appId, appSecret);
    expect(iat).toBe(Date.UTC(2100, 0, 1) / 1_000);
    const bearer = (await wire.register(EMAIL, PASSWORD)).body.token;
    const renewed = (await wire.graphql('mutation { refreshToken { token iat exp } }', {}, { bearer })).body;
    expect(renewed).toMatchObject({ iat, exp: iat + 14 * 86_400 });
    expect((await wire.graphql('{ checkLoginStatus { status iat exp } }', {}, { bearer })).body).toEqual({
      status: true,
      iat,
      exp: iat + 14 * 86_400,
    });
  });
});
