import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import { NOW_SECONDS, sessionToken, setUp, setUpSignedIn } from '../../client.fixture.js';
import { setUpSignedInByRedirect } from '../../oidc/provider.fixture.js';
import type { InterceptableAxios } from './axios-interceptor.js';

interface Axios extends InterceptableAxios {
  get(url: string, config?: object): Promise<{ readonly status: number }>;
  post(url: string, data: unknown): Promise<{ readonly status: number }>;
}

/** The axios that a package of this repository depends on. */
function axiosOf(dependent: string): { create(config?: object): Axios } {
  const from = createRequire(new URL(`../../../../../${dependent}/package.json`, import.meta.url));
  return from('axios') as { create(config?: object): Axios };
}

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

interface Seen {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  readonly body: string;
}

type Answer = (seen: Seen, response: ServerResponse) => void;

/** An API on loopback that remembers what it was sent. */
async function startApi(answer: Answer = (_, response) => response.end('{}')) {
  const seen: Seen[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { authorization, cookie } = request.headers;
    const entry = { method: request.method, path: request.url, authorization, cookie, body };
    seen.push(entry);
    answer(entry, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, seen };
}

const renewed = sessionToken('ada', 'renewed');
const bearer = (token: string): string => `Bearer ${token}`;
const refuse: Answer = (_, response) => response.writeHead(401).end();
/** Takes the renewed token only. */
const takeRenewed: Answer = ({ authorization }, response) =>
  response.writeHead(authorization === bearer(renewed) ? 200 : 401).end();
const second = sessionToken('ada', 'second');

/** Refuses twice, takes the renewed token once, and then the second one only. */
function takeInTurn(): Answer {
  let calls = 0;
  return ({ authorization }, response) => {
    calls += 1;
    const isTaken = calls === 3 || authorization === bearer(second);
    response.writeHead(isTaken ? 200 : 401).end();
  };
}

const redirect =
  (to: () => string, status = 302): Answer =>
  (_, response) =>
    response.writeHead(status, { location: to() }).end();

async function signIn(apiOrigins: readonly string[]) {
  return setUpSignedIn({ apiOrigins });
}

describe('client.getAccessToken', () => {
  it('is the token that the application’s API is sent, and another one when it has ended', async () => {
    const { client, provider, clock } = await setUpSignedInByRedirect({});
    await expect(client.getAccessToken()).resolves.toBe('access-1');
    provider.requests.splice(0);
    await clock.advance(3_600_000);
    const tokens = await Promise.all([client.getAccessToken(), client.getAccessToken()]);
    expect(tokens).toEqual(['access-2', 'access-2']);
    expect(provider.to('/oidc/token')).toHaveLength(1);
  });

  it('is the session’s own where the server issues no other', async () => {
    const { client } = await setUpSignedIn();
    await expect(client.getAccessToken()).resolves.toBe(sessionToken());
  });

  it('is null when nobody is signed in, and asks no server', async () => {
    const { client, transport } = setUp();
    await expect(client.getAccessToken()).resolves.toBeNull();
    expect(transport.requests).toEqual([]);
  });
});

describe('client.fetch', () => {
  it('sends the token to an origin of the application’s own', async () => {
    const api = await startApi();
    const { client } = await signIn([api.origin]);
    const response = await client.fetch(`${api.origin}/me`, { method: 'POST', body: 'hello' });
    expect(response.status).toBe(200);
    expect(api.seen).toEqual([
      { method: 'POST', path: '/me', authorization: bearer(sessionToken()), cookie: undefined, body: 'hello' },
    ]);
  });

  it('sends the token nowhere else', async () => {
    const api = await startApi();
    const { client } = await signIn(['https://api.example']);
    await client.fetch(`${api.origin}/me`);
    await client.fetch(new URL(`${api.origin}/me`));
    await client.fetch(new Request(`${api.origin}/me`));
    expect(api.seen.map(({ authorization }) => authorization)).toEqual([undefined, undefined, undefined]);
  });

  it('warns once about each origin that is not in apiOrigins', async () => {
    const [api, other] = [await startApi(), await startApi()];
    const { client, logger } = await signIn([api.origin]);
    await client.fetch(api.origin);
    await client.fetch(other.origin, { headers: { authorization: 'Basic eA==' } });
    expect(logger.lines).toEqual([]);
    await client.fetch(`${other.origin}/me`);
    await client.fetch(`${other.origin}/orders`);
    await client.with({ timeout: 5_000 }).fetch(other.origin);
    await client.as({ token: sessionToken() }).fetch(other.origin);
    expect(logger.lines).toEqual([
      [`client.fetch sends no token to ${other.origin}: add it to the option apiOrigins`, { origin: other.origin }],
    ]);
  });

  it('sends no token when nobody is signed in', async () => {
    const api = await startApi(refuse);
    const { client, transport } = setUp({ apiOrigins: [api.origin] });
    expect((await client.fetch(api.origin)).status).toBe(401);
    expect([api.seen[0]?.authorization, transport.requests]).toEqual([undefined, []]);
  });

  it('leaves the caller’s own credentials alone', async () => {
    const api = await startApi(refuse);
    const { client, transport } = await signIn([api.origin]);
    expect((await client.fetch(api.origin, { headers: { Authorization: 'Basic eA==' } })).status).toBe(401);
    expect([api.seen.map(({ authorization }) => authorization), transport.requests]).toEqual([['Basic eA=='], []]);
  });

  it('renews once and repeats once after a 401', async () => {
    const api = await startApi(takeRenewed);
    const { client, transport } = await signIn([api.origin]);
    transport.answerGraphql('refreshToken', { token: renewed });
    const body = new URLSearchParams({ a: '1' });
    expect((await client.fetch(api.origin, { method: 'POST', body })).status).toBe(200);
    expect(api.seen.map(({ authorization, body: sent }) => [authorization, sent])).toEqual([
      [bearer(sessionToken()), 'a=1'],
      [bearer(renewed), 'a=1'],
    ]);
  });

  it('is one renewal for 100 calls that are refused at once (F14)', async () => {
    const api = await startApi(takeRenewed);
    const { client, transport } = await signIn([api.origin]);
    transport.answerGraphql('refreshToken', { token: renewed });
    const responses = await Promise.all(Array.from({ length: 100 }, () => client.fetch(api.origin)));
    expect(responses.every(({ status }) => status === 200)).toBe(true);
    expect(transport.requests).toHaveLength(1);
  });

  it('does not renew again and again for an API that refuses fresh tokens', async () => {
    const api = await startApi(refuse);
    const { client, transport } = await signIn([api.origin]);
    transport.answerGraphql('refreshToken', { token: renewed });
    for (let call = 0; call < 3; call += 1) expect((await client.fetch(api.origin)).status).toBe(401);
    expect([transport.requests.length, api.seen.length]).toEqual([1, 4]);
  });

  it('renews after a 401 again once the token has worked in between', async () => {
    const api = await startApi(takeInTurn());
    const { client, transport } = await signIn([api.origin]);
    transport.answerGraphql('refreshToken', { token: renewed });
    expect((await client.fetch(api.origin)).status).toBe(401); // renewed, and refused all the same
    expect((await client.fetch(api.origin)).status).toBe(200);
    transport.answerGraphql('refreshToken', { token: second });
    expect((await client.fetch(api.origin)).status).toBe(200);
    expect(api.seen.map(({ authorization }) => authorization)).toEqual([
      bearer(sessionToken()),
      ...Array.from({ length: 3 }, () => bearer(renewed)),
      bearer(second),
    ]);
    expect(transport.requests).toHaveLength(2);
  });

  it('repeats nothing whose body can be sent only once', async () => {
    const api = await startApi(refuse);
    const { client, transport } = await signIn([api.origin]);
    const body = Readable.toWeb(Readable.from(['once'])) as ReadableStream;
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    expect((await client.fetch(api.origin, init)).status).toBe(401);
    expect((await client.fetch(new Request(api.origin, { method: 'POST', body: 'x' }))).status).toBe(401);
    expect([api.seen.length, transport.requests]).toEqual([2, []]);
  });

  it('answers the 401 when the session cannot be renewed for now', async () => {
    const api = await startApi(refuse);
    const { client, transport } = await signIn([api.origin]);
    transport.failWith(new TypeError('offline'));
    expect((await client.fetch(api.origin)).status).toBe(401);
    expect(client.state).toBe('stale');
  });

  it('is rejected when the session is over', async () => {
    const api = await startApi(refuse);
    const { client, transport } = await signIn([api.origin]);
    transport.refuseGraphql(2020, 'over');
    await expect(client.fetch(api.origin)).rejects.toMatchObject({ kind: 'session-lost', code: 2020 });
    expect(client.state).toBe('signedOut');
  });

  it('sends the access token of a session that has one, and renews it when it has ended', async () => {
    const api = await startApi();
    const { client, provider, clock } = await setUpSignedInByRedirect({ apiOrigins: [api.origin] });
    await client.fetch(api.origin);
    provider.requests.splice(0);
    await clock.advance(3_600_000);
    await Promise.all(Array.from({ length: 100 }, () => client.fetch(api.origin)));
    const tokens = new Set(api.seen.map(({ authorization }) => authorization));
    expect(tokens).toEqual(new Set(['Bearer access-1', 'Bearer access-2']));
    const [refresh, ...others] = provider.to('/oidc/token');
    expect(refresh).toMatchObject({
      url: 'https://id.example/oidc/token',
      body: 'grant_type=refresh_token&refresh_token=refresh-1&client_id=app',
    });
    expect(refresh?.headers).not.toHaveProperty('authorization');
    expect(others).toEqual([]);
  });

  it.each([[301], [302], [303], [307], [308]])('takes the token to no other origin by a %d (F10)', async (status) => {
    const other = await startApi();
    const api = await startApi(redirect(() => `${other.origin}/landing`, status));
    const { client } = await signIn([api.origin]);
    const response = await client.fetch(api.origin, { method: 'PUT', body: 'x', headers: { cookie: 'session=1' } });
    expect(response.status).toBe(200);
    expect(other.seen).toMatchObject([{ path: '/landing', authorization: undefined, cookie: undefined }]);
  });

  it('takes the token along to another trusted origin', async () => {
    const other = await startApi();
    const api = await startApi(redirect(() => `${other.origin}/landing`));
    const { client } = await signIn([api.origin, other.origin]);
    await client.fetch(api.origin, { method: 'POST', body: 'x' });
    expect(other.seen).toEqual([
      { method: 'GET', path: '/landing', authorization: bearer(sessionToken()), cookie: undefined, body: '' },
    ]);
  });

  it('gives up on redirects without an end', async () => {
    const api = await startApi(redirect(() => '/again'));
    const { client } = await signIn([api.origin]);
    await expect(client.fetch(api.origin)).rejects.toMatchObject({ kind: 'network' });
  });

  it('leaves redirects to the caller who asks for that', async () => {
    const api = await startApi(redirect(() => '/again'));
    const { client } = await signIn([api.origin]);
    expect((await client.fetch(api.origin, { redirect: 'manual' })).status).toBe(302);
  });

  it.each([['/relative'], ['http://'], ['']])('refuses the address %j where nothing resolves it', async (address) => {
    const { client } = await signIn(['https://api.example']);
    await expect(client.fetch(address)).rejects.toMatchObject({ kind: 'invalid-input' });
  });
});

describe.each([
  ['the current axios', axiosOf('packages/core')],
  ['the axios of the vendor’s client', axiosOf('node_modules/authing-js-sdk')],
])('client.attachTo with %s', (_, axios) => {
  it('sends the token by the rules of fetch', async () => {
    const api = await startApi();
    const other = await startApi();
    const { client } = await signIn([api.origin]);
    const instance = axios.create({ baseURL: api.origin });
    client.attachTo(instance);
    await instance.get('/me');
    await instance.get(`${other.origin}/me`);
    await instance.get('/me', { headers: { authorization: 'Basic eA==' } });
    expect(api.seen.map(({ authorization }) => authorization)).toEqual([bearer(sessionToken()), 'Basic eA==']);
    expect(other.seen.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  it('joins base and address as axios does', async () => {
    const api = await startApi();
    const other = await startApi();
    const { client } = await signIn([api.origin]);
    const instance = axios.create({ baseURL: `${other.origin}/v1/` });
    client.attachTo(instance);
    await instance.get('me');
    await instance.get(`${api.origin}/me`);
    expect(other.seen).toMatchObject([{ path: '/v1/me', authorization: undefined }]);
    expect(api.seen).toMatchObject([{ path: '/me', authorization: bearer(sessionToken()) }]);
  });

  it('renews once and repeats once after a 401', async () => {
    const api = await startApi(takeRenewed);
    const { client, transport } = await signIn([api.origin]);
    transport.answerGraphql('refreshToken', { token: renewed });
    const instance = axios.create();
    client.attachTo(instance);
    expect((await instance.post(api.origin, { a: 1 })).status).toBe(200);
    expect(api.seen.map(({ authorization, body }) => [authorization, body])).toEqual([
      [bearer(sessionToken()), '{"a":1}'],
      [bearer(renewed), '{"a":1}'],
    ]);
  });

  it('does not renew again and again for an API that refuses fresh tokens', async () => {
    const api = await startApi(refuse);
    const { client, transport } = await signIn([api.origin]);
    transport.answerGraphql('refreshToken', { token: renewed });
    const instance = axios.create();
    client.attachTo(instance);
    for (let call = 0; call < 3; call += 1) await expect(instance.get(api.origin)).rejects.toThrow('401');
    expect([transport.requests.length, api.seen.length]).toEqual([1, 4]);
  });

  it('renews after a 401 again once the token has worked in between', async () => {
    const api = await startApi(takeInTurn());
    const { client, transport } = await signIn([api.origin]);
    const instance = axios.create();
    client.attachTo(instance);
    transport.answerGraphql('refreshToken', { token: renewed });
    await expect(instance.get(api.origin)).rejects.toThrow('401');
    expect((await instance.get(api.origin)).status).toBe(200);
    transport.answerGraphql('refreshToken', { token: second });
    expect((await instance.get(api.origin)).status).toBe(200);
    expect([transport.requests.length, api.seen.at(-1)?.authorization]).toEqual([2, bearer(second)]);
  });

  it('takes the token to no other origin by a redirect (F10)', async () => {
    const other = await startApi();
    const api = await startApi(redirect(() => `${other.origin}/landing`));
    const { client } = await signIn([api.origin]);
    const instance = axios.create();
    client.attachTo(instance);
    await instance.get(api.origin);
    expect(other.seen).toMatchObject([{ path: '/landing', authorization: undefined }]);
  });

  it('leaves the headers to the interceptors after it as axios made them', async () => {
    const api = await startApi();
    const { client } = await signIn([api.origin]);
    const instance = axios.create();
    let made: unknown;
    let handedOn: unknown;
    // Axios runs the last one first.
    instance.interceptors.request.use((config: { headers: object }) => {
      handedOn = Object.getPrototypeOf(config.headers);
      return config;
    });
    client.attachTo(instance);
    instance.interceptors.request.use((config: { headers: object }) => {
      made = Object.getPrototypeOf(config.headers);
      return config;
    });
    await instance.get(api.origin);
    expect(handedOn).toBe(made);
    expect(api.seen[0]?.authorization).toBe(bearer(sessionToken()));
  });

  it('ends with the function that it returned', async () => {
    const api = await startApi();
    const { client } = await signIn([api.origin]);
    const instance = axios.create();
    client.attachTo(instance)();
    await instance.get(api.origin);
    expect(api.seen[0]?.authorization).toBeUndefined();
  });
});

describe('client.attachTo where absolute addresses are not allowed', () => {
  it('judges the address that axios makes of them', async () => {
    const api = await startApi();
    const other = await startApi();
    const { client } = await signIn([api.origin]);
    const instance = axiosOf('packages/core').create({ baseURL: other.origin, allowAbsoluteUrls: false });
    client.attachTo(instance);
    await instance.get(api.origin).catch(() => {});
    expect([api.seen, other.seen]).toMatchObject([[], [{ authorization: undefined }]]);
  });
});

describe('apiOrigins', () => {
  it.each([
    ['text', 'https://api.example'],
    ['a path', ['https://api.example/v1']],
    ['plain http', ['http://api.example']],
    ['no address', ['api.example']],
    ['nothing', ['']],
    ['a number', [1]],
  ])('refuses %s', (_, apiOrigins) => {
    expect(() => setUp({ apiOrigins: apiOrigins as string[] })).toThrow(
      expect.objectContaining({ kind: 'configuration', message: expect.stringContaining('apiOrigins') }),
    );
  });
});

describe('client.as', () => {
  const ofBob = sessionToken('bob');

  it('acts for somebody else and leaves the client’s own session alone (F14)', async () => {
    const { client, transport, storage } = await setUpSignedIn();
    const before = storage.get('sallyport:v1:session:https%3A%2F%2Fid.example:app:pool:');
    const bob = client.as({ token: ofBob });
    expect(() => bob.checkLoggedIn()).toThrow(expect.objectContaining({ kind: 'not-signed-in' }));
    expect(() => bob.with({ timeout: 5 }).checkLoggedIn()).toThrow(expect.objectContaining({ kind: 'not-signed-in' }));
    transport.answerGraphql('user', { id: 'bob' }).answerGraphql('user', { id: 'ada' });
    await bob.getCurrentUser();
    expect(transport.last.headers.authorization).toBe(bearer(ofBob));
    await client.getCurrentUser();
    expect(transport.last.headers.authorization).toBe(bearer(sessionToken()));
    expect([bob.checkLoggedIn(), client.checkLoggedIn()]).toEqual(['bob', 'ada']);
    expect(JSON.parse(String(before))).toMatchObject({ token: sessionToken() });
  });

  it('is not renewed by itself, and says so by the server’s own error', async () => {
    const { client, transport, clock } = await setUpSignedIn();
    const bob = client.as({ token: ofBob });
    await clock.advance(1_700_000);
    transport.refuseGraphql(2020, 'over');
    await expect(bob.checkLoginStatus()).rejects.toMatchObject({ kind: 'unauthenticated', code: 2020 });
    expect(transport.requests).toHaveLength(1);
  });

  it('keeps the options of the view that it was made from', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerGraphql('user', { id: 'bob' });
    await client
      .with({ headers: { 'x-trace': '1' } })
      .as({ token: ofBob })
      .getCurrentUser();
    expect(transport.last.headers['x-trace']).toBe('1');
  });

  it.each([[undefined], [''], ['null'], ['undefined'], ['a b'], ['a\r\nb'], [5]])(
    'refuses the token %j before anything is sent',
    (token) => {
      const { client } = setUp();
      expect(() => client.as({ token: token as string })).toThrow(expect.objectContaining({ kind: 'invalid-input' }));
    },
  );
});

describe('client.dispose (CLI-24)', () => {
  it('refuses later calls, and keeps the stored session', async () => {
    const { client, storage } = await setUpSignedIn();
    await client.dispose();
    await expect(client.getCurrentUser()).rejects.toMatchObject({ kind: 'disposed' });
    await expect(client.refreshToken()).rejects.toMatchObject({ kind: 'disposed' });
    expect(storage.get('sallyport:v1:session:https%3A%2F%2Fid.example:app:pool:')).toContain(sessionToken());
  });

  // The server has used up the old refresh token by then: without its successor the session would be lost.
  it('lets a renewal that was sent store its answer', async () => {
    let answer = (): void => {};
    let isAsked = (): void => {};
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    const server = await startApi((_, response) => {
      answer = () =>
        void response.setHeader('content-type', 'application/json').end('{"access_token":"a2","refresh_token":"r2"}');
      isAsked();
    });
    const { client, storage } = setUp({ transport: undefined, appHost: server.origin });
    await client.setSession({ accessToken: 'a1', refreshToken: 'r1' });
    const renewing = client.refreshToken();
    await asked;
    const disposing = client.dispose();
    await expect(client.getCurrentUser()).rejects.toMatchObject({ kind: 'disposed' });
    answer();
    await Promise.all([renewing, disposing]);
    const key = `sallyport:v1:session:${encodeURIComponent(server.origin)}:app:pool:`;
    expect(JSON.parse(String(storage.get(key)))).toMatchObject({ token: 'a2', refreshToken: 'r2' });
  });

  it('leaves the caller’s own transport to the caller', async () => {
    const { client, transport } = await setUpSignedIn();
    let disposals = 0;
    transport.dispose = () => {
      disposals += 1;
    };
    await client.as({ token: sessionToken() }).dispose();
    await client.dispose();
    expect(disposals).toBe(0);
  });

  it('can be left to `await using`', async () => {
    const { client } = await setUpSignedIn();
    await client[Symbol.asyncDispose]();
    await expect(client.getCurrentUser()).rejects.toMatchObject({ kind: 'disposed' });
  });
});

describe('client.setSession', () => {
  const tokens = { accessToken: 'a1', refreshToken: 'r1' };

  it('begins a session that is renewed by its refresh token', async () => {
    const { client, transport, events } = setUp();
    await client.setSession(tokens);
    transport.answerJson({ access_token: 'a2', expires_in: 60 }).answerGraphql('user', { id: 'ada' });
    await expect(client.refreshToken()).resolves.toEqual({ token: 'a2', iat: NOW_SECONDS, exp: NOW_SECONDS + 60 });
    await client.getCurrentUser();
    expect(transport.last.headers.authorization).toBe('Bearer a2');
    expect(events.map(([name]) => name)).toEqual(['signedIn', 'sessionRefreshed', 'userUpdated']);
  });

  it('sends the refresh token where it belongs, and shows it nowhere', async () => {
    const { client, transport, logger } = setUp();
    await client.setSession({ ...tokens, refreshToken: 'canary' });
    transport.answerJson({ error: 'invalid_grant', error_description: 'canary is used up' }, 400);
    const error = await client.refreshToken().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'session-lost', code: 'invalid_grant' });
    expect(`${JSON.stringify(error)}${String(error)}${JSON.stringify(logger.lines)}`).not.toContain('canary');
  });

  it.each([
    ['accessToken', undefined],
    ['accessToken', 'undefined'],
    ['accessToken', 'a\nb'],
    ['idToken', ''],
    ['refreshToken', 'null'],
    ['expiresAt', new Date(Number.NaN)],
    ['expiresAt', 5],
  ])('refuses the %s %p', async (name, value) => {
    const { client } = setUp();
    await expect(client.setSession({ ...tokens, [name]: value })).rejects.toMatchObject({
      kind: 'invalid-input',
      message: expect.stringContaining(name),
    });
    expect(client.state).toBe('signedOut');
  });
});
