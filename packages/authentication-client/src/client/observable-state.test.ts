import { describe, expect, it, jest } from '@jest/globals';
import { MemoryStorage, type TokenStorage } from '@sallyport/core/storage';
import type { User } from '@sallyport/core/user';
import { AuthenticationClient } from '../authing/authentication-client.js';
import { jwt, mfaToken, NOW_SECONDS, setUp, setUpPending, setUpSignedIn, wireUser } from '../client.fixture.js';
import * as goTrue from '../gotrue/gotrue-client.fixture.js';
import { type ClientSnapshot, loadingSnapshot } from './client-snapshot.js';

/** A storage that answers by promises. */
function asynchronous(storage: MemoryStorage): TokenStorage {
  return {
    get: async (key) => storage.get(key),
    set: async (key, value) => storage.set(key, value),
    remove: async (key) => storage.remove(key),
  };
}

function isDeeplyFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Date) return true;
  return Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen);
}

describe('client.snapshot', () => {
  it('is one deeply frozen object until something changes (issue 10, A1)', async () => {
    const { client, transport } = await setUpSignedIn();
    const before = client.snapshot;
    expect(client.snapshot).toBe(before);
    expect([isDeeplyFrozen(before), client.store.get(), client.with({}).snapshot]).toEqual([true, before, before]);
    transport.answer(null);
    await client.logout();
    expect(client.snapshot).not.toBe(before);
    expect(client.snapshot).toEqual({
      status: 'signed-out',
      state: 'signedOut',
      userId: null,
      assuranceLevel: null,
      reason: 'sign-out',
    });
  });

  it('contains a copy of the user, and results of calls stay mutable (issue 10, A2)', async () => {
    const { client, transport } = await setUpSignedIn();
    const seenAt = { key: 'seen', value: '5', dataType: 'DATETIME' };
    transport.answerGraphql('user', { ...wireUser(), customData: [seenAt], identities: [{ userId: 'x' }] });
    const user = (await client.getCurrentUser()) as User & { identities: { userId: string }[] };
    const { snapshot } = client;
    user.identities.push({ userId: 'y' });
    expect(snapshot).toMatchObject({
      status: 'signed-in',
      isStale: false,
      user: { id: 'ada', customData: { seen: new Date(5) }, identities: [{ userId: 'x' }] },
    });
    expect(client.snapshot).toBe(snapshot);
    expect(isDeeplyFrozen(snapshot)).toBe(true);
    const handedOut = client.currentSession?.user;
    if (handedOut) handedOut.nickname = 'changed';
    expect([handedOut?.nickname, client.snapshot]).toEqual(['changed', snapshot]);
  });

  it('has no user after a bare token was set', () => {
    const { client } = setUp();
    client.setToken('bare');
    expect(client.snapshot).toMatchObject({ status: 'signed-in', userId: null, user: null });
  });

  it('contains the pending sign-in, and the user beside it', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.refuseGraphql(1635, 'second factor', { mfaToken });
    await client.loginByUsername('bob', 'pw').catch(() => {});
    const { snapshot, pendingSignIn } = client;
    expect(snapshot).toMatchObject({ status: 'second-factor', userId: 'ada', beside: { id: 'ada' } });
    expect(snapshot.status === 'second-factor' && snapshot.pending === pendingSignIn).toBe(true);
    expect(isDeeplyFrozen(snapshot)).toBe(true);
  });

  it('has no user beside a pending sign-in on GoTrue, where the pending sign-in is the session', async () => {
    const { client } = await goTrue.setUpPending();
    const { snapshot, pendingSignIn } = client;
    expect(snapshot).toMatchObject({ status: 'second-factor', userId: 'ada', assuranceLevel: 'aal1', beside: null });
    expect(snapshot.status === 'second-factor' && snapshot.pending === pendingSignIn).toBe(true);
    expect(client.snapshot).toBe(snapshot);
  });

  it('stays the same object across a renewal, which moves expiresAt', async () => {
    const { client, transport, events } = await goTrue.setUpSignedIn();
    const before = [client.snapshot, client.expiresAt] as const;
    const states: ClientSnapshot[] = [];
    client.on('stateChanged', (snapshot) => states.push(snapshot));
    await goTrue.turn();
    transport.answerJson(goTrue.tokenAnswer({ jti: '2', iat: NOW_SECONDS + 60 }));
    await client.refreshToken();
    expect(client.snapshot).toBe(before[0]);
    expect(client.expiresAt).toEqual(new Date(Number(before[1]) + 60_000));
    expect([states, goTrue.names(events)]).toEqual([[before[0]], ['sessionRefreshed']]);
  });

  it('turns stale with time, and listeners receive it without another event', async () => {
    const { client, clock } = setUp();
    const token = jwt({ sub: 'ada', iat: NOW_SECONDS, exp: NOW_SECONDS + 60 });
    await client.setSession({ accessToken: token });
    const isStale: unknown[] = [];
    client.store.subscribe(() => isStale.push(client.snapshot.status === 'signed-in' && client.snapshot.isStale));
    await clock.advance(59_999);
    expect([client.state, isStale]).toEqual(['signedIn', []]);
    await clock.advance(1);
    expect([client.state, isStale]).toEqual(['stale', [true]]);
    expect(client.snapshot).toBe(client.snapshot);
  });

  it.each([
    ['logout here', 'sign-out'],
    ['logout in another tab', 'elsewhere'],
    ['a refusal of the server', 'session-expired'],
  ])('gives the reason after %s', async (what, reason) => {
    const storage = new MemoryStorage();
    const { client, transport } = await setUpSignedIn({ storage });
    transport.refuseGraphql(2020, 'gone').refuseGraphql(2020, 'gone');
    if (what === 'logout here') await client.logout().catch(() => {});
    else if (what === 'logout in another tab')
      await setUp({ storage })
        .client.logout()
        .catch(() => {});
    else await client.getCurrentUser();
    await goTrue.turn();
    expect(client.snapshot).toMatchObject({ status: 'signed-out', reason });
  });
});

