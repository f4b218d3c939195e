import { beforeEach, describe, expect, it } from '@jest/globals';
import { TestBrowser } from '../browser.fixture.js';
import { emulator, oidc, wire } from '../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../wire-driver.fixture.js';
import { challengeOf, claimsOf, REDIRECT_URI } from './oidc-driver.fixture.js';

beforeEach(async () => {
  await wire.register(EMAIL, PASSWORD);
});

describe('an address to go back to', () => {
  it.each([
    'https://evil.example/callback',
    'http://127.0.0.1:5173/callback/',
    'http://127.0.0.1:5173/callback?x=1',
    'http://127.0.0.1:5173/callback#x',
    'http://127.0.0.1:5173/other',
    'http://127.0.0.1:5173/x/../callback',
    'http://127.0.0.1:5173@evil.example/callback',
    'http://127.0.0.1.evil.example/callback',
    'http://localhost:99999/callback',
    'http://user@localhost/callback',
    'https://localhost/callback',
    'HTTP://LOCALHOST/callback',
    '//localhost/callback',
    'javascript:alert(1)',
    '',
  ])('that is %j is refused, and nobody is sent there (EMU-01)', async (redirect_uri) => {
    const { status, headers, text } = await oidc.browser.go(oidc.authorizeUrl({ redirect_uri }));
    expect([status, headers.get('location')]).toEqual([400, null]);
    expect(text).not.toContain('evil.example');
    const end = new URL(`${emulator.url}/oidc/session/end?client_id=${emulator.authing.appId}`);
    if (redirect_uri !== '') end.searchParams.set('post_logout_redirect_uri', redirect_uri);
    expect((await oidc.browser.visit(end)).headers.get('location')).toBeNull();
  });

  it('may have any port on this machine (EMU-01)', async () => {
    for (const redirect_uri of ['http://localhost/callback', 'http://[::1]:9/callback', 'http://127.0.0.1:65535/']) {
      expect(await oidc.code({ redirect_uri })).not.toBe('');
    }
  });

  it('is exactly what was registered elsewhere, doubled it is none (EMU-01, EMU-09)', async () => {
    const redirect_uri = 'https://app.example/cb?a=1';
    emulator.settings({ redirectUris: [redirect_uri] });
    expect((await oidc.authorize({ redirect_uri })).get('a')).toBe('1');
    const url = oidc.authorizeUrl({ redirect_uri });
    url.searchParams.append('redirect_uri', redirect_uri);
    expect((await oidc.browser.go(url)).status).toBe(400);
    expect((await oidc.browser.go(oidc.authorizeUrl())).status).toBe(400);
    expect(() => emulator.settings({ redirectUris: ['javascript:alert(1)'] })).toThrow('redirectUris[0]');
  });
});

describe('an authorization answer', () => {
  it('has iss and state, whether it is a code or an error, by 303 (EMU-08, EMU-10)', async () => {
    const good = await oidc.authorize();
    expect(Object.fromEntries(good)).toEqual({
      code: expect.any(String),
      state: 'the state',
      iss: emulator.oidc.issuer,
    });
    const { status, url } = await oidc.browser.go(oidc.authorizeUrl({ response_type: 'token' }));
    expect(status).toBe(303);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      error: 'unsupported_response_type',
      error_description: expect.any(String),
      state: 'the state',
      iss: emulator.oidc.issuer,
    });
  });

  it.each<[string, Readonly<Record<string, string | undefined>>, string]>([
    ['a method that is plain (EMU-03)', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['no method (EMU-03)', { code_challenge_method: undefined }, 'invalid_request'],
    ['a method without a challenge (EMU-03)', { code_challenge: undefined }, 'invalid_request'],
    ['a challenge that is no digest (EMU-03)', { code_challenge: 'short' }, 'invalid_request'],
    ['a token wanted (EMU-07)', { response_type: 'id_token token' }, 'unsupported_response_type'],
    ['no response type', { response_type: undefined }, 'invalid_request'],
    ['a request object', { request: 'x' }, 'request_not_supported'],
    ['a request by reference', { request_uri: 'https://x.example' }, 'request_uri_not_supported'],
    ['a prompt that contradicts itself', { prompt: 'none login' }, 'invalid_request'],
    ['an age that is none', { max_age: 'soon' }, 'invalid_request'],
    ['nobody signed in, and none to ask', { prompt: 'none' }, 'login_required'],
  ])('to %s is an error', async (_, fields, error) => {
    expect((await oidc.browser.go(oidc.authorizeUrl(fields))).url.searchParams.get('error')).toBe(error);
  });

  it('refuses what came twice, and overlooks what it does not know (EMU-09)', async () => {
    const url = oidc.authorizeUrl();
    url.searchParams.append('scope', 'openid');
    expect((await oidc.browser.go(url)).url.searchParams.get('error')).toBe('invalid_request');
    expect(await oidc.code({ nobody_knows: 'this', tenantId: 'x' })).not.toBe('');
  });

  it('asks a public client for a challenge at once (EMU-03)', async () => {
    emulator.settings({ clientAuthentications: ['none'] });
    const fields = { code_challenge: undefined, code_challenge_method: undefined };
    expect((await oidc.browser.go(oidc.authorizeUrl(fields))).url.searchParams.get('error')).toBe('invalid_request');
  });

  it('needs no second sign-in, unless it is asked for', async () => {
    await oidc.code();
    expect(await oidc.code({ prompt: 'none' })).not.toBe('');
    await emulator.clock.advance('1h');
    for (const fields of [{ prompt: 'login' }, { max_age: '60' }]) {
      const page = await oidc.browser.go(oidc.authorizeUrl(fields));
      expect(page.text).toContain('Password');
    }
    const before = Math.floor(emulator.clock.now() / 1_000);
    const { id_token: idToken } = await oidc.tokens({ max_age: '0' });
    expect(claimsOf(idToken).auth_time).toBe(before);
  });
});

