import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { TestBrowser } from '../browser.fixture.js';
import type { Emulator } from '../emulator.types.js';
import { startEmulator } from '../start-emulator.js';
import { EMAIL, PASSWORD, WireDriver } from '../wire-driver.fixture.js';
import { REDIRECT_URI } from './oidc-driver.fixture.js';

let emulator: Emulator;

// It goes by the machine's clock, and so does this server.
beforeEach(async () => {
  emulator = await startEmulator({ seed: { objects: [{ kind: 'user', email: EMAIL, password: PASSWORD }] } });
});

afterEach(() => emulator.stop());

const discover = (authentication?: client.ClientAuth) =>
  client.discovery(new URL(emulator.oidc.issuer), emulator.authing.appId, undefined, authentication ?? client.None(), {
    execute: [client.allowInsecureRequests],
  });

async function signIn(configuration: client.Configuration, browser = new TestBrowser(emulator.url)) {
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: REDIRECT_URI,
    scope: 'openid email offline_access',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  const back = await browser.signIn(url, EMAIL, PASSWORD);
  return client.authorizationCodeGrant(configuration, back.url, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
  });
}

describe('openid-client', () => {
  it.each([
    ['without a secret', () => client.None()],
    ['with the secret in the form', () => client.ClientSecretPost(emulator.authing.appSecret)],
    ['with the secret in the header', () => client.ClientSecretBasic(emulator.authing.appSecret)],
  ])('signs in %s, refreshes, asks and revokes', async (name, authentication) => {
    // An application with a secret shows it at introspection.
    if (name === 'without a secret') emulator.settings({ clientAuthentications: ['none'] });
    const configuration = await discover(authentication());
    const tokens = await signIn(configuration);
    const sub = tokens.claims()?.sub ?? '';
    expect(tokens.claims()).toMatchObject({ email: EMAIL, aud: emulator.authing.appId, amr: ['pwd'] });
    expect(await client.fetchUserInfo(configuration, tokens.access_token, sub)).toMatchObject({ sub, email: EMAIL });

    const renewed = await client.refreshTokenGrant(configuration, tokens.refresh_token ?? '');
    expect(renewed.claims()?.sub).toBe(sub);
    expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
    expect(await client.tokenIntrospection(configuration, renewed.access_token)).toMatchObject({ active: true, sub });

    await client.tokenRevocation(configuration, renewed.refresh_token ?? '');
    expect(await client.tokenIntrospection(configuration, renewed.access_token)).toEqual({ active: false });
    await expect(client.refreshTokenGrant(configuration, renewed.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it.each(['ES256', 'HS256'] as const)('takes ID tokens signed by %s', async (tokenAlgorithm) => {
    emulator.settings({ tokenAlgorithm });
    const { appId, appSecret } = emulator.authing;
    const metadata = { client_secret: appSecret, id_token_signed_response_alg: tokenAlgorithm };
    const configuration = await client.discovery(new URL(emulator.oidc.issuer), appId, metadata, undefined, {
      execute: [client.allowInsecureRequests],
    });
    expect((await signIn(configuration)).claims()).toMatchObject({ email: EMAIL });
  });

  it('takes tokens of rotated keys, for which it asks again', async () => {
    const configuration = await discover();
    client.enableNonRepudiationChecks(configuration);
    await signIn(configuration);
    await emulator.rotateKeys();
    expect((await signIn(await discover())).claims()).toMatchObject({ email: EMAIL });
  });

  it('signs out', async () => {
    const configuration = await discover();
    const browser = new TestBrowser(emulator.url);
    const tokens = await signIn(configuration, browser);
    const url = client.buildEndSessionUrl(configuration, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: REDIRECT_URI,
      state: 'bye',
    });
    expect((await browser.go(url)).url.href).toBe(`${REDIRECT_URI}?state=bye`);
    await expect(client.refreshTokenGrant(configuration, tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const again = client.buildAuthorizationUrl(configuration, { redirect_uri: REDIRECT_URI, prompt: 'none' });
    expect((await browser.go(again)).url.searchParams.get('error')).toBeTruthy();
  });

  it('gets a token of the application itself', async () => {
    const configuration = await discover(client.ClientSecretBasic(emulator.authing.appSecret));
    const { access_token: token, expires_in: seconds } = await client.clientCredentialsGrant(configuration, {
      scope: 'orders:read',
    });
    expect(seconds).toBe(14 * 86_400);
    expect(await client.tokenIntrospection(configuration, token)).toMatchObject({
      active: true,
      sub: emulator.authing.appId,
      scope: 'orders:read',
    });
  });

  it('notices each misbehavior of the sign-in that it looks for', async () => {
    const wire = new WireDriver(emulator);
    for (const flaw of [
      'id-token-wrong-iss',
      'id-token-wrong-aud',
      'id-token-wrong-nonce',
      'id-token-without-sub',
    ] as const) {
      await wire.send('PUT', '/_emulator/settings', { body: { misbehave: [flaw] } });
      await expect(discover().then((configuration) => signIn(configuration))).rejects.toThrow();
    }
  });
});
