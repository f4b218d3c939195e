import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Emulator } from '@sallyport/emulator';
import { tokenRefusal, wrongClaim, wrongSignature } from './refusals.fixture.js';
import { type Misbehavior, RelyingParty, startServer } from './relying-party.fixture.js';

// OpenID Foundation, oidcc-client-basic-certification-test-plan: each test is named like its module.

let emulator: Emulator;
let party: RelyingParty;
beforeAll(async () => {
  emulator = await startServer();
});
afterAll(() => emulator.stop());
beforeEach(async () => {
  await emulator.reset();
  party = new RelyingParty(emulator);
});
afterEach(() => party.client.dispose());

/** A sign-in that goes wrong is refused, and whoever was signed in before still is. */
async function expectRefusal(misbehavior: Misbehavior | null, refusal: object): Promise<void> {
  await party.signIn();
  const before = party.standing;
  emulator.settings({ misbehave: misbehavior === null ? [] : [misbehavior] });
  await expect(party.signIn()).rejects.toMatchObject(refusal);
  expect(party.standing).toEqual(before);
}

describe('the relying-party profile Basic', () => {
  it('oidcc-client-test', async () => {
    const { user, claims } = await party.signIn();
    expect(claims).toMatchObject({ iss: emulator.oidc.issuer, aud: emulator.authing.appId, sub: user.id });
    expect(party.client.snapshot).toMatchObject({ state: 'signedIn', userId: user.id });
  });

  it('oidcc-client-test-client-secret-basic', async () => {
    emulator.settings({ clientAuthentications: ['client_secret_basic'] });
    const refusal = { name: 'OAuthError', kind: 'oauth', error: 'invalid_client' };
    await expect(party.signIn()).rejects.toMatchObject(refusal);
    const secret = emulator.authing.appSecret;
    const basic = new RelyingParty(emulator, { secret, tokenEndPointAuthMethod: 'client_secret_basic' });
    await expect(basic.signIn()).resolves.toMatchObject({ claims: { aud: emulator.authing.appId } });
    await basic.client.dispose();
  });

  it('oidcc-client-test-scope-userinfo-claims', async () => {
    const { access_token } = await party.tokens('openid profile email phone');
    expect(await party.client.getUserInfoByAccessToken(access_token)).toMatchObject({
      sub: expect.any(String),
      nickname: 'Ada',
      email: 'ada@example.com',
      phone_number: expect.stringContaining('13800000000'),
    });
  });

  it('oidcc-client-test-idtoken-sig-rs256', async () => {
    emulator.settings({ tokenAlgorithm: 'RS256' });
    await expect(party.signIn()).resolves.toBeDefined();
  });

  it('oidcc-client-test-kid-absent-single-jwks', async () => {
    emulator.settings({ misbehave: ['id-token-without-kid'] });
    await expect(party.signIn()).resolves.toBeDefined();
  });

  it('oidcc-client-test-kid-absent-multiple-jwks', async () => {
    await emulator.rotateKeys({ keepOld: true });
    await expectRefusal('id-token-without-kid', wrongSignature);
  });

  it('oidcc-client-test-invalid-iss', () => expectRefusal('id-token-wrong-iss', wrongClaim('iss')));
  it('oidcc-client-test-missing-sub', () => expectRefusal('id-token-without-sub', wrongClaim('sub')));
  it('oidcc-client-test-invalid-aud', () => expectRefusal('id-token-wrong-aud', wrongClaim('aud')));
  it('oidcc-client-test-missing-aud', () => expectRefusal('id-token-without-aud', wrongClaim('aud')));
  it('oidcc-client-test-missing-iat', () => expectRefusal('id-token-without-iat', wrongClaim('iat')));
  it('oidcc-client-test-nonce-invalid', () => expectRefusal('id-token-wrong-nonce', wrongClaim('nonce')));
  it('oidcc-client-test-invalid-athash', () => expectRefusal('id-token-wrong-at-hash', wrongClaim('at_hash')));
  it('oidcc-client-test-invalid-sig-rs256', () => expectRefusal('id-token-forged', wrongSignature));
  it('oidcc-client-test-idtoken-sig-none', () => expectRefusal('id-token-alg-none', tokenRefusal('algorithm')));

  it('oidcc-client-test-invalid-sig-hs256', async () => {
    emulator.settings({ tokenAlgorithm: 'HS256' });
    const secret = `${emulator.authing.appSecret}, but another one`;
    const options = { secret, tokenEndPointAuthMethod: 'none' } as const;
    const other = new RelyingParty(emulator, { ...options, idTokenAlgorithms: ['HS256'] });
    const unnamed = new RelyingParty(emulator, options);
    await expect(other.signIn()).rejects.toMatchObject(wrongSignature);
    await expect(unnamed.signIn()).rejects.toMatchObject(tokenRefusal('HS256'));
    await expect(party.signIn()).rejects.toMatchObject(tokenRefusal('HS256'));
    await Promise.all([other.client.dispose(), unnamed.client.dispose()]);
  });

  it('oidcc-client-test-userinfo-invalid-sub', async () => {
    const { access_token: accessToken, id_token: idToken } = await party.tokens('openid email');
    await party.client.setSession({ accessToken, idToken });
    await expect(party.client.getUserInfoByAccessToken(accessToken)).resolves.toMatchObject({
      sub: party.client.checkLoggedIn(),
    });
    emulator.settings({ misbehave: ['userinfo-wrong-sub'] });
    await expect(party.client.getUserInfoByAccessToken(accessToken)).rejects.toMatchObject(wrongClaim('sub'));
  });
});

describe('what a server does wrong beyond the modules', () => {
  it.each([
    ['id-token-without-iss', wrongClaim('iss')],
    ['id-token-without-exp', wrongClaim('exp')],
    ['id-token-without-nonce', wrongClaim('nonce')],
    ['id-token-expired', { name: 'TokenExpiredError', kind: 'token-expired' }],
    ['id-token-old-key', wrongSignature],
    ['token-without-access-token', { name: 'InvalidResponseError', kind: 'invalid-response' }],
    ['token-without-id-token', { name: 'InvalidResponseError', kind: 'invalid-response' }],
    ['response-wrong-iss', { name: 'IssuerMismatchError', kind: 'issuer-mismatch' }],
    ['response-without-iss', { name: 'IssuerMismatchError', kind: 'issuer-mismatch' }],
    ['response-wrong-state', { name: 'StateMismatchError', kind: 'state-mismatch' }],
  ] as const)('%s is refused, and whoever was signed in before still is', expectRefusal);

  it('token-without-token-type is forgiven: some servers leave it out', async () => {
    emulator.settings({ misbehave: ['token-without-token-type'] });
    await expect(party.signIn()).resolves.toBeDefined();
  });
});
