import { describe, expect, it } from '@jest/globals';
import { NetworkError, NotSignedInError } from '@sallyport/core/errors';
import type { TokenStorage } from '@sallyport/core/storage';
import { jwt, NOW_SECONDS, sessionToken, setUp, setUpPending, setUpSignedIn, wireUser } from '../../client.fixture.js';

const renewed = sessionToken('ada', 'renewed');
const SESSION_KEY = 'sallyport:v1:session:https%3A%2F%2Fid.example:app:pool:';
const lost = new NetworkError({ message: 'offline', sent: true });

describe('refreshToken', () => {
  it('trades the token for a new one', async () => {
    const { client, transport, events } = await setUpSignedIn();
    transport.answerGraphql('refreshToken', { token: renewed, iat: NOW_SECONDS, exp: NOW_SECONDS + 3_600 });
    await expect(client.refreshToken()).resolves.toEqual({
      token: renewed,
      iat: NOW_SECONDS,
      exp: NOW_SECONDS + 3_600,
    });
    expect(transport.lastBody).toEqual({
      query: 'mutation refreshToken($id: String) { refreshToken(id: $id) { token iat exp } }',
      variables: {},
    });
    expect(transport.last.headers.authorization).toBe(`Bearer ${sessionToken()}`);
    expect(events).toEqual([['sessionRefreshed', { expiresAt: new Date((NOW_SECONDS + 3_600) * 1000) }]]);
  });

  it('sends the new token from then on', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerGraphql('refreshToken', { token: renewed }).answerGraphql('user', wireUser());
    await client.refreshToken();
    await client.getCurrentUser();
    expect(transport.last.headers.authorization).toBe(`Bearer ${renewed}`);
  });

  it('is one request for fifty callers (CLI-17, F14)', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerGraphql('refreshToken', { token: renewed });
    const tokens = await Promise.all(Array.from({ length: 50 }, () => client.refreshToken()));
    expect([transport.requests.length, new Set(tokens.map(({ token }) => token)).size]).toEqual([1, 1]);
  });

  it('is dropped after a sign-out that came between (CLI-19, F18)', async () => {
    const { client, transport, events } = await setUpSignedIn();
    const answer = transport.answerLater();
    const refreshing = client.refreshToken();
    refreshing.catch(() => {});
    await transport.sent(1);
    transport.answer(null);
    await client.logout();
    answer({ data: { refreshToken: { token: renewed } } });
    await expect(refreshing).rejects.toMatchObject({ kind: 'not-signed-in' });
    expect([client.state, events.map(([name]) => name)]).toEqual(['signedOut', ['signedOut']]);
  });

  it('is dropped after a newer sign-in that came between (CLI-19)', async () => {
    const { client, transport } = await setUpSignedIn();
    const answer = transport.answerLater();
    const refreshing = client.refreshToken();
    refreshing.catch(() => {});
    await transport.sent(1);
    transport.answerGraphql('loginByUsername', wireUser('bob'));
    await client.loginByUsername('bob', 'pw');
    answer({ data: { refreshToken: { token: renewed } } });
    await expect(refreshing).rejects.toMatchObject({ kind: 'not-signed-in' });
    expect(client.checkLoggedIn()).toBe('bob');
  });

  it('survives one caller who stops waiting', async () => {
    const { client, transport } = await setUpSignedIn();
    const answer = transport.answerLater();
    const controller = new AbortController();
    const impatient = client.with({ signal: controller.signal }).refreshToken();
    const patient = client.refreshToken();
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(impatient).rejects.toBe(reason);
    answer({ data: { refreshToken: { token: renewed } } });
    await expect(patient).resolves.toMatchObject({ token: renewed });
  });

  it('needs a session', async () => {
    const { client, transport } = setUp();
    await expect(client.refreshToken()).rejects.toBeInstanceOf(NotSignedInError);
    expect(transport.requests).toEqual([]);
  });

  it('leaves the session as it is, but stale, after a lost answer (CLI-20)', async () => {
    const { client, transport, events } = await setUpSignedIn();
    transport.failWith(lost);
    await expect(client.refreshToken()).rejects.toBe(lost);
    expect([client.state, client.checkLoggedIn(), events]).toEqual([
      'stale',
      'ada',
      [['sessionStale', { error: lost }]],
    ]);
  });

  it.each([[2020], [2206], [2207]])('ends the session when the server refuses with %d, once (CLI-20)', async (code) => {
    const { client, transport, events, storage } = await setUpSignedIn();
    transport.refuseGraphql(code, 'expired');
    const errors = await Promise.all(
      Array.from({ length: 5 }, () => client.refreshToken().catch((error: unknown) => error)),
    );
    expect(errors[0]).toMatchObject({ kind: 'session-lost', name: 'SessionLostError', code });
    expect(new Set(errors).size).toBe(1);
    expect([client.state, storage.get(SESSION_KEY), events]).toEqual([
      'signedOut',
      null,
      [['sessionExpired', { userId: 'ada' }]],
    ]);
  });

  it.each([[null], [{}], [{ token: '' }], [{ token: 5 }], [{ token: 'a\nb' }], [{ token: sessionToken('bob') }]])(
    'takes %j for no renewal',
    async (answer) => {
      const { client, transport } = await setUpSignedIn();
      transport.answerGraphql('refreshToken', answer);
      await expect(client.refreshToken()).rejects.toMatchObject({ kind: 'invalid-response' });
      expect(client.checkLoggedIn()).toBe('ada');
    },
  );
});