describe('a code', () => {
  const error = async (code: string, fields = {}) => (await oidc.redeem(code, fields)).body.error;

  it('works once, and its second use ends what the first one gave (EMU-02)', async () => {
    const code = await oidc.code();
    const { access_token: accessToken, refresh_token: refreshToken } = (await oidc.redeem(code)).body;
    expect(await oidc.isActive(accessToken)).toBe(true);
    expect(await error(code)).toBe('invalid_grant');
    expect(await oidc.isActive(accessToken)).toBe(false);
    expect((await oidc.refresh(refreshToken)).body.error).toBe('invalid_grant');
  });

  it('of two uses at once has one success (EMU-02)', async () => {
    const code = await oidc.code();
    const answers = await Promise.all(Array.from({ length: 8 }, () => oidc.redeem(code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('ends after a minute (EMU-02)', async () => {
    const code = await oidc.code();
    await emulator.clock.advance('60s');
    expect(await error(code)).toBe('invalid_grant');
  });

  it.each<[string, Readonly<Record<string, string | undefined>>, string]>([
    ['another address', { redirect_uri: 'http://127.0.0.1:5174/callback' }, 'invalid_grant'],
    ['no address', { redirect_uri: undefined }, 'invalid_request'],
    ['another client', { client_id: 'other' }, 'invalid_grant'],
    ['a wrong secret', { client_secret: 'wrong' }, 'invalid_client'],
    ['no client', { client_id: undefined }, 'invalid_client'],
  ])('is bound: with %s it is refused, and still good (EMU-02)', async (_, fields, expected) => {
    await emulator.seed({ objects: [{ kind: 'application', id: 'other' }] });
    const code = await oidc.code();
    expect(await error(code, fields)).toBe(expected);
    expect((await oidc.redeem(code)).status).toBe(200);
  });

  it.each([
    ['another verifier', { code_verifier: 'x'.repeat(43) }],
    ['no verifier', { code_verifier: undefined }],
    ['a malformed verifier', { code_verifier: 'short' }],
  ])('is used up by %s (EMU-02, EMU-03)', async (_, fields) => {
    const code = await oidc.code();
    expect(await error(code, fields)).toBe('invalid_grant');
    expect(await error(code)).toBe('invalid_grant');
  });

  it('without a challenge is used up by a verifier (EMU-03)', async () => {
    const code = await oidc.code({ code_challenge: undefined, code_challenge_method: undefined });
    const { appSecret: client_secret } = emulator.authing;
    expect(await error(code, { client_secret })).toBe('invalid_grant');
    expect(await error(code, { client_secret, code_verifier: undefined })).toBe('invalid_grant');
  });

  it('takes the example of RFC 7636 (EMU-03)', async () => {
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    expect(challengeOf(verifier)).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
    const code = await oidc.code({ code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' });
    expect((await oidc.redeem(code, { code_verifier: verifier })).status).toBe(200);
  });

  it('without a challenge needs the secret, and no verifier (EMU-03)', async () => {
    const none = { code_challenge: undefined, code_challenge_method: undefined };
    const { appSecret: client_secret } = emulator.authing;
    const code = await oidc.code(none);
    expect(await error(code, { code_verifier: undefined })).toBe('invalid_grant');
    expect((await oidc.redeem(code, { code_verifier: undefined, client_secret })).status).toBe(200);
  });

  it('ends when its user is gone before it is redeemed (EMU-20)', async () => {
    const { id } = (await wire.login(EMAIL, PASSWORD)).body;
    const code = await oidc.code();
    const bearer = await wire.managementToken();
    await wire.graphql('mutation ($id: String!) { deleteUser(id: $id) { code } }', { id }, { bearer });
    expect(await error(code)).toBe('invalid_grant');
  });
});

describe('a refresh token', () => {
  it('rotates, and gives an ID token of the same user, issuer and application (EMU-04)', async () => {
    const first = await oidc.tokens();
    await emulator.clock.advance('1h');
    const second = (await oidc.refresh(first.refresh_token)).body;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    const [before, after] = [claimsOf(first.id_token), claimsOf(second.id_token)];
    for (const claim of ['sub', 'iss', 'aud', 'auth_time']) expect(after[claim]).toEqual(before[claim]);
    expect([before.nonce, after.nonce]).toEqual(['the nonce', undefined]);
    expect(Number(after.iat) - Number(before.iat)).toBe(3_600);
  });

  it('that is used twice ends the family (EMU-04)', async () => {
    const first = await oidc.tokens();
    const second = (await oidc.refresh(first.refresh_token)).body;
    expect((await oidc.refresh(first.refresh_token)).body.error).toBe('invalid_grant');
    expect((await oidc.refresh(second.refresh_token)).body.error).toBe('invalid_grant');
    expect(await oidc.isActive(second.access_token)).toBe(false);
    expect((await oidc.userInfo(second.access_token)).status).toBe(401);
  });

  it('of many uses at once has one success (EMU-04)', async () => {
    const { refresh_token: token } = await oidc.tokens();
    const answers = await Promise.all(Array.from({ length: 8 }, () => oidc.refresh(token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('gives one and the same successor to all uses within the grace (EMU-04)', async () => {
    emulator.settings({ refreshGraceSeconds: 10 });
    const { refresh_token: token } = await oidc.tokens();
    const answers = await Promise.all(Array.from({ length: 8 }, () => oidc.refresh(token)));
    const successors = new Set(answers.map(({ body }) => body.refresh_token));
    expect([...successors]).toEqual([expect.any(String)]);
    const [successor] = successors;
    expect(successor).not.toBe(token);
    // The state gives none of the two away.
    const snapshot = JSON.stringify(emulator.snapshot());
    for (const secret of [token, successor]) expect(snapshot).not.toContain(secret);
    await emulator.clock.advance('9s');
    expect((await oidc.refresh(token)).body.refresh_token).toBe(successor);
    await emulator.clock.advance('1s');
    expect((await oidc.refresh(token)).body.error).toBe('invalid_grant');
    expect((await oidc.refresh(successor)).body.error).toBe('invalid_grant');
  });

  it('does not revive its successor when it is used again within the grace (EMU-04)', async () => {
    emulator.settings({ refreshGraceSeconds: 10 });
    const { refresh_token: first } = await oidc.tokens();
    const second = (await oidc.refresh(first)).body.refresh_token;
    const third = (await oidc.refresh(second)).body.refresh_token;
    expect((await oidc.refresh(first)).body.refresh_token).toBe(second);
    expect((await oidc.refresh(second)).body.refresh_token).toBe(third);
    await emulator.clock.advance('10s');
    expect((await oidc.refresh(second)).body.error).toBe('invalid_grant');
  });

  it('ends when it lies unused, and with its family (EMU-04)', async () => {
    emulator.settings({ refreshTokenLifetimeSeconds: 100, refreshFamilyLifetimeSeconds: 150 });
    let { refresh_token: token } = await oidc.tokens();
    await emulator.clock.advance('99s');
    ({ refresh_token: token } = (await oidc.refresh(token)).body);
    await emulator.clock.advance('50s');
    ({ refresh_token: token } = (await oidc.refresh(token)).body);
    await emulator.clock.advance('1s');
    expect((await oidc.refresh(token)).body.error).toBe('invalid_grant');
    token = (await oidc.tokens()).refresh_token;
    await emulator.clock.advance('100s');
    expect((await oidc.refresh(token)).body.error).toBe('invalid_grant');
  });

  it('is bound to its client, and to its scopes (EMU-04)', async () => {
    await emulator.seed({ objects: [{ kind: 'application', id: 'other' }] });
    const { refresh_token: token } = await oidc.tokens();
    expect((await oidc.refresh(token, { client_id: 'other' })).body.error).toBe('invalid_grant');
    expect((await oidc.refresh(token, { scope: 'openid phone' })).body.error).toBe('invalid_scope');
    const less = (await oidc.refresh(token, { scope: 'openid' })).body;
    expect(less.scope).toBe('openid');
    expect((await oidc.userInfo(less.access_token)).body).toEqual({ sub: claimsOf(less.id_token).sub });
    expect((await oidc.refresh(less.refresh_token)).body.scope).toContain('email');
  });

  it('is given to who asked to be offline, and may', async () => {
    expect((await oidc.tokens({ scope: 'openid' })).refresh_token).toBeUndefined();
    emulator.settings({ grantTypes: ['authorization_code'] });
    expect((await oidc.tokens()).refresh_token).toBeUndefined();
    expect((await oidc.refresh('x')).body.error).toBe('unauthorized_client');
  });

  it('is good in a snapshot, and after it (EMU-04)', async () => {
    const { refresh_token: token } = await oidc.tokens();
    const before = emulator.snapshot();
    expect(JSON.stringify(before)).not.toContain(token);
    await emulator.reset();
    expect((await oidc.refresh(token)).status).toBe(400);
    await emulator.restore(before);
    expect((await oidc.refresh(token)).status).toBe(200);
  });
});

describe('a client', () => {
  const grant = { grant_type: 'client_credentials', scope: 'orders openid' };
  const basic = (id: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
  });

  it('shows its secret in the form or in the header, and a wrong one is 401 (EMU-06)', async () => {
    const { appId, appSecret } = emulator.authing;
    const inForm = { ...grant, client_id: appId, client_secret: appSecret };
    expect((await oidc.post('/oidc/token', inForm)).body).toMatchObject({ scope: 'orders', token_type: 'Bearer' });
    expect((await oidc.post('/oidc/token', grant, basic(appId, appSecret))).status).toBe(200);
    for (const headers of [basic(appId, 'wrong'), basic('nobody', appSecret), basic('', ''), basic('%', '%')]) {
      const { status, body, headers: answered } = await oidc.post('/oidc/token', grant, headers);
      expect([status, body.error]).toEqual([401, 'invalid_client']);
      expect(answered.get('www-authenticate')).toMatch(/^Basic /);
    }
    expect((await oidc.post('/oidc/token', { ...grant, client_id: appId })).body.error).toBe('invalid_client');
    expect((await oidc.post('/oidc/token', inForm, basic(appId, appSecret))).body.error).toBe('invalid_request');
  });

  it('does no more than it may (EMU-06, EMU-07)', async () => {
    const { appId, appSecret } = emulator.authing;
    emulator.settings({ clientAuthentications: ['client_secret_basic'], grantTypes: ['authorization_code'] });
    expect((await oidc.post('/oidc/token', { ...grant, client_id: appId, client_secret: appSecret })).status).toBe(401);
    const { body } = await oidc.post('/oidc/token', grant, basic(appId, appSecret));
    expect(body.error).toBe('unauthorized_client');
    const password = { grant_type: 'password', username: EMAIL, password: PASSWORD };
    expect((await oidc.post('/oidc/token', password, basic(appId, appSecret))).body.error).toBe(
      'unsupported_grant_type',
    );
  });

  it('gets tokens for a token of its user, by the grant of the vendor', async () => {
    const { token } = (await wire.login(EMAIL, PASSWORD)).body;
    const fields = { grant_type: 'http://authing.cn/oidc/grant_type/authing_token', token, scope: 'openid email' };
    const { body } = await oidc.post('/oidc/token', { ...fields, client_id: emulator.authing.appId });
    expect(claimsOf(body.id_token)).toMatchObject({ email: EMAIL, sub: claimsOf(token).sub });
    await emulator.seed({ objects: [{ kind: 'application', id: 'other' }] });
    expect((await oidc.post('/oidc/token', { ...fields, client_id: 'other' })).body.error).toBe('invalid_grant');
  });

  it('gets nothing by the grant of the vendor for an address that it has not registered (EMU-01)', async () => {
    const { token } = (await wire.login(EMAIL, PASSWORD)).body;
    const exchange = (redirect_uri: string) =>
      oidc.post('/oidc/token', {
        grant_type: 'http://authing.cn/oidc/grant_type/authing_token',
        client_id: emulator.authing.appId,
        token,
        redirect_uri,
      });
    for (const address of ['https://evil.example/callback', `${REDIRECT_URI}/`]) {
      const { status, body } = await exchange(address);
      expect([status, body.error]).toEqual([400, 'invalid_grant']);
    }
    expect((await exchange(REDIRECT_URI)).status).toBe(200);
  });

  it('authenticates at introspection, unless it has no secret (EMU-06)', async () => {
    const { appId, appSecret } = emulator.authing;
    const introspect = (path: string, fields: Readonly<Record<string, string>>) =>
      oidc.post(`${path}/token/introspection`, { client_id: appId, ...fields });
    const { access_token: access, refresh_token: refresh } = await oidc.tokens();
    for (const token of [access, refresh, 'rubbish']) {
      for (const path of ['/oidc', '/oauth']) {
        const { status, body } = await introspect(path, { token });
        expect([status, body.error]).toEqual([401, 'invalid_client']);
      }
    }
    expect((await introspect('/oidc', { token: access, client_secret: appSecret })).body.active).toBe(true);

    emulator.settings({ clientAuthentications: ['none'] });
    for (const token of [access, refresh]) {
      expect((await introspect('/oidc', { token })).body.active).toBe(true);
    }
    await emulator.seed({ objects: [{ kind: 'application', id: 'other', clientAuthentications: ['none'] }] });
    for (const token of [access, refresh]) {
      expect((await introspect('/oidc', { token, client_id: 'other' })).body).toEqual({ active: false });
    }
  });

  it('learns nothing of the tokens of another one (EMU-21)', async () => {
    const secret = 'another application keeps this to itself';
    await emulator.seed({ objects: [{ kind: 'application', id: 'other', secret }] });
    const { access_token: access, refresh_token: refresh } = await oidc.tokens();
    const other = { client_id: 'other', client_secret: secret };
    for (const token of [access, refresh]) {
      expect((await oidc.post('/oidc/token/introspection', { token, ...other })).body).toEqual({ active: false });
      expect((await oidc.post('/oidc/token/revocation', { token, ...other })).status).toBe(200);
      expect(await oidc.isActive(token)).toBe(true);
    }
  });
});

describe('the tokens', () => {
  it('serve what they are for: the ID token this wire, the access token the user info', async () => {
    const { access_token: access, id_token: id, refresh_token: refresh } = await oidc.tokens();
    const header = JSON.parse(Buffer.from(access.split('.')[0], 'base64url').toString());
    expect(header).toEqual({ alg: 'RS256', typ: 'JWT', kid: expect.any(String) });
    expect((await wire.me(id, 'email')).body.email).toBe(EMAIL);
    expect((await wire.me(access, 'email')).body.code).toBe(2207);
    expect((await oidc.userInfo(access)).body).toMatchObject({ email: EMAIL, sub: claimsOf(id).sub });
    expect((await oidc.userInfo(id)).status).toBe(401);
    expect((await oidc.userInfo(refresh)).headers.get('www-authenticate')).toContain('invalid_token');
    for (const query of [`access_token=${access}`, `id_token=${id}`]) {
      const { status, body } = await wire.send('GET', `/api/v2/oidc/validate_token?${query}`);
      expect([status, body.sub]).toEqual([200, claimsOf(id).sub]);
    }
  });

  it('serve user info from the header and the form, never from an address', async () => {
    const { access_token: access } = await oidc.tokens();
    for (const protocol of ['oidc', 'oauth']) {
      for (const method of ['GET', 'POST']) {
        const { status, body } = await wire.send(method, `/${protocol}/me?access_token=${access}`);
        expect([status, body.error]).toEqual([401, 'invalid_token']);
      }
    }
    expect((await oidc.post('/oidc/me', { access_token: access })).body.email).toBe(EMAIL);
    expect((await oidc.userInfo(access)).body.email).toBe(EMAIL);
  });

  it('end with a sign-out, a new password and the user (EMU-20)', async () => {
    const ends = async (act: (idToken: string) => Promise<unknown>) => {
      const { access_token: access, id_token: id, refresh_token: refresh } = await oidc.tokens();
      expect(await oidc.isActive(access)).toBe(true);
      await act(id);
      expect(await oidc.isActive(access)).toBe(false);
      expect(await oidc.isActive(refresh)).toBe(false);
      expect((await oidc.refresh(refresh)).body.error).toBe('invalid_grant');
      expect((await wire.send('GET', `/api/v2/oidc/validate_token?access_token=${access}`)).status).toBe(401);
    };
    await ends((bearer) => wire.send('GET', '/api/v2/logout', { bearer }));
    const bearer = await wire.managementToken();
    const operation = 'mutation ($id: String!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id } }';
    await ends(async (id) => {
      const variables = { id: claimsOf(id).sub, input: { password: wire.encrypt(PASSWORD) } };
      expect((await wire.graphql(operation, variables, { bearer })).body.id).toBe(claimsOf(id).sub);
    });
    await ends((id) =>
      wire.graphql('mutation ($id: String!) { deleteUser(id: $id) { code } }', { id: claimsOf(id).sub }, { bearer }),
    );
  });

  it('of an access token are taken back alone (EMU-20)', async () => {
    const { access_token: token, refresh_token: refresh } = await oidc.tokens();
    await oidc.post('/oidc/token/revocation', { token, client_id: emulator.authing.appId });
    expect(await oidc.isActive(token)).toBe(false);
    expect((await oidc.refresh(refresh)).status).toBe(200);
  });

  it('of old keys are worthless where these are not kept', async () => {
    const jwks = async () => (await wire.send('GET', '/oidc/.well-known/jwks.json')).body.keys;
    const { access_token: token } = await oidc.tokens();
    const [before] = await jwks();
    await emulator.rotateKeys();
    expect((await jwks()).map(({ kid }: { kid: string }) => kid)).toContain(before.kid);
    expect((await jwks())[0].kid).not.toBe(before.kid);
    expect(await oidc.isActive(token)).toBe(true);
    expect((await wire.send('POST', '/_emulator/keys/rotate', { body: { keepOld: false } })).status).toBe(204);
    expect(await jwks()).toHaveLength(2);
    expect((await jwks()).some((key: object) => 'd' in key)).toBe(false);
    expect(await oidc.isActive(token)).toBe(false);
  });
});

describe('the end of a session', () => {
  const end = (fields: object) =>
    new URL(`${emulator.url}/oidc/session/end?${new URLSearchParams(Object.entries(fields))}`);

  it('is asked about where no token shows whose it is (EMU-14)', async () => {
    await oidc.code();
    const fields = { client_id: emulator.authing.appId, post_logout_redirect_uri: REDIRECT_URI, state: 'bye' };
    const page = await oidc.browser.go(end(fields));
    expect(page.text).toContain('Sign out?');
    expect((await oidc.browser.go(end(fields), { ...fields, csrf: 'guessed' })).text).toContain('Sign out?');
    expect(await oidc.code({ prompt: 'none' })).not.toBe('');
    const back = await oidc.browser.submit({ ...page, url: new URL('/oidc/session/end', emulator.url) }, fields);
    expect(back.url.href).toBe(`${REDIRECT_URI}?state=bye`);
    expect((await oidc.authorize({ prompt: 'none' })).get('error')).toBe('login_required');
  });

  it('does not go by tokens of others, nor to addresses of nobody', async () => {
    const { id_token: idToken } = await oidc.tokens();
    const { appId } = emulator.authing;
    for (const fields of [
      { id_token_hint: `${idToken.slice(0, -4)}AAAA`, post_logout_redirect_uri: REDIRECT_URI },
      { id_token_hint: idToken, client_id: 'other' },
      { post_logout_redirect_uri: REDIRECT_URI },
      { client_id: appId, post_logout_redirect_uri: 'https://evil.example/' },
    ]) {
      const { status, headers } = await new TestBrowser(emulator.url).visit(end(fields));
      expect([status, headers.get('location')]).toEqual([400, null]);
    }
  });
});
