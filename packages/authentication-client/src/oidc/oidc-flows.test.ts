import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { NetworkError, TokenError } from '@sallyport/core/errors';
import { NOW_SECONDS } from '../client.fixture.js';
import {
  answer,
  ISSUER,
  leave,
  REDIRECT_URI,
  setUpOidc,
  setUpSignedInByRedirect,
  signIdToken,
  strangeKey,
} from './provider.fixture.js';

const offline = new NetworkError({ message: 'offline', sent: true });

describe('signInWithRedirect', () => {
  it('asks for a code, with PKCE by S256, state and nonce (CLI-01, CLI-02)', async () => {
    const { origin, pathname, searchParams } = await leave(setUpOidc());
    expect(`${origin}${pathname}`).toBe(`${ISSUER}/auth`);
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: 'app',
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      scope: 'openid profile email phone offline_access',
      prompt: 'consent',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
  });

  it('never asks the same twice (CLI-02)', async () => {
    const fixture = setUpOidc();
    const requests = [await leave(fixture), await leave(fixture)];
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(new Set(requests.map(({ searchParams }) => searchParams.get(name))).size).toBe(2);
    }
  });

  it('says what the caller wants of the page', async () => {
    const options = {
      scope: 'openid',
      loginHint: 'ada&eve',
      maxAgeSeconds: 0,
      extraParameters: { ui_locales: 'zh-CN' },
    };
    const { searchParams } = await leave(setUpOidc(), options);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      scope: 'openid',
      login_hint: 'ada&eve',
      max_age: '0',
      ui_locales: 'zh-CN',
    });
    expect(searchParams.has('prompt')).toBe(false);
  });

  it.each([
    'client_id',
    'redirect_uri',
    'response_type',
    'response_mode',
    'scope',
    'state',
    'nonce',
    'code_challenge',
    'code_challenge_method',
    'request',
    'request_uri',
    'STATE',
  ])('lets no extra parameter be %s (CLI-11)', async (name) => {
    const call = leave(setUpOidc(), { extraParameters: { [name]: 'x' } });
    await expect(call).rejects.toMatchObject({ kind: 'invalid-input', message: expect.stringContaining(name) });
  });

  it.each([
    { redirectUri: '/callback' },
    { redirectUri: 'myapp://callback' },
    { redirectUri: 'javascript:alert(1)' },
    { redirectUri: 'https://app.example/callback#x' },
    { redirectUri: 'https://ada@app.example/callback' },
    { scope: 'profile' },
    { scope: 'openid,profile' },
    { scope: ['openid'] as never },
    { scope: '' },
    { maxAgeSeconds: -1 },
    { maxAgeSeconds: 1.5 },
    { loginHint: '' },
    { extraParameters: { x: 5 as never } },
    { open: 'there' as never },
  ])('refuses %j before anything is sent', async (options) => {
    const { client, provider } = setUpOidc();
    const call = client.signInWithRedirect({ open: () => {}, ...options });
    await expect(call).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(provider.requests).toEqual([]);
  });

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://app.example.evil.example',
    'http://app.example/',
    'https://ada@app.example/',
    '\thttps://evil.example',
  ])('returns to no %j (CLI-09)', async (returnTo) => {
    const call = leave(setUpOidc(), { returnTo });
    await expect(call).rejects.toMatchObject({ kind: 'invalid-input', message: expect.stringContaining('returnTo') });
  });

  it('needs a storage outside browsers, and says so', async () => {
    const call = leave(setUpOidc({ transactionStorage: undefined }));
    await expect(call).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('transactionStorage'),
    });
  });

  it('fetches the discovery document once for all (CLI-12)', async () => {
    const fixture = setUpOidc();
    await Promise.all([leave(fixture), leave(fixture), leave(fixture)]);
    expect(fixture.provider.requests).toHaveLength(1);
  });

  it('tries discovery again after it failed', async () => {
    const fixture = setUpOidc();
    fixture.provider.metadata = { issuer: 'https://evil.example' };
    await expect(leave(fixture)).rejects.toMatchObject({ kind: 'issuer-mismatch' });
    fixture.provider.metadata = {};
    await expect(leave(fixture)).resolves.toBeDefined();
  });

  it.each([`${ISSUER}/`, 'https://ID.example/oidc', 'https://evil.example', undefined, null, [ISSUER]])(
    'believes no discovery document of %j (CLI-12)',
    async (issuer) => {
      const fixture = setUpOidc();
      fixture.provider.metadata = { issuer };
      await expect(leave(fixture)).rejects.toMatchObject({ kind: 'issuer-mismatch' });
    },
  );

  it.each([
    ['authorization_endpoint', 'http://id.example/auth'],
    ['token_endpoint', 'http://id.example/token'],
    ['jwks_uri', 'http://id.example/jwks'],
    ['end_session_endpoint', 'javascript:alert(1)'],
    ['token_endpoint', undefined],
    ['authorization_endpoint', 'https://ada:pw@id.example/auth'],
    ['jwks_uri', '/jwks'],
  ])('uses no endpoint %s at %j (CLI-12)', async (name, address) => {
    const fixture = setUpOidc();
    fixture.provider.metadata = { [name]: address === undefined ? null : address };
    await expect(leave(fixture)).rejects.toMatchObject({ kind: 'invalid-response' });
  });

  it('finds another issuer where it is configured, to its last slash', async () => {
    const fixture = setUpOidc({ issuer: 'https://op.example/' });
    fixture.provider.metadata = { issuer: 'https://op.example/' };
    await leave(fixture);
    expect(fixture.provider.requests[0]?.url).toBe('https://op.example/.well-known/openid-configuration');
  });
});