describe('logout', () => {
  it('ends the session here and tells the server, with the token that ended', async () => {
    const { client, transport, storage, events } = await setUpSignedIn();
    transport.answer(null);
    await client.logout();
    expect(transport.last).toMatchObject({ method: 'GET', url: 'https://id.example/api/v2/logout?app_id=app' });
    expect(transport.last.headers.authorization).toBe(`Bearer ${sessionToken()}`);
    expect([client.state, events]).toEqual(['signedOut', [['signedOut', { reason: 'sign-out' }]]]);
    expect(setUp({ storage }).client.state).toBe('signedOut');
  });

  it('ends the session here although the server does not hear of it (CLI-16)', async () => {
    const { client, transport, clock, storage } = await setUpSignedIn();
    for (let attempt = 0; attempt < 3; attempt += 1) transport.failWith(lost);
    const leaving = client.logout();
    leaving.catch(() => {});
    for (let turn = 0; turn < 5; turn += 1) await clock.advance(2_000);
    await expect(leaving).rejects.toMatchObject({ kind: 'network' });
    expect([client.state, setUp({ storage }).client.state]).toEqual(['signedOut', 'signedOut']);
  });

  it.each([[2206], [2207], [2020], [401]])('takes the refusal %d for a session that is over already', async (code) => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ code, message: 'over' });
    await expect(client.logout()).resolves.toBeUndefined();
  });

  it('drops a sign-in that waits for its second factor', async () => {
    const { client, transport } = await setUpPending();
    transport.answer(null);
    await client.logout();
    expect([client.pendingSignIn, client.state]).toEqual([null, 'signedOut']);
  });
});

describe('checkLoginStatus', () => {
  it('asks about the token that is given, and answers what the server says', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('checkLoginStatus', { code: 200, status: true, data: { id: 'ada' } });
    await expect(client.checkLoginStatus('token')).resolves.toMatchObject({ status: true, data: { id: 'ada' } });
    expect(transport.lastBody).toEqual({
      query:
        'query checkLoginStatus($token: String) { checkLoginStatus(token: $token) { code message status exp iat data { id userPoolId arn } } }',
      variables: { token: 'token' },
    });
  });

  it('asks about the client’s own token by default', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerGraphql('checkLoginStatus', { status: true });
    await client.checkLoginStatus();
    expect(transport.last.headers.authorization).toBe(`Bearer ${sessionToken()}`);
  });

  it('does not take a lost answer for a verdict', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerRaw(500, {}, '');
    await expect(client.checkLoginStatus()).rejects.toMatchObject({ kind: 'server' });
  });
});

