import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { jwt, setUp, setUpSignedIn } from '../../client.fixture.js';

const tokens = { access_token: 'at', token_type: 'Bearer', expires_in: 60 };
const formOf = (body: string | undefined): object => Object.fromEntries(new URLSearchParams(body));
const redirectUri = 'https://app.example/cb?a=1&b=2';

describe('client authentication', () => {
  const server = { secret: 'a secret:with=ö', redirectUri };

  it('puts the secret into the form by default', async () => {
    const { client, transport } = setUp(server);
    transport.answerJson(tokens);
    await expect(client.getAccessTokenByCode('c', { codeVerifier: 'v' })).resolves.toEqual(tokens);
    expect(transport.last.headers).not.toHaveProperty('authorization');
    expect(formOf(transport.last.body)).toEqual({
      client_id: 'app',
      client_secret: 'a secret:with=ö',
      grant_type: 'authorization_code',
      code: 'c',
      redirect_uri: redirectUri,
      code_verifier: 'v',
    });
  });

  it('encodes both halves of a Basic header, so that a colon parts them once (RFC 6749 2.3.1)', async () => {
    const { client, transport } = setUp({ ...server, tokenEndPointAuthMethod: 'client_secret_basic' });
    transport.answerJson(tokens);
    await client.getNewAccessTokenByRefreshToken('rt');
    const [scheme, credentials = ''] = (transport.last.headers.authorization ?? '').split(' ');
    expect(scheme).toBe('Basic');
    expect(Buffer.from(credentials, 'base64').toString()).toBe('app:a+secret%3Awith%3D%C3%B6');
    expect(formOf(transport.last.body)).toEqual({ grant_type: 'refresh_token', refresh_token: 'rt' });
  });

  it('sends the name alone where the method is none', async () => {
    const { client, transport } = setUp({ revocationEndPointAuthMethod: 'none' });
    transport.answerRaw(200, {}, '');
    await expect(client.revokeToken('at')).resolves.toBe(true);
    expect(formOf(transport.last.body)).toEqual({ client_id: 'app', token: 'at' });
  });

  it.each(['tokenEndPointAuthMethod', 'introspectionEndPointAuthMethod', 'revocationEndPointAuthMethod'] as const)(
    'by %s goes with its own endpoint',
    async (option) => {
      const { client, transport } = setUp({ ...server, [option]: 'client_secret_basic' });
      transport.answerJson(tokens).answerJson({ active: true }).answerJson({});
      await client.getAccessTokenByCode('c');
      await client.introspectToken('at');
      await client.revokeToken('at');
      const basic = transport.requests.filter(({ headers }) => headers.authorization !== undefined);
      expect(basic.map(({ url }) => url)).toEqual([`https://id.example${ENDPOINTS[option]}`]);
    },
  );

  it('is refused without a secret, before anything is sent', async () => {
    const { client, transport } = setUp({ redirectUri });
    await expect(client.getAccessTokenByCode('c')).rejects.toMatchObject({ kind: 'configuration' });
    expect(transport.requests).toEqual([]);
  });
});

const ENDPOINTS = {
  tokenEndPointAuthMethod: '/oidc/token',
  introspectionEndPointAuthMethod: '/oidc/token/introspection',
  revocationEndPointAuthMethod: '/oidc/token/revocation',
};

