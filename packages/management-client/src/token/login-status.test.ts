import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { NetworkError } from '@sallyport/core/errors';
import { NOW_SECONDS, setUp } from '../client.fixture.js';

const ISSUER = 'https://id.example/oidc';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

const jwks = {
  keys: [
    { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa', use: 'sig' },
    { ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec', use: 'sig' },
  ],
};
const goodClaims = {
  iss: ISSUER,
  sub: 'ada',
  aud: 'app',
  iat: NOW_SECONDS - 10,
  exp: NOW_SECONDS + 3_600,
  data: { id: 'ada', userPoolId: 'pool', email: 'ada@example.com' },
};

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function issue(
  claims: object = goodClaims,
  header: object = { alg: 'RS256', kid: 'rsa' },
  key: KeyObject = rsa.privateKey,
): string {
  const body = `${encode(header)}.${encode(claims)}`;
  return `${body}.${sign('sha256', Buffer.from(body), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

function issueByHmac(claims: object = goodClaims): string {
  const body = `${encode({ alg: 'HS256' })}.${encode(claims)}`;
  return `${body}.${createHmac('sha256', 'secret of the application').update(body).digest('base64url')}`;
}

const paths = ({ transport }: ReturnType<typeof setUp>): string[] =>
  transport.requests.map(({ url }) => new URL(url).pathname);

describe('checkLoginStatus', () => {
  it.each([
    ['RS256', () => issue()],
    ['ES256', () => issue(goodClaims, { alg: 'ES256', kid: 'ec' }, ec.privateKey)],
  ])('believes %s by the keys of the server, and asks nothing else', async (_, token) => {
    const fixture = setUp();
    fixture.transport.answerJson(jwks);
    await expect(fixture.client.checkLoginStatus(token())).resolves.toEqual({
      id: 'ada',
      userPoolId: 'pool',
      email: 'ada@example.com',
    });
    expect(paths(fixture)).toEqual(['/oidc/.well-known/jwks.json']);
    expect(fixture.transport.last.headers.authorization).toBeUndefined();
  });

  it('fetches the keys once for many tokens', async () => {
    const fixture = setUp();
    fixture.transport.answerJson(jwks);
    await Promise.all(Array.from({ length: 10 }, () => fixture.client.checkLoginStatus(issue())));
    await fixture.client.checkLoginStatus(issue());
    expect(fixture.transport.requests).toHaveLength(1);
  });

  it.each([
    ['HS256', issueByHmac()],
    [
      'a token of another issuer',
      issue({ ...goodClaims, iss: 'https://other.example/oidc' }, undefined, stranger.privateKey),
    ],
    ['a token without a signature', `${encode({ alg: 'none' })}.${encode(goodClaims)}.`],
  ])('asks the server about %s', async (_, token) => {
    const fixture = setUp();
    fixture.transport.answerJson(goodClaims);
    await expect(fixture.client.checkLoginStatus(token)).resolves.toMatchObject({ id: 'ada' });
    expect(fixture.transport.last).toMatchObject({
      method: 'GET',
      url: `https://id.example/api/v2/oidc/validate_token?access_token=${encodeURIComponent(token)}`,
    });
    expect(fixture.transport.last.headers.authorization).toBeUndefined();
  });

  it.each([
    [400, { code: 400, message: 'invalid token' }],
    [401, { code: 2206, message: 'expired' }],
    [200, { code: 2207, message: 'invalid' }],
    [200, { code: 400, message: 'not a token' }],
    [404, {}],
  ])('is null when the server says no: %d %j', async (status, body) => {
    const { client, transport } = setUp();
    transport.answerJson(body, status);
    await expect(client.checkLoginStatus(issueByHmac())).resolves.toBeNull();
  });

  it.each([[{ sub: '' }], [{ data: { id: 5 } }], [{ data: null }]])(
    'is null when the server names nobody: %j',
    async (body) => {
      const { client, transport } = setUp();
      transport.answerJson(body);
      await expect(client.checkLoginStatus(issueByHmac())).resolves.toBeNull();
    },
  );

  it.each([
    ['forged', () => issue(goodClaims, { alg: 'RS256', kid: 'rsa' }, stranger.privateKey)],
    [
      'forged, with its own key inside',
      () =>
        issue(
          goodClaims,
          { alg: 'RS256', kid: 'rsa', jwk: stranger.publicKey.export({ format: 'jwk' }) },
          stranger.privateKey,
        ),
    ],
    ['changed', () => issue().replace(/\.[^.]*\./, `.${encode({ ...goodClaims, sub: 'eve' })}.`)],
    ['expired', () => issue({ ...goodClaims, exp: NOW_SECONDS - 61 })],
    ['from the future', () => issue({ ...goodClaims, iat: NOW_SECONDS + 600 })],
    ['without an end', () => issue({ ...goodClaims, exp: undefined })],
    ['of another pool', () => issue({ ...goodClaims, data: { id: 'ada', userPoolId: 'other' } })],
    ['about nobody', () => issue({ ...goodClaims, sub: undefined, data: {} })],
    ['of a management client', () => issue({ ...goodClaims, sub: 'pool', data: undefined })],
    [
      'of a half-finished sign-in',
      () => issue({ ...goodClaims, data: { userId: 'ada', userPoolId: 'pool', stage: 1 } }),
    ],
    ['of a half-finished sign-in that names its user', () => issue({ ...goodClaims, data: { id: 'ada', stage: 1 } })],
    ['of another type', () => issue(goodClaims, { alg: 'RS256', kid: 'rsa', typ: 'mfa+jwt' })],
    ['of a key nobody knows', () => issue(goodClaims, { alg: 'RS256', kid: 'unknown' })],
    ['demanding an extension', () => issue(goodClaims, { alg: 'RS256', kid: 'rsa', crit: ['x'], x: 1 })],
  ])('is null for a token that is %s', async (_, token) => {
    const fixture = setUp();
    fixture.transport.answerJson(jwks);
    await expect(fixture.client.checkLoginStatus(token())).resolves.toBeNull();
    expect(paths(fixture)).not.toContain('/api/v2/oidc/validate_token');
  });

  it('is null for a token of another issuer where the issuer was named', async () => {
    const { client, transport } = setUp({ issuer: ISSUER });
    transport.answerJson(jwks);
    const token = issue({ ...goodClaims, iss: 'https://other.example/oidc' }, undefined, stranger.privateKey);
    await expect(client.checkLoginStatus(token)).resolves.toBeNull();
  });

  it('is null for what another pool’s token says, also where the server said yes', async () => {
    const { client, transport } = setUp();
    transport.answerJson({ ...goodClaims, data: { id: 'ada', userPoolId: 'other' } });
    await expect(client.checkLoginStatus(issueByHmac())).resolves.toBeNull();
  });

  it.each([['opaque-token'], ['a.b.c.d.e']])(
    'asks the server about %j, which nothing here can judge',
    async (token) => {
      const { client, transport } = setUp();
      transport.answerJson(goodClaims);
      await expect(client.checkLoginStatus(token)).resolves.toMatchObject({ id: 'ada' });
      expect(transport.last.url).toContain(`/api/v2/oidc/validate_token?access_token=${token}`);
    },
  );

  it.each([[''], ['a.b.c']])('is null for %j without asking anybody', async (token) => {
    const { client, transport } = setUp();
    await expect(client.checkLoginStatus(token)).resolves.toBeNull();
    expect(transport.requests).toEqual([]);
  });

  it.each([[5], [{}], ['a\r\nb']])('refuses %j, typed', async (token) => {
    await expect(setUp().client.checkLoginStatus(token as string)).rejects.toMatchObject({ kind: 'invalid-input' });
  });

  const offline = new NetworkError({ message: 'offline', sent: true });

  it.each([
    ['the keys', () => issue()],
    ['the verdict', () => issueByHmac()],
  ])('does not take a lost answer about %s for a verdict', async (_, token) => {
    const { client, transport, clock } = setUp();
    for (let attempt = 0; attempt < 3; attempt += 1) transport.failWith(offline);
    const call = client.checkLoginStatus(token());
    call.catch(() => {});
    for (let turn = 0; turn < 5; turn += 1) await clock.advance(2_000);
    await expect(call).rejects.toMatchObject({ kind: 'network' });
  });

  it.each([
    [500, { code: 500, message: 'down' }, 'server'],
    [429, { code: 429, message: 'slow down' }, 'rate-limited'],
  ])('does not take %d for a verdict either', async (status, body, kind) => {
    const { client, transport } = setUp();
    transport.answerJson(body, status, { 'retry-after': '86400' });
    await expect(client.checkLoginStatus(issueByHmac())).rejects.toMatchObject({ kind });
  });

  it('does not take a captive portal for a verdict (F08)', async () => {
    const { client, transport } = setUp();
    transport.answerRaw(200, { 'content-type': 'text/html' }, '<html></html>');
    await expect(client.checkLoginStatus(issueByHmac())).rejects.toMatchObject({ kind: 'invalid-response' });
  });

  it('rejects an answer without any member as an invalid response', async () => {
    const { client, transport } = setUp();
    transport.answerJson({});
    await expect(client.checkLoginStatus(issueByHmac())).rejects.toMatchObject({ kind: 'invalid-response' });
  });

  it('goes on believing by the keys it has while the server is down (F27)', async () => {
    const { client, transport, clock } = setUp();
    transport.answerJson(jwks);
    await client.checkLoginStatus(issue());
    await clock.advance(10 * 60_000);
    for (let attempt = 0; attempt < 3; attempt += 1) transport.failWith(offline);
    const call = client.checkLoginStatus(issue());
    for (let turn = 0; turn < 5; turn += 1) await clock.advance(2_000);
    await expect(call).resolves.toMatchObject({ id: 'ada' });
  });

  describe.each([
    ['a token that it verifies itself', (claims: object) => issue(claims), () => jwks],
    ['a token that the server judges', (claims: object) => issueByHmac(claims), (claims: object) => claims],
  ])('with appId and %s', (_, tokenOf, answerOf) => {
    it.each([
      ['app', { aud: 'app' }, true],
      ['several with its own', { aud: ['other', 'app'] }, true],
      ['another', { aud: 'other' }, false],
      ['a longer one', { aud: 'application' }, false],
      ['several without its own', { aud: ['other'] }, false],
      ['none', { aud: undefined }, false],
    ])('checkLoginStatus compares the application: %s', async (__, change, isGood) => {
      const { client, transport } = setUp({ appId: 'app' });
      const claims = { ...goodClaims, ...change };
      transport.answerJson(answerOf(claims));
      const call = client.checkLoginStatus(tokenOf(claims));
      if (isGood) await expect(call).resolves.toMatchObject({ id: 'ada' });
      else await expect(call).resolves.toBeNull();
    });
  });

  it('checkLoginStatus asks once for keys that cannot be had, for fifty bad tokens', async () => {
    const fixture = setUp();
    fixture.transport.answerJson({ code: 500 }, 500);
    for (let index = 0; index < 50; index += 1) {
      const token = issue(goodClaims, { alg: 'RS256', kid: `unknown-${index}` }, stranger.privateKey);
      await expect(fixture.client.checkLoginStatus(token)).rejects.toMatchObject({ kind: 'server' });
    }
    expect(paths(fixture)).toEqual(['/oidc/.well-known/jwks.json']);
  });

  it('reads the user where asked to', async () => {
    const { client, transport } = setUp();
    transport.answerJson(jwks).answer({ id: 'ada', arn: 'a', userPoolId: 'pool', nickname: 'Ada' });
    await expect(client.checkLoginStatus(issue(), { fetchUserDetail: true })).resolves.toMatchObject({
      nickname: 'Ada',
    });
    expect(transport.last.url).toBe('https://id.example/api/v2/users/ada?with_custom_data=false');
    expect(transport.last.headers.authorization).toBe('Bearer management-token');
  });

  it('stops waiting when its signal aborts', async () => {
    const { client, transport } = setUp();
    const answer = transport.answerLater();
    const controller = new AbortController();
    const call = client.with({ signal: controller.signal }).checkLoginStatus(issue());
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    answer(jwks);
  });
});