describe('a listener of stateChanged', () => {
  const kinds = [
    ['synchronous', (storage: MemoryStorage): TokenStorage => storage],
    ['asynchronous', asynchronous],
  ] as const;

  it.each(kinds)('receives the stored session once, with %s storage (issue 10, A3)', async (_, kind) => {
    const { storage } = await setUpSignedIn();
    const { client } = setUp({ storage: kind(storage) });
    const received: ClientSnapshot[] = [];
    client.on('stateChanged', (snapshot) => received.push(snapshot));
    expect(received).toEqual([]);
    await client.ready();
    await goTrue.turn();
    expect(received).toEqual([client.snapshot]);
    expect(client.snapshot).toMatchObject({ status: 'signed-in', user: { id: 'ada' } });
  });

  it.each(kinds)('receives that no session is stored, with %s storage', async (_, kind) => {
    const { client } = setUp({ storage: kind(new MemoryStorage()) });
    const received: string[] = [];
    client.on('stateChanged', ({ status }) => received.push(status));
    await goTrue.turn();
    expect(received).toEqual(['signed-out']);
  });

  it('receives the present snapshot when it is added late, and earlier listeners nothing more', async () => {
    const { client } = await setUpSignedIn();
    const [early, late] = [[] as ClientSnapshot[], [] as ClientSnapshot[]];
    client.on('stateChanged', (snapshot) => early.push(snapshot));
    await goTrue.turn();
    client.on('stateChanged', (snapshot) => late.push(snapshot));
    expect(late).toEqual([]);
    await goTrue.turn();
    expect([early, late]).toEqual([[client.snapshot], [client.snapshot]]);
  });

  it('receives a change that comes first once, and no snapshot before it', async () => {
    const storage = new MemoryStorage();
    const { client, transport } = setUp({ storage: asynchronous(storage) });
    const received: string[] = [];
    transport.answerGraphql('loginByUsername', wireUser());
    await client.ready();
    const signingIn = client.loginByUsername('ada', 'pw');
    client.on('signedIn', () => client.on('stateChanged', ({ status }) => received.push(status)));
    await signingIn;
    await goTrue.turn();
    expect(received).toEqual(['signed-in']);
  });

  it('receives nothing after it was removed, or after the client was disposed of', async () => {
    const { client } = await setUpSignedIn();
    const received: unknown[] = [];
    client.on('stateChanged', (snapshot) => received.push(snapshot))();
    client.on('stateChanged', (snapshot) => received.push(snapshot));
    await client.dispose();
    await goTrue.turn();
    expect(received).toEqual([]);
  });

  it('is logged when it throws at the first snapshot', async () => {
    const { client, logger } = await setUpSignedIn();
    client.on('stateChanged', () => {
      throw new RangeError('canary');
    });
    await goTrue.turn();
    expect(logger.lines).toEqual([['A listener failed', { event: 'stateChanged', reason: 'RangeError' }]]);
  });
});