describe('token endpoints', () => {
  it.each(['saml', 'cas'] as const)('have no address in %s, which is said (defect 27)', async (protocol) => {
    const { client, transport } = setUp({ protocol });
    const call = client.getAccessTokenByIdToken({ redirectUri, idToken: 'idt' });
    await expect(call).rejects.toMatchObject({ kind: 'configuration', message: expect.stringContaining('protocol') });
    expect(transport.requests).toEqual([]);
  });

  it('refuse with an OAuthError that shows no secret (CLI-22)', async () => {
    const { client, transport } = setUp({ secret: 'canary-secret', tokenEndPointAuthMethod: 'client_secret_basic' });
    const description = `code canary-code of ${btoa('app:canary-secret')}`;
    transport.answerJson({ error: 'invalid_grant', error_description: description }, 400);
    const error = await client.getAccessTokenByCode('canary-code').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'oauth', error: 'invalid_grant', status: 400 });
    expect(String(error)).not.toMatch(/canary|Y2FuYXJ5/);
  });

  it('leave the session alone', async () => {
    const { client, transport, events } = await setUpSignedIn({ secret: 's' });
    transport.answerJson(tokens);
    await client.getAccessTokenByCode('c');
    expect(client.snapshot.userId).toBe('ada');
    expect(events).toEqual([]);
    expect(transport.last.headers).not.toHaveProperty('authorization');
  });

  it('take the key of a programmatic access account, or the client’s own', async () => {
    const { client, transport } = setUp({ secret: 's' });
    transport.answerJson(tokens).answerJson(tokens);
    await client.getAccessTokenByClientCredentials('a b', { accessKey: 'ak', accessSecret: 'as' });
    expect(formOf(transport.last.body)).toMatchObject({ client_id: 'ak', client_secret: 'as', scope: 'a b' });
    await client.getAccessTokenByClientCredentials('a');
    expect(formOf(transport.last.body)).toMatchObject({ client_id: 'app', client_secret: 's' });
  });

  it.each([
    [{ code: 500, message: 'no' }, false],
    [{ error: 'unsupported_token_type' }, false],
    [{ code: 200 }, true],
  ])('take %j for what it is where a token is revoked (defect 22)', async (answer, isRevoked) => {
    const { client, transport } = setUp({ secret: 's' });
    transport.answerJson(answer);
    await expect(client.revokeToken('at')).resolves.toBe(isRevoked);
  });
});

describe('getUserInfoByAccessToken', () => {
  it.each([
    [undefined, 'GET'],
    [{ tokenPlace: 'query' }, 'GET'],
    [{ method: 'POST' }, 'POST'],
    [{ method: 'POST', tokenPlace: 'query' }, 'POST'],
  ] as const)('sends the token in the header, never in the query: %j (defect 9, CLI-13)', async (options, method) => {
    const { client, transport } = setUp();
    transport.answerJson({ sub: 'ada' });
    await expect(client.getUserInfoByAccessToken('canary-at', options)).resolves.toEqual({ sub: 'ada' });
    expect(transport.last).toMatchObject({ method, url: 'https://id.example/oidc/me' });
    expect(transport.last.headers.authorization).toBe('Bearer canary-at');
  });

  it('sends it in the body of a POST', async () => {
    const { client, transport } = setUp({ protocol: 'oauth' });
    transport.answerJson({ sub: 'ada' });
    await client.getUserInfoByAccessToken('at', { method: 'POST', tokenPlace: 'body' });
    expect(transport.last).toMatchObject({ url: 'https://id.example/oauth/me', body: 'access_token=at' });
  });

  it('refuses claims about somebody else for the session’s own token (TOK-16)', async () => {
    const { client, transport } = setUp();
    await client.setSession({ accessToken: 'canary-at', idToken: jwt({ sub: 'ada' }) });
    transport
      .answerJson({ sub: 'eve' })
      .answerJson({ name: 'Ada' })
      .answerJson({ sub: 'ada' })
      .answerJson({ sub: 'eve' });
    const refusal = { kind: 'token-claim', message: expect.not.stringContaining('canary') };
    await expect(client.getUserInfoByAccessToken('canary-at')).rejects.toMatchObject(refusal);
    await expect(client.getUserInfoByAccessToken('canary-at')).rejects.toMatchObject(refusal);
    await expect(client.getUserInfoByAccessToken('canary-at')).resolves.toEqual({ sub: 'ada' });
    await expect(client.getUserInfoByAccessToken('another-at')).resolves.toEqual({ sub: 'eve' });
  });

  it('rejects a token that is over as such, and does not end the session', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ error: 'invalid_token', error_description: 'canary-at is over' }, 401);
    const error = await client.getUserInfoByAccessToken('canary-at').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'oauth', error: 'invalid_token', status: 401 });
    expect(String(error)).not.toContain('canary');
    expect(client.state).toBe('signedIn');
  });
});