describe('the session that this side knows', () => {
  it('is told by checkLoggedIn without asking anybody', async () => {
    const { client, transport } = await setUpSignedIn();
    expect(client.checkLoggedIn()).toBe('ada');
    expect(transport.requests).toEqual([]);
  });

  it('is nobody’s at first', () => {
    expect(() => setUp().client.checkLoggedIn()).toThrow(NotSignedInError);
  });

  it.each([
    ['sub', jwt({ sub: 'eve' }), 'eve'],
    ['data.id', jwt({ data: { id: 'eve' } }), 'eve'],
  ])('is read out of a token that was set, by %s', (_, token, id) => {
    const { client } = setUp();
    client.setToken(token);
    expect([client.state, client.checkLoggedIn()]).toEqual(['signedIn', id]);
  });

  it.each([[''], [undefined], [null], [5], ['null'], ['undefined'], ['a\r\nb'], [' ']])(
    'is never begun by the token %j',
    (token) => {
      const { client } = setUp();
      expect(() => client.setToken(token as string)).toThrow(expect.objectContaining({ kind: 'invalid-input' }));
      expect(client.state).toBe('signedOut');
    },
  );

  it('is not begun anew by the token it has', async () => {
    const { client, events } = await setUpSignedIn();
    client.setToken(sessionToken());
    expect(events).toEqual([]);
  });

  it('is begun by a user with a token, at once', () => {
    const { client } = setUp();
    client.setCurrentUser({ id: 'bob', arn: 'a', userPoolId: 'p', token: sessionToken('bob') });
    expect(client.checkLoggedIn()).toBe('bob');
  });

  it('keeps its token when a user without one is set', async () => {
    const { client, transport } = await setUpSignedIn();
    client.setCurrentUser({ id: 'ada', arn: 'a', userPoolId: 'p', nickname: 'Ada' });
    transport.answerGraphql('user', wireUser());
    await client.getCurrentUser();
    expect(transport.last.headers.authorization).toBe(`Bearer ${sessionToken()}`);
  });

  it('is there again for the next client over the same storage', async () => {
    const { storage } = await setUpSignedIn();
    expect(setUp({ storage }).client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada' });
  });
});

describe('a storage that answers later', () => {
  const later = (storage: TokenStorage): TokenStorage => ({
    get: async (key) => storage.get(key),
    set: async (key, value) => storage.set(key, value),
    remove: async (key) => storage.remove(key),
  });

  it('leaves the state unknown until `ready`', async () => {
    const { storage } = await setUpSignedIn();
    const { client } = setUp({ storage: later(storage) });
    expect(client.state).toBe('unknown');
    await client.ready();
    expect(client.state).toBe('signedIn');
  });

  it('is waited for by the first call', async () => {
    const { storage } = await setUpSignedIn();
    const { client, transport } = setUp({ storage: later(storage) });
    transport.answerGraphql('user', wireUser());
    await expect(client.getCurrentUser()).resolves.toMatchObject({ id: 'ada' });
    expect(transport.last.headers.authorization).toBe(`Bearer ${sessionToken()}`);
  });
});

describe('a storage that fails', () => {
  const blocked = (): never => {
    throw new Error('blocked');
  };

  it('lets a sign-in resolve, and is told of once (CLI-15)', async () => {
    const { client, transport, events } = setUp({ storage: { get: blocked, set: blocked, remove: blocked } });
    transport.answerGraphql('loginByUsername', wireUser()).answerGraphql('refreshToken', { token: renewed });
    await expect(client.loginByUsername('ada', 'pw')).resolves.toMatchObject({ id: 'ada' });
    await client.refreshToken();
    expect(client.state).toBe('signedIn');
    expect(events.filter(([name]) => name === 'storageFailed')).toEqual([
      ['storageFailed', { error: expect.objectContaining({ kind: 'storage' }) }],
    ]);
  });

  it('holds rubbish under our key: signed out, said once to the logger (F21)', async () => {
    const { storage } = await setUpSignedIn();
    const key = 'sallyport:v1:session:https%3A%2F%2Fid.example:app:pool:';
    expect(storage.get(key)).toContain('"version":1');
    storage.set(key, '{"token":"canary');
    const { client, logger } = setUp({ storage });
    expect([client.state, client.state]).toEqual(['signedOut', 'signedOut']);
    expect(logger.lines).toHaveLength(1);
    expect(JSON.stringify(logger.lines)).not.toContain('canary');
  });
});

describe('what no server is asked about', () => {
  const circular: { id: string; self?: unknown } = { id: 'ada' };
  circular.self = circular;

  it.each([[null], [{}], ['ada'], [{ id: '' }], [{ id: 'ada', age: 1n }], [circular]])(
    'setCurrentUser refuses %j, typed',
    (user) => {
      const { client } = setUp();
      expect(() => client.setCurrentUser(user as never)).toThrow(expect.objectContaining({ kind: 'invalid-input' }));
    },
  );

  it('checkLoginStatus refuses a token that is no text', async () => {
    const { client, transport } = setUp();
    await expect(client.checkLoginStatus(5 as never)).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });
});