describe('handleRedirectCallback', () => {
  it('redeems the code with its verifier, and signs in (CLI-01)', async () => {
    const fixture = setUpOidc();
    const request = await leave(fixture, { returnTo: '/orders?page=2#top' });
    const result = await fixture.client.handleRedirectCallback(answer(request));
    expect(result).toMatchObject({
      user: { id: 'ada', email: 'ada@example.com' },
      claims: { iss: ISSUER, sub: 'ada' },
      returnTo: 'https://app.example/orders?page=2#top',
    });
    expect(fixture.client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada', assuranceLevel: 'aal1' });
    const [exchange] = fixture.provider.to('/oidc/token');
    const form = Object.fromEntries(new URLSearchParams(exchange?.body));
    expect(form).toEqual({
      grant_type: 'authorization_code',
      code: 'code-1',
      redirect_uri: REDIRECT_URI,
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
      client_id: 'app',
    });
    const hash = createHash('sha256')
      .update(form.code_verifier ?? '')
      .digest('base64url');
    expect(hash).toBe(request.searchParams.get('code_challenge'));
    expect(exchange?.withCredentials).toBe(false);
  });

  it('puts no token, code or verifier into an address (CLI-13)', async () => {
    const { provider, client } = await setUpSignedInByRedirect();
    await client.refreshToken();
    const secrets = ['code-1', 'access-', 'refresh-', 'code_verifier', 'eyJ'];
    for (const { url } of provider.requests) for (const secret of secrets) expect(url).not.toContain(secret);
  });

  it.each([
    ['client_secret_post', { client_id: 'app', client_secret: 's:ecret' }, undefined],
    ['client_secret_basic', {}, `Basic ${btoa('app:s%3Aecret')}`],
    ['none', { client_id: 'app' }, undefined],
  ] as const)('says who it is by %s', async (tokenEndPointAuthMethod, fields, authorization) => {
    const { provider } = await setUpSignedInByRedirect({ secret: 's:ecret', tokenEndPointAuthMethod });
    const [exchange] = provider.to('/oidc/token');
    expect(Object.fromEntries(new URLSearchParams(exchange?.body))).toMatchObject(fields);
    expect(exchange?.headers.authorization).toBe(authorization);
  });

  it('exchanges once however often it is called (CLI-07)', async () => {
    const fixture = setUpOidc();
    const url = answer(await leave(fixture));
    const results = await Promise.all([1, 2, 3].map(() => fixture.client.handleRedirectCallback(url)));
    results.push(await fixture.client.handleRedirectCallback(url));
    expect(new Set(results).size).toBe(1);
    expect(fixture.provider.to('/oidc/token')).toHaveLength(1);
  });

  it('answers the same error the second time, and uses nothing up again (CLI-07)', async () => {
    const fixture = setUpOidc();
    const url = answer(await leave(fixture));
    fixture.provider.refusal = 'invalid_grant';
    const [first, second] = [fixture.client.handleRedirectCallback(url), fixture.client.handleRedirectCallback(url)];
    await expect(first).rejects.toMatchObject({ kind: 'oauth', error: 'invalid_grant' });
    await expect(second).rejects.toMatchObject({ kind: 'oauth', error: 'invalid_grant' });
    expect(fixture.provider.to('/oidc/token')).toHaveLength(1);
  });

  it('takes each transaction once, also of two clients that share it (CLI-03)', async () => {
    const fixture = setUpOidc();
    const other = setUpOidc({ transactionStorage: fixture.transactionStorage });
    const url = answer(await leave(fixture));
    await fixture.client.handleRedirectCallback(url);
    await expect(other.client.handleRedirectCallback(url)).rejects.toMatchObject({ kind: 'state-mismatch' });
    expect(other.provider.to('/oidc/token')).toEqual([]);
  });

  it.each([[undefined], [null], [''], ['callback'], [5]])(
    'handleRedirectCallback takes a stored transaction with the redirectUri %j for a foreign state',
    async (redirectUri) => {
      const fixture = setUpOidc();
      const { transactionStorage } = fixture;
      let key = '';
      const set = transactionStorage.set.bind(transactionStorage);
      transactionStorage.set = (name, text) => {
        key = name;
        set(name, text);
      };
      const url = answer(await leave(fixture));
      const stored = JSON.parse(transactionStorage.get(key) ?? '{}');
      transactionStorage.set(key, JSON.stringify({ ...stored, redirectUri }));
      await expect(fixture.client.handleRedirectCallback(url)).rejects.toMatchObject({ kind: 'state-mismatch' });
      expect(fixture.provider.to('/oidc/token')).toEqual([]);
    },
  );

  it('remembers a transaction for ten minutes (CLI-03)', async () => {
    const early = setUpOidc();
    const earlyUrl = answer(await leave(early));
    await early.clock.advance(10 * 60_000);
    await expect(early.client.handleRedirectCallback(earlyUrl)).resolves.toBeDefined();
    const late = setUpOidc();
    const lateUrl = answer(await leave(late));
    await late.clock.advance(10 * 60_000 + 1);
    await expect(late.client.handleRedirectCallback(lateUrl)).rejects.toMatchObject({ kind: 'state-mismatch' });
  });

  it('completes two sign-ins that were under way at once, each by its own answer (CLI-03)', async () => {
    const fixture = setUpOidc();
    const first = await leave(fixture, { returnTo: '/first' });
    const second = await leave(fixture, { returnTo: '/second' });
    fixture.provider.nonce = first.searchParams.get('nonce') ?? '';
    const firstResult = await fixture.client.handleRedirectCallback(answer(first));
    fixture.provider.nonce = second.searchParams.get('nonce') ?? '';
    const secondResult = await fixture.client.handleRedirectCallback(answer(second));
    expect([firstResult.returnTo, secondResult.returnTo]).toEqual([
      'https://app.example/first',
      'https://app.example/second',
    ]);
  });

  it('has the session carry the ID token to the server, and the access token to the API (CLI-01)', async () => {
    const { client, provider } = await setUpSignedInByRedirect();
    provider.requests.splice(0);
    await client.getCurrentUser().catch(() => {});
    expect(provider.requests[0]?.headers.authorization).toMatch(/^Bearer eyJ/);
    expect(client.checkLoggedIn()).toBe('ada');
  });

  it.each([
    [['pwd'], 'aal1'],
    [['pwd', 'otp'], 'aal2'],
    [['pwd', 'mfa'], 'aal2'],
    [['mfa', 'fpt'], 'aal2'],
    [['unheard'], 'aal1'],
    [undefined, 'aal1'],
  ])('takes the factors of the page from the ID token: %j is %s', async (amr, assuranceLevel) => {
    const fixture = setUpOidc();
    fixture.provider.claims = { amr };
    await fixture.client.handleRedirectCallback(answer(await leave(fixture)));
    expect(fixture.client.snapshot.assuranceLevel).toBe(assuranceLevel);
  });

  it('signs nobody in who has signed out meanwhile', async () => {
    const fixture = setUpOidc();
    const url = answer(await leave(fixture));
    const call = fixture.client.handleRedirectCallback(url);
    await fixture.client.logout().catch(() => {});
    await expect(call).rejects.toMatchObject({ kind: 'not-signed-in' });
    expect(fixture.client.state).toBe('signedOut');
  });
});

describe('an answer that cannot be believed', () => {
  const FOREIGN_STATE = 'A'.repeat(43);
  const cases: readonly (readonly [string, (request: URL) => unknown, string])[] = [
    ['a foreign state (CLI-04)', (request) => answer(request, { state: FOREIGN_STATE }), 'state-mismatch'],
    ['no state (CLI-04)', (request) => answer(request, { state: null }), 'state-mismatch'],
    ['an empty state (CLI-04)', (request) => answer(request, { state: '' }), 'state-mismatch'],
    ['a state of another form (CLI-04)', (request) => answer(request, { state: '__proto__' }), 'state-mismatch'],
    [
      'an error with a foreign state (CLI-04)',
      (request) => answer(request, { state: FOREIGN_STATE, code: null, error: 'access_denied' }),
      'state-mismatch',
    ],
    [
      'an error without state (CLI-04)',
      (request) => answer(request, { state: null, code: null, error: 'x' }),
      'state-mismatch',
    ],
    ['a second state (CLI-06)', (request) => `${answer(request)}&state=${FOREIGN_STATE}`, 'invalid-callback'],
    ['a second code (CLI-06)', (request) => `${answer(request)}&code=other`, 'invalid-callback'],
    ['a second iss (CLI-06)', (request) => `${answer(request)}&iss=${encodeURIComponent(ISSUER)}`, 'invalid-callback'],
    ['an access token in the query (CLI-06)', (request) => answer(request, { access_token: 'x' }), 'invalid-callback'],
    ['an ID token in the query (CLI-06)', (request) => answer(request, { id_token: 'x' }), 'invalid-callback'],
    [
      'tokens in the fragment (CLI-06)',
      (request) => `${answer(request)}#access_token=x&token_type=Bearer`,
      'invalid-callback',
    ],
    ['a code in the fragment (CLI-06)', (request) => answer(request).replace('?', '#'), 'invalid-callback'],
    ['a packed answer (CLI-06)', (request) => answer(request, { response: 'eyJ' }), 'invalid-callback'],
    ['neither a code nor an error', (request) => answer(request, { code: null }), 'invalid-callback'],
    ['a code and an error', (request) => answer(request, { error: 'access_denied' }), 'invalid-callback'],
    ['nothing', () => REDIRECT_URI, 'no-callback'],
    ['another origin', (request) => answer(request).replace('app.example', 'evil.example'), 'invalid-callback'],
    ['another path', (request) => answer(request).replace('/callback', '/other'), 'invalid-callback'],
    ['another scheme', (request) => answer(request).replace('https:', 'http:'), 'invalid-callback'],
    ['no address', () => 'callback?code=x', 'invalid-input'],
    ['undefined outside browsers', () => undefined, 'invalid-input'],
    ['an object', () => ({ href: 'x' }), 'invalid-input'],
  ];

  it.each(cases)('such as %s keeps the session, and the sign-in under way goes on', async (_, spoil, kind) => {
    const fixture = await setUpSignedInByRedirect();
    const { client, provider } = fixture;
    const request = await leave(fixture);
    const before = client.snapshot;
    provider.requests.splice(0);
    await expect(client.handleRedirectCallback(spoil(request) as string)).rejects.toMatchObject({ kind });
    expect(provider.requests).toEqual([]);
    expect(client.snapshot).toEqual(before);
    await expect(client.handleRedirectCallback(answer(request))).resolves.toMatchObject({ user: { id: 'ada' } });
  });

  const final: readonly (readonly [string, (request: URL) => string, object])[] = [
    [
      'another issuer (CLI-05)',
      (request) => answer(request, { iss: 'https://evil.example' }),
      { kind: 'issuer-mismatch' },
    ],
    [
      'an issuer with a slash more (CLI-05)',
      (request) => answer(request, { iss: `${ISSUER}/` }),
      { kind: 'issuer-mismatch' },
    ],
    [
      'no issuer though one is promised (CLI-05)',
      (request) => answer(request, { iss: null }),
      { kind: 'issuer-mismatch' },
    ],
    [
      'a refusal',
      (request) => answer(request, { code: null, error: 'access_denied' }),
      { kind: 'login-error', error: 'access_denied' },
    ],
    ['an empty code', (request) => answer(request, { code: '' }), { kind: 'invalid-callback' }],
  ];

  it.each(final)('such as %s keeps the session, and ends the sign-in', async (_, spoil, failure) => {
    const fixture = await setUpSignedInByRedirect();
    const { client, provider } = fixture;
    const request = await leave(fixture);
    const before = client.snapshot;
    provider.requests.splice(0);
    await expect(client.handleRedirectCallback(spoil(request))).rejects.toMatchObject(failure);
    expect(provider.requests).toEqual([]);
    expect(client.snapshot).toEqual(before);
    await expect(client.handleRedirectCallback(answer(request))).rejects.toBeDefined();
    expect(provider.requests).toEqual([]);
  });

  it('may do without an issuer where none is promised (CLI-05)', async () => {
    const fixture = setUpOidc();
    fixture.provider.metadata = { authorization_response_iss_parameter_supported: false };
    await expect(
      fixture.client.handleRedirectCallback(answer(await leave(fixture), { iss: null })),
    ).resolves.toBeDefined();
  });

  it('shows nothing of what it says but the word and the text of its refusal', async () => {
    const fixture = setUpOidc();
    const change = { code: null, error: '<script>', error_description: 'no\r\n\x1b[31m eyJhbGciOiJIUzI1NiJ9.eyJ9.x' };
    const call = fixture.client.handleRedirectCallback(answer(await leave(fixture), change));
    await expect(call).rejects.toMatchObject({
      error: 'unknown',
      message: expect.stringMatching(/^[ -~]*$/),
    });
  });
});

describe('a token answer that cannot be believed', () => {
  const base = { iss: ISSUER, sub: 'ada', aud: 'app', iat: NOW_SECONDS, exp: NOW_SECONDS + 60 };
  it.each([
    ['a nonce of another sign-in (TOK-15)', { claims: { nonce: 'x' } }],
    ['no nonce (TOK-15)', { claims: { nonce: undefined } }],
    ['another issuer (TOK-11)', { claims: { iss: `${ISSUER}/` } }],
    ['another audience (TOK-12)', { claims: { aud: 'other' } }],
    ['another authorized party (TOK-12)', { claims: { azp: 'other' } }],
    ['nobody it is about (TOK-16)', { claims: { sub: '' } }],
    ['another access token’s hash (TOK-17)', { claims: { at_hash: 'x' } }],
    ['another code’s hash (TOK-17)', { claims: { c_hash: 'x' } }],
    ['a time that is over (TOK-13)', { claims: { exp: NOW_SECONDS - 61 } }],
    ['a time that has not come (TOK-14)', { claims: { iat: NOW_SECONDS + 61 } }],
    ['the type of an access token (TOK-18)', { header: { typ: 'at+jwt' } }],
    ['the type of a logout token (TOK-18)', { header: { typ: 'logout+jwt' } }],
    ['a key that nobody knows (TOK-06)', { header: { kid: 'other' } }],
    ['a signature by somebody else (TOK-10)', { key: strangeKey }],
    ['no signature (TOK-01)', { tokens: { id_token: signIdToken(base, { alg: 'none' }).replace(/[^.]*$/, '') } }],
    ['HS256 without a secret (TOK-02)', { tokens: { id_token: signIdToken(base, { alg: 'HS256' }) } }],
    ['five segments (TOK-08)', { tokens: { id_token: 'eyJhIjoxfQ.AA.AA.AA.AA' } }],
  ])('because of %s keeps the session', async (_, misbehaviour) => {
    const fixture = await setUpSignedInByRedirect();
    const { client, provider } = fixture;
    const before = client.snapshot;
    const url = answer(await leave(fixture));
    Object.assign(provider, misbehaviour);
    await expect(client.handleRedirectCallback(url)).rejects.toBeInstanceOf(TokenError);
    expect(client.snapshot).toEqual(before);
  });

  const secret = 'a secret of more than 32 bytes, as applications have';
  const byHmac = (): string => {
    const [, payload] = signIdToken(base).split('.');
    const body = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${payload}`;
    return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
  };

  it('because of HS256 keeps nothing, also with a client secret (TOK-01, TOK-02)', async () => {
    const fixture = setUpOidc({ secret });
    const url = answer(await leave(fixture));
    fixture.provider.tokens = { id_token: byHmac() };
    await expect(fixture.client.handleRedirectCallback(url)).rejects.toMatchObject({
      kind: 'token',
      remedy: expect.stringContaining('id_token_signed_response_alg'),
    });
  });

  it('is verified by HS256 with idTokenAlgorithms alone (TOK-01)', async () => {
    const fixture = setUpOidc({ secret, idTokenAlgorithms: ['HS256'] });
    const url = answer(await leave(fixture));
    fixture.provider.tokens = { id_token: byHmac() };
    // The signature is good; the nonce of this sign-in is missing.
    await expect(fixture.client.handleRedirectCallback(url)).rejects.toMatchObject({
      kind: 'token-claim',
      message: expect.stringContaining('nonce'),
    });
  });

  it.each([
    ['in seconds', 3_600, true],
    ['as a text', '3600', true],
    ['left out', undefined, true],
    ['null', null, true],
    ['empty', '', true],
    ['negative', -1, false],
    ['a negative text', '-1', false],
    ['a word', 'soon', false],
    ['a text of two numbers', '1 2', false],
    ['hexadecimal', '0x10', false],
    ['a list', [3_600], false],
    ['a flag', true, false],
  ])('may have a lifetime that is %s: %j is good: %p', async (_, lifetime, isGood) => {
    const fixture = setUpOidc();
    const url = answer(await leave(fixture));
    fixture.provider.claims = { exp: NOW_SECONDS + 86_400 };
    fixture.provider.tokens = { expires_in: lifetime };
    const call = fixture.client.handleRedirectCallback(url);
    if (!isGood) return expect(call).rejects.toMatchObject({ kind: 'invalid-response' });
    await call;
    const isRead = lifetime === 3_600 || lifetime === '3600';
    const end = isRead ? NOW_SECONDS + 3_600 : NOW_SECONDS + 86_400;
    expect(fixture.client.expiresAt).toEqual(new Date(end * 1000));
  });

  it.each([
    ['an ID token', { id_token: undefined }],
    ['an access token', { access_token: '' }],
    ['a bearer', { token_type: 'DPoP' }],
  ])('because it lacks %s keeps the session', async (_, tokens) => {
    const fixture = setUpOidc();
    const url = answer(await leave(fixture));
    fixture.provider.tokens = tokens;
    await expect(fixture.client.handleRedirectCallback(url)).rejects.toMatchObject({ kind: 'invalid-response' });
    expect(fixture.client.state).toBe('signedOut');
  });

  it('tells by how much the clock is behind (TOK-14, F12)', async () => {
    const fixture = setUpOidc();
    fixture.provider.claims = { iat: NOW_SECONDS + 600, exp: NOW_SECONDS + 4_000 };
    const call = fixture.client.handleRedirectCallback(answer(await leave(fixture)));
    await expect(call).rejects.toMatchObject({ kind: 'clock-skew', offsetSeconds: 600 });
  });

  it('uses no code up while the keys of the server cannot be had', async () => {
    const fixture = setUpOidc();
    const url = answer(await leave(fixture));
    fixture.provider.fail = {
      path: /jwks/,
      error: new NetworkError({ message: 'offline', sent: true, retryable: false }),
    };
    const call = fixture.client.handleRedirectCallback(url);
    await expect(call).rejects.toBeDefined();
    expect(fixture.provider.to('/oidc/token')).toEqual([]);
  });
});

describe('the refresh of a session by redirect', () => {
  it('keeps the session going by the new tokens', async () => {
    const { client, provider } = await setUpSignedInByRedirect();
    await client.refreshToken();
    const refresh = provider.to('/oidc/token').at(-1);
    expect(Object.fromEntries(new URLSearchParams(refresh?.body))).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
    });
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada' });
  });

  it.each([
    ['of another user', { claims: { sub: 'eve' } }],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['for another audience', { claims: { aud: ['app', 'other'], azp: 'app' } }],
    ['of another sign-in', { claims: { nonce: 'x' } }],
    ['of another access token', { claims: { at_hash: 'x' } }],
    ['by another key', { key: strangeKey }],
    ['of another type', { header: { typ: 'at+jwt' } }],
  ])('takes no ID token %s (TOK-19)', async (_, misbehaviour) => {
    const { client, provider } = await setUpSignedInByRedirect();
    const token = client.currentSession?.token;
    Object.assign(provider, misbehaviour);
    await expect(client.refreshToken()).rejects.toBeInstanceOf(TokenError);
    expect(client.currentSession?.token).toBe(token);
    expect(client.snapshot.userId).toBe('ada');
  });

  it.each([
    { token_type: 'mac' },
    { token_type: 'DPoP' },
    { token_type: 5 },
    { expires_in: -1 },
    { expires_in: 'soon' },
  ])('refuses the answer %j as the exchange does', async (tokens) => {
    const { client, provider } = await setUpSignedInByRedirect();
    provider.tokens = tokens;
    await expect(client.refreshToken()).rejects.toMatchObject({ kind: 'invalid-response' });
    expect(client.snapshot.userId).toBe('ada');
  });

  it('uses no refresh token up while the keys of the server cannot be had', async () => {
    const { client, provider, clock } = await setUpSignedInByRedirect();
    await clock.advance(11 * 60_000);
    provider.requests.splice(0);
    await client.refreshToken();
    expect(provider.requests.map(({ url }) => new URL(url).pathname)).toEqual(['/oidc/jwks', '/oidc/token']);
  });
});

describe('an issuer that is another server than the one whose API is called', () => {
  it('alone is sent refresh tokens: to renew the session, and to revoke them', async () => {
    const { client, provider } = setUpOidc({ issuer: ISSUER, appHost: 'https://api.example' });
    provider.metadata = { revocation_endpoint: `${ISSUER}/token/revocation` };
    await client.setSession({ accessToken: 'access-0', refreshToken: 'refresh-0' });
    await client.refreshToken();
    await client.logout().catch(() => {}); // nobody answers for the API
    const sent = provider.requests.filter(({ body = '' }) => body.includes('refresh-'));
    expect(sent.map(({ url }) => url)).toEqual([`${ISSUER}/token`, `${ISSUER}/token/revocation`]);
  });
});

describe('signOutWithRedirect', () => {
  it('ends the session here, revokes its refresh token, and goes to the page without a token (CLI-13, CLI-16)', async () => {
    const { client, provider } = await setUpSignedInByRedirect();
    let opened = '';
    await client.signOutWithRedirect({
      postLogoutRedirectUri: 'https://app.example/bye',
      open: (url) => {
        opened = url;
      },
    });
    expect(client.state).toBe('signedOut');
    expect(opened).toBe(
      `${ISSUER}/session/end?client_id=app&post_logout_redirect_uri=${encodeURIComponent('https://app.example/bye')}`,
    );
    expect(provider.to('/oidc/token/revocation')).toHaveLength(1);
  });

  it('ends the session here also where the server has no such page (CLI-16)', async () => {
    const fixture = setUpOidc();
    fixture.provider.metadata = { end_session_endpoint: undefined };
    await fixture.client.handleRedirectCallback(answer(await leave(fixture)));
    const call = fixture.client.signOutWithRedirect({ open: () => {} });
    await expect(call).rejects.toMatchObject({ kind: 'unsupported-by-server' });
    expect(fixture.client.state).toBe('signedOut');
  });

  it('leads back to no foreign scheme', async () => {
    const { client } = await setUpSignedInByRedirect();
    const call = client.signOutWithRedirect({ postLogoutRedirectUri: 'javascript:alert(1)', open: () => {} });
    await expect(call).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(client.state).toBe('signedIn');
  });

  it('ends the session here also without a network (CLI-16)', async () => {
    const { client, provider } = await setUpSignedInByRedirect();
    provider.fail = { path: /./, error: offline };
    await client.signOutWithRedirect({ open: () => {} });
    expect(client.state).toBe('signedOut');
  });
});