describe('tickets', () => {
  it.each([
    ['yes\nada\n', true],
    ['no\n\n', false],
    ['yesterday', false],
    ['', false],
  ])('of CAS 1: %j', async (answer, valid) => {
    const { client, transport } = setUp({ protocol: 'cas' });
    transport.answerRaw(200, { 'content-type': 'text/plain' }, answer);
    await expect(client.validateTicketV1('ST-1&x', 'https://app.example/?a=1&b=2')).resolves.toMatchObject({ valid });
    expect(transport.last.url).toBe(
      'https://id.example/cas-idp/app/validate?service=https%3A%2F%2Fapp.example%2F%3Fa%3D1%26b%3D2&ticket=ST-1%26x',
    );
  });

  it('of CAS 2 are answered as JSON, or as the text of the XML', async () => {
    const { client, transport } = setUp();
    const answer = { serviceResponse: { authenticationSuccess: { user: 'ada', attributes: {} } } };
    transport.answerJson(answer).answerRaw(200, { 'content-type': 'application/xml' }, '<cas/>');
    await expect(client.validateTicketV2('ST-1', 'https://a')).resolves.toEqual(answer);
    await expect(client.validateTicketV2('ST-1', 'https://a', 'XML')).resolves.toBe('<cas/>');
  });
});

describe('errors of tickets', () => {
  const CANARY = 'ST-canary-5f0e1d';

  it.each<[string, (client: ReturnType<typeof setUp>['client']) => Promise<unknown>]>([
    ['validateTicketV1', (client) => client.validateTicketV1(CANARY, 'https://a')],
    ['validateTicketV2', (client) => client.validateTicketV2(CANARY, 'https://a')],
    ['validateTicketV2 as XML', (client) => client.validateTicketV2(CANARY, 'https://a', 'XML')],
    ['exchangeUserInfo', (client) => client.qrcode.exchangeUserInfo(CANARY)],
  ])('%s does not show the ticket that the server repeats (NET-07)', async (_, call) => {
    for (const type of ['application/json', 'text/html']) {
      const { client, transport } = setUp({ protocol: 'cas' });
      transport.answerRaw(400, { 'content-type': type }, `{"code":2241,"message":"Ticket ${CANARY} is unknown"}`);
      const error = await call(client).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(Error);
      expect(inspect(error, { depth: 5 })).not.toContain(CANARY);
    }
  });
});

describe('trackSession', () => {
  it.each([
    ['null', null],
    ['', null],
    ['{"session":{"_id":"s"},"userInfo":{"id":"ada"}}', { session: { _id: 's' }, userInfo: { id: 'ada' } }],
  ])('answers %j with %j', async (text, session) => {
    const { client, transport } = setUp();
    transport.answerRaw(200, { 'content-type': 'application/json' }, text);
    await expect(client.trackSession()).resolves.toEqual(session);
  });

  it('takes no page for a session', async () => {
    const { client, transport } = setUp();
    transport.answerRaw(200, { 'content-type': 'text/html' }, '<html>');
    await expect(client.trackSession()).rejects.toMatchObject({ kind: 'invalid-response' });
  });
});

describe('arguments that can never be right', () => {
  type Client = ReturnType<typeof setUp>['client'];
  it.each<[string, (client: Client) => Promise<unknown>]>([
    ['no code', (client) => client.getAccessTokenByCode('')],
    ['no refresh token', (client) => client.getNewAccessTokenByRefreshToken(null as never)],
    ['no ID token', (client) => client.getAccessTokenByIdToken(undefined as never)],
    ['no address to come back to', (client) => client.getAccessTokenByIdToken({ idToken: 'i', redirectUri: '' })],
    ['no scope', (client) => client.getAccessTokenByClientCredentials('')],
    ['half a key', (client) => client.getAccessTokenByClientCredentials('a', { accessKey: 'k' } as never)],
    ['a token over two lines', (client) => client.getUserInfoByAccessToken('a\nb')],
    ['a GET with a body', (client) => client.getUserInfoByAccessToken('a', { method: 'GET', tokenPlace: 'body' })],
    ['another verb', (client) => client.getUserInfoByAccessToken('a', { method: 'PUT' as never })],
    ['no token to introspect', (client) => client.introspectToken('')],
    ['no token to revoke', (client) => client.revokeToken(5 as never)],
    ['no ticket', (client) => client.validateTicketV1('', 'https://a')],
    ['no service', (client) => client.validateTicketV2('ST-1', '')],
    ['another format', (client) => client.validateTicketV2('ST-1', 'https://a', 'YAML' as never)],
  ])('%s', async (_, call) => {
    const { client, transport } = setUp({ secret: 's' });
    await expect(call(client)).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });
});
