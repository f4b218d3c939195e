import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AuthenticationClient,
  type AuthenticationClientOptions,
  type ClientAuthMethod,
  MemoryStorage,
} from '@sallyport/authentication-client';
import { FormBrowser } from '../form-browser.fixture.js';
import { type OidcProvider, startOidcProvider } from './oidc-provider.fixture.js';

const redirectUri = 'http://127.0.0.1:5173/callback';
const byeUri = 'http://127.0.0.1:5173/bye';

let provider: OidcProvider;
beforeAll(async () => {
  provider = await startOidcProvider();
});
afterAll(() => provider.stop());

const clients: AuthenticationClient[] = [];
afterEach(() => Promise.all(clients.splice(0).map((client) => client.dispose())));

/** A storage whose session can be looked at. */
class SeenStorage extends MemoryStorage {
  #latest = '';

  override set(key: string, value: string): void {
    this.#latest = value;
    super.set(key, value);
  }

  get tokens(): { readonly accessToken: string; readonly refreshToken: string } {
    return JSON.parse(this.#latest);
  }
}

/** A client of the provider. It names its clients by how they authenticate. */
function setUp(method: ClientAuthMethod = 'none', options: Partial<AuthenticationClientOptions> = {}) {
  const storage = new SeenStorage();
  const client = new AuthenticationClient({
    appId: method,
    appHost: provider.url,
    redirectUri,
    protocol: 'oidc',
    secret: method === 'none' ? undefined : 'a secret of thirty-two characters',
    tokenEndPointAuthMethod: method,
    introspectionEndPointAuthMethod: method,
    revocationEndPointAuthMethod: method,
    storage,
    transactionStorage: new MemoryStorage(),
    ...options,
  });
  clients.push(client);
  const browser = new FormBrowser(provider.url, { login: 'ada', password: 'any', logout: 'yes' });
  const visit = async (leave: (open: (url: string) => void) => Promise<void>): Promise<URL> => {
    const opened: string[] = [];
    await leave((url) => void opened.push(url));
    return browser.go(opened[0] ?? '');
  };
  const signIn = async () =>
    client.handleRedirectCallback((await visit((open) => client.signInWithRedirect({ open }))).href);
  return { client, storage, visit, signIn };
}

const METHODS = ['none', 'client_secret_post', 'client_secret_basic'] as const;

describe('our client against the certified oidc-provider', () => {
  it.each(METHODS)('signs in by code and PKCE, with %s', async (method) => {
    const { client, signIn } = setUp(method);
    const { user, claims } = await signIn();
    expect(user.id).toBe('ada');
    expect(claims).toMatchObject({ iss: `${provider.url}/oidc`, aud: method });
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada' });
  });

  it.each(METHODS)('renews, by a refresh token that changes or by one that stays, with %s', async (method) => {
    const { client, signIn, storage } = setUp(method);
    await signIn();
    const first = storage.tokens;
    await client.refreshToken();
    const second = storage.tokens;
    await client.refreshToken();
    expect(new Set([first, second, storage.tokens].map(({ accessToken }) => accessToken)).size).toBe(3);
    expect(second.refreshToken === first.refreshToken).toBe(method !== 'none');
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada' });
  });

  it('takes ES256 for a signature of ID tokens as well', async () => {
    const { signIn } = setUp('none', { appId: 'ES256' });
    expect((await signIn()).claims).toMatchObject({ aud: 'ES256' });
  });

  it('signs in and renews where the issuer is another server than the application’s (TOK-11)', async () => {
    const elsewhere = { appHost: 'http://127.0.0.1:9', issuer: `${provider.url}/oidc` };
    const { client, signIn, storage } = setUp('none', elsewhere);
    await signIn();
    const { accessToken } = storage.tokens;
    await client.refreshToken();
    expect(storage.tokens.accessToken).not.toBe(accessToken);
  });

  it('ends the session when the refresh token was revoked', async () => {
    const { client, signIn, storage } = setUp();
    await signIn();
    expect(await client.revokeToken(storage.tokens.refreshToken)).toBe(true);
    await expect(client.refreshToken()).rejects.toMatchObject({ kind: 'session-lost' });
    expect(client.snapshot).toMatchObject({ state: 'signedOut', userId: null });
  });

  it('revokes the refresh token on sign-out, and is led back from the provider’s page (CLI-13, CLI-16)', async () => {
    const { client, signIn, visit, storage } = setUp();
    await signIn();
    const { refreshToken } = storage.tokens;
    const back = await visit((open) => client.signOutWithRedirect({ postLogoutRedirectUri: byeUri, open }));
    expect(back.href).toBe(byeUri);
    expect(client.snapshot.state).toBe('signedOut');
    await expect(client.getNewAccessTokenByRefreshToken(refreshToken)).rejects.toMatchObject({
      kind: 'oauth',
      error: 'invalid_grant',
    });
  });

  it('is told of a refusal at the page by its word (RFC 6749 4.1.2.1)', async () => {
    const { client, visit } = setUp();
    const back = await visit((open) => client.signInWithRedirect({ open, scope: 'openid', prompt: 'none' }));
    await expect(client.handleRedirectCallback(back.href)).rejects.toMatchObject({
      kind: 'login-error',
      error: 'login_required',
    });
  });

  it('redeems no code twice, nor by a verifier of somebody else’s', async () => {
    const { client, visit } = setUp();
    const codeVerifier = client.generateCodeChallenge();
    const code = async (): Promise<string> => {
      const codeChallenge = client.getCodeChallengeDigest({ codeChallenge: codeVerifier, method: 'S256' });
      const url = client.buildAuthorizeUrl({ scope: 'openid', codeChallenge, codeChallengeMethod: 'S256' });
      return (await visit(async (open) => open(url))).searchParams.get('code') ?? '';
    };
    const refusal = { kind: 'oauth', error: 'invalid_grant' };
    const other = client.getAccessTokenByCode(await code(), { codeVerifier: client.generateCodeChallenge() });
    await expect(other).rejects.toMatchObject(refusal);
    const used = await code();
    await client.getAccessTokenByCode(used, { codeVerifier });
    await expect(client.getAccessTokenByCode(used, { codeVerifier })).rejects.toMatchObject(refusal);
  });
});

describe('the vendor’s calls against the certified oidc-provider', () => {
  it.each(METHODS)('sign in, ask, renew and revoke one by one, with %s', async (method) => {
    const { client, visit } = setUp(method);
    const codeVerifier = client.generateCodeChallenge();
    const codeChallenge = client.getCodeChallengeDigest({ codeChallenge: codeVerifier, method: 'S256' });
    const scope = 'openid email profile offline_access';
    const url = client.buildAuthorizeUrl({ scope, state: 'mine', codeChallenge, codeChallengeMethod: 'S256' });
    const back = await visit(async (open) => open(url));
    expect(back.searchParams.get('state')).toBe('mine');

    const tokens = await client.getAccessTokenByCode(back.searchParams.get('code') ?? '', { codeVerifier });
    const user = { sub: 'ada', email: 'ada@example.com', email_verified: true, name: 'Ada' };
    expect(await client.getUserInfoByAccessToken(tokens.access_token)).toEqual(user);
    const inBody = { method: 'POST', tokenPlace: 'body' } as const;
    expect(await client.getUserInfoByAccessToken(tokens.access_token, inBody)).toEqual(user);
    expect(await client.introspectToken(tokens.access_token)).toMatchObject({
      active: true,
      sub: 'ada',
      client_id: method,
    });

    const renewed = await client.getNewAccessTokenByRefreshToken(tokens.refresh_token);
    expect(renewed.access_token).not.toBe(tokens.access_token);
    expect(await client.revokeToken(renewed.access_token)).toBe(true);
    expect(await client.introspectToken(renewed.access_token)).toEqual({ active: false });
    await expect(client.getUserInfoByAccessToken(renewed.access_token)).rejects.toMatchObject({ status: 401 });
  });

  it('sign out with a hint, and come back', async () => {
    const { client, visit } = setUp();
    const codeVerifier = client.generateCodeChallenge();
    const codeChallenge = client.getCodeChallengeDigest({ codeChallenge: codeVerifier, method: 'S256' });
    const url = client.buildAuthorizeUrl({ scope: 'openid', codeChallenge, codeChallengeMethod: 'S256' });
    const back = await visit(async (open) => open(url));
    const { id_token } = await client.getAccessTokenByCode(back.searchParams.get('code') ?? '', { codeVerifier });
    const logout = client.buildLogoutUrl({ expert: true, idToken: id_token, redirectUri: byeUri });
    expect((await visit(async (open) => open(logout))).href).toBe(byeUri);
  });
});