describe('client.store', () => {
  it('calls a subscriber after changes only, and not at once', async () => {
    const { client, transport } = await setUpSignedIn();
    const listener = jest.fn();
    const { subscribe } = client.store;
    const unsubscribe = subscribe(listener);
    await goTrue.turn();
    expect(listener).not.toHaveBeenCalled();
    transport.answer(null).answerGraphql('loginByUsername', wireUser());
    await client.logout();
    expect(listener).toHaveBeenCalledTimes(1);
    unsubscribe();
    await client.loginByUsername('ada', 'pw');
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('calls a subscriber when an asynchronous storage has been read', async () => {
    const { storage } = await setUpSignedIn();
    const { client } = setUp({ storage: asynchronous(storage) });
    const seen: string[] = [];
    expect(client.store.get()).toBe(loadingSnapshot);
    client.store.subscribe(() => seen.push(client.store.get().status));
    await goTrue.turn();
    expect(seen).toEqual(['signed-in']);
  });
});

describe('getCurrentUser', () => {
  it('emits and writes nothing when the answer equals the known user (issue 10, A4)', async () => {
    const { client, transport, storage, events } = await setUpSignedIn();
    const [set, swap] = [jest.spyOn(storage, 'set'), jest.spyOn(storage, 'swap')];
    client.on('userUpdated', () => void client.getCurrentUser());
    transport.answerGraphql('user', wireUser('ada', null));
    const { snapshot } = client;
    await client.getCurrentUser();
    await goTrue.turn();
    expect([events, set.mock.calls, swap.mock.calls, transport.requests.length]).toEqual([[], [], [], 1]);
    expect(client.snapshot).toBe(snapshot);
  });

  it('emits and writes nothing on GoTrue either', async () => {
    const { client, transport, storage, events } = await goTrue.setUpSignedIn();
    const [set, swap] = [jest.spyOn(storage, 'set'), jest.spyOn(storage, 'swap')];
    transport.answerJson(goTrue.wireUser());
    const { snapshot } = client;
    await client.getCurrentUser();
    expect([events, set.mock.calls, swap.mock.calls]).toEqual([[], [], []]);
    expect(client.snapshot).toBe(snapshot);
  });

  it('emits what has changed, once', async () => {
    const { client, transport, events } = await setUpSignedIn();
    const changed = { ...wireUser('ada', null), nickname: 'Ada' };
    transport.answerGraphql('user', changed).answerGraphql('user', changed);
    await client.getCurrentUser();
    await client.getCurrentUser();
    expect(events).toEqual([['userUpdated', { userId: 'ada' }]]);
    expect(client.snapshot).toMatchObject({ user: { nickname: 'Ada' } });
  });
});

describe('abandonSignIn', () => {
  it('drops the pending sign-in and keeps the session beside it (issue 10, A5)', async () => {
    const { client, transport, storage, events } = await setUpSignedIn();
    transport.refuseGraphql(1635, 'second factor', { mfaToken });
    await client.loginByUsername('bob', 'pw').catch(() => {});
    events.splice(0);
    transport.requests.splice(0);
    const [set, remove] = [jest.spyOn(storage, 'set'), jest.spyOn(storage, 'remove')];
    await client.abandonSignIn();
    expect(client.snapshot).toMatchObject({ status: 'signed-in', userId: 'ada' });
    expect([client.pendingSignIn, events, transport.requests]).toEqual([null, [], []]);
    expect([set.mock.calls, remove.mock.calls]).toEqual([[], []]);
  });

  it('leaves no user signed in where no session was beside it, and tells listeners', async () => {
    const { client } = await setUpPending();
    const states: unknown[] = [];
    client.on('stateChanged', (snapshot) => states.push(snapshot));
    await client.abandonSignIn();
    expect(states).toMatchObject([{ status: 'signed-out', reason: 'sign-out' }]);
  });

  it('wins over a verification in progress', async () => {
    const { client, transport } = await setUpPending();
    const answer = transport.answerLater();
    const verifying = client.mfa.verifyTotpMfa({ totp: '112233', mfaToken });
    await transport.sent(1);
    await client.abandonSignIn();
    answer({ code: 200, message: '', data: wireUser() });
    await expect(verifying).rejects.toMatchObject({ kind: 'not-signed-in' });
    expect(client.state).toBe('signedOut');
  });

  it('ends the session of the pending sign-in alone on GoTrue', async () => {
    const { client, transport, events } = await goTrue.setUpPending();
    transport.answerRaw(204, {}, '');
    await client.abandonSignIn();
    expect(goTrue.calls(transport)).toEqual(['POST /logout?scope=local']);
    expect(transport.last.headers.authorization).toBe(`Bearer ${goTrue.accessToken()}`);
    expect(events).toEqual([['signedOut', { reason: 'sign-out' }]]);
    expect(client.snapshot).toMatchObject({ status: 'signed-out', reason: 'sign-out' });
  });

  it.each([['Authing'], ['GoTrue']])('does nothing on %s while no sign-in is pending', async (server) => {
    const { client, transport, events } = await (server === 'Authing' ? setUpSignedIn() : goTrue.setUpSignedIn());
    await client.abandonSignIn();
    expect([client.state, events, transport.requests]).toEqual(['signedIn', [], []]);
  });
});

describe('signInExpired', () => {
  const expiresAt = new Date((NOW_SECONDS + 360) * 1000);

  it('fires when the time for the second factor is over, and the snapshot gives the reason (issue 10, A5)', async () => {
    const { client, clock, events } = await setUpPending();
    await clock.advance(360_000);
    expect(events).toEqual([['signInExpired', { expiresAt }]]);
    expect(client.snapshot).toMatchObject({ status: 'signed-out', reason: 'sign-in-expired' });
  });

  it('fires when the server refuses to continue the sign-in', async () => {
    const { client, transport, events } = await setUpPending();
    transport.answerJson({ code: 2206, message: 'over', data: null });
    await client.mfa.verifyTotpMfa({ totp: '112233', mfaToken }).catch(() => {});
    expect(events).toEqual([['signInExpired', { expiresAt }]]);
  });

  it('fires in place of sessionExpired when GoTrue ends the session of a pending sign-in', async () => {
    const { client, transport, events } = await goTrue.setUpPending();
    transport.answerJson({ code: 'refresh_token_not_found', message: 'gone' }, 400);
    const { expiresAt: endsAt } = client;
    await client.refreshToken().catch(() => {});
    expect(events).toEqual([['signInExpired', { expiresAt: endsAt }]]);
    expect(client.snapshot).toMatchObject({ status: 'signed-out', reason: 'sign-in-expired' });
  });
});

describe('loadingSnapshot', () => {
  it('is exported by both entries, and a client without a stored session is signed out beside it', async () => {
    const main = await import('../index.js');
    const other = await import('../gotrue.js');
    expect([main.loadingSnapshot, other.loadingSnapshot]).toEqual([loadingSnapshot, loadingSnapshot]);
    expect(loadingSnapshot).toEqual({ status: 'loading', state: 'unknown', userId: null, assuranceLevel: null });
    expect(new AuthenticationClient({ appId: 'app', appHost: 'https://id.example' }).snapshot).toMatchObject({
      status: 'signed-out',
      reason: null,
    });
  });
});
