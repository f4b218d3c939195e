import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { AuthenticationClientOptions, TokenStorage } from '@sallyport/authentication-client';
import { FileStorage, type Lease, MemoryLease, MemoryStorage, storageKey, systemClock } from '@sallyport/core';
import { failureOf, failuresOf, LaptopClock, MINUTE_MS, type OpenClient, open } from './client.fixture.js';
import { answer, type Behaviour, cleanUpWith, json, refuse, reset, silence, target } from './faulty-server.fixture.js';
import { TokenServer } from './token-server.fixture.js';

const KINDS = [
  ['a native session', 'native'],
  ['a session with a refresh token', 'oidc'],
] as const;
type Kind = (typeof KINDS)[number][1];

interface Shared {
  readonly tokens: TokenServer;
  readonly clock: LaptopClock;
  readonly tabs: readonly OpenClient[];
}

/** Clients that share a session. The first of them signed in. */
async function openTabs(
  count: number,
  kind: Kind,
  optionsOf: (tab: number) => Partial<AuthenticationClientOptions>,
): Promise<Shared> {
  const clock = new LaptopClock();
  const tokens = await TokenServer.start(clock);
  const tabs = Array.from({ length: count }, (_, tab) =>
    open(tokens, { clock, apiOrigins: [tokens.url], ...optionsOf(tab) }),
  );
  const [first] = tabs;
  if (!first) throw new Error('at least one');
  await signIn(first, tokens, kind);
  for (const { client } of tabs) await client.ready();
  await Promise.all(tabs.map(({ client }) => client.listOrgs()));
  for (const { events } of tabs) events.splice(0);
  return { tokens, clock, tabs };
}

async function signIn({ client }: OpenClient, tokens: TokenServer, kind: Kind): Promise<void> {
  const isStored = new Promise((resolve) => client.on('signedIn', resolve));
  if (kind === 'native') client.setToken(tokens.signInNatively());
  else await client.setSession(tokens.signIn());
  await isStored;
}

async function openOne(kind: Kind, options: Partial<AuthenticationClientOptions> = {}) {
  const { tokens, clock, tabs } = await openTabs(1, kind, () => options);
  const [tab] = tabs;
  if (!tab) throw new Error('at least one');
  return { ...tab, tokens, clock };
}

const keyOf = ({ url }: TokenServer): string => storageKey('session', [url, 'app', 'pool', undefined]);

const things = ({ client }: Pick<OpenClient, 'client'>, { url }: TokenServer): Promise<number> =>
  client.fetch(`${url}/things`).then(({ status }) => status);

/** A storage that is shared, and that nobody can be excluded from. */
function withoutLease(): TokenStorage {
  const memory = new MemoryStorage();
  return {
    get: (key) => memory.get(key),
    set: (key, value) => memory.set(key, value),
    remove: (key) => memory.remove(key),
    swap: (key, expected, next) => memory.swap(key, expected, next),
    watch: (key, onChange) => memory.watch(key, onChange),
  };
}

describe('a hundred callers', () => {
  it('F14, CLI-17: inside the renewal window of a native session make one renewal, and none of them waits', async () => {
    const { client, tokens, clock, events } = await openOne('native');
    clock.sleepFor(40 * MINUTE_MS);
    const { arrived, release } = tokens.hold();
    await Promise.all(Array.from({ length: 100 }, () => client.listOrgs())); // with the token that is still good
    await arrived;
    const isRenewed = new Promise((resolve) => client.on('sessionRefreshed', resolve));
    release();
    await isRenewed;
    await Promise.all(Array.from({ length: 100 }, () => client.listOrgs()));
    expect([tokens.renewals, events]).toEqual([1, ['sessionRefreshed']]);
  });

  it('F14, CLI-17: with an access token that has ended make one renewal, by fetch and by method', async () => {
    const opened = await openOne('oidc');
    const { client, tokens, clock, events } = opened;
    clock.sleepFor(120 * MINUTE_MS);
    const calls = Array.from({ length: 50 }, () => [things(opened, tokens), client.listOrgs()] as const);
    const answers = await Promise.all(calls.flat());
    expect(new Set(answers.filter((status) => typeof status === 'number'))).toEqual(new Set([200]));
    expect([tokens.renewals, events, client.state]).toEqual([1, ['sessionRefreshed'], 'signedIn']);
  });

  it('CLI-17: a hundred calls that meet an expired token open 50 connections at most', async () => {
    const { client, tokens, clock } = await openOne('oidc');
    clock.sleepFor(120 * MINUTE_MS);
    await Promise.all(Array.from({ length: 100 }, () => client.listOrgs()));
    const sockets = new Set(tokens.server.calls.map(({ socket }) => socket));
    expect([tokens.renewals, sockets.size <= 50]).toEqual([1, true]);
  });

  it('F14, CLI-17: whose token the server has ended before its time make one renewal after the refusals', async () => {
    const opened = await openOne('oidc');
    const { client, tokens, events } = opened;
    tokens.endAccess(client.currentSession?.token ?? '');
    await Promise.all(Array.from({ length: 50 }, () => [things(opened, tokens), client.listOrgs()]).flat());
    expect([tokens.renewals, events]).toEqual([1, ['sessionRefreshed']]);
  });

  it('F14: with a native token that has ended make one attempt, and hear of the same end', async () => {
    const { client, tokens, clock, events } = await openOne('native');
    clock.sleepFor(120 * MINUTE_MS);
    const failures = await failuresOf(...Array.from({ length: 100 }, () => client.listOrgs()));
    expect(new Set(failures.map(({ kind }) => kind))).toEqual(new Set(['session-lost']));
    expect([tokens.renewals, events, client.state]).toEqual([1, ['sessionExpired'], 'signedOut']);
  });

  it('CLI-17: one who leaves ends no renewal that others wait for', async () => {
    const { client, tokens, clock } = await openOne('oidc');
    clock.sleepFor(120 * MINUTE_MS);
    const { arrived, release } = tokens.hold();
    const abort = new AbortController();
    const gone = failureOf(client.with({ signal: abort.signal }).listOrgs());
    const patient = client.listOrgs();
    await arrived;
    abort.abort(new Error('gone'));
    expect((await gone).message).toBe('gone');
    release();
    await expect(patient).resolves.toEqual([]);
    expect(tokens.renewals).toBe(1);
  });
});

describe.each(KINDS)('tabs that share %s with a server without grace', (_, kind) => {
  const wake = (clock: LaptopClock): void => clock.sleepFor((kind === 'native' ? 40 : 120) * MINUTE_MS);

  it.each([[2], [5]])(
    'F15, CLI-18: %d of them renew it at once, which is one rotation for all, each time',
    async (count) => {
      const storage = new MemoryStorage();
      const { tokens, clock, tabs } = await openTabs(count, kind, () => ({ storage }));
      for (let round = 1; round <= 5; round += 1) {
        wake(clock);
        await Promise.all(tabs.map(({ client }) => client.refreshToken()));
        await Promise.all(tabs.flatMap((tab) => [things(tab, tokens), tab.client.listOrgs()]));
        expect(tokens.renewals).toBe(round);
      }
      const held = new Set(tabs.map(({ client }) => client.currentSession?.token));
      expect([held.size, new Set(tabs.map(({ client }) => client.state))]).toEqual([1, new Set(['signedIn'])]);
      expect(new Set(tabs.flatMap(({ events }) => events))).toEqual(new Set(['sessionRefreshed']));
    },
  );

  it('F15, CLI-18: as processes over files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sallyport-faults-'));
    cleanUpWith(() => rm(folder, { recursive: true, force: true }));
    const { tokens, clock, tabs } = await openTabs(3, kind, () => ({ storage: new FileStorage(folder) }));
    for (let round = 1; round <= 2; round += 1) {
      wake(clock);
      await Promise.all(tabs.map(({ client }) => client.refreshToken()));
      await Promise.all(tabs.map((tab) => things(tab, tokens)));
      expect(tokens.renewals).toBe(round);
    }
    expect(new Set(tabs.flatMap(({ events }) => events))).toEqual(new Set(['sessionRefreshed']));
  });

  it('F16, CLI-18: goes on without a lease that never comes, once its time is over', async () => {
    const lease: Lease = {
      holdMs: 40,
      hold: (_name, _work, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    };
    const { client, tokens, clock } = await openOne(kind, { lease, timeout: 2_000 });
    wake(clock);
    await client.refreshToken();
    await expect(client.listOrgs()).resolves.toEqual([]);
    expect([tokens.renewals, client.state]).toEqual([1, 'signedIn']);
  });

  it('F16, CLI-18: takes a lease over whose holder is frozen, once for all who wait, though the server is slow', async () => {
    const lease = new MemoryLease({ holdMs: 2_000 });
    const storage = new MemoryStorage();
    const { tokens, clock, tabs } = await openTabs(3, kind, () => ({ lease, storage }));
    const name = keyOf(tokens);
    let hasFrozen = false;
    const freeze = (): Promise<never> => {
      hasFrozen = true;
      return new Promise<never>(() => {});
    };
    void lease.hold(name, freeze, new AbortController().signal);
    wake(clock);
    const { arrived, release } = tokens.hold();
    void arrived.then(() => systemClock.setTimer(release, 150)); // less than a request may take
    await Promise.all(tabs.map(({ client }) => client.refreshToken()));
    expect([hasFrozen, tokens.renewals]).toEqual([true, 1]);
    expect(new Set(tabs.map(({ client }) => client.state))).toEqual(new Set(['signedIn']));
  });

  it('F16: a lease that cannot be asked for keeps nobody from going on', async () => {
    const lease: Lease = { holdMs: 1_000, hold: () => Promise.reject(new Error('no such lock manager')) };
    const { client, tokens, clock } = await openOne(kind, { lease });
    wake(clock);
    await client.refreshToken();
    expect([tokens.renewals, client.state]).toEqual([1, 'signedIn']);
  });

  it('CLI-20: one whose token was refused takes over what another has got for it meanwhile', async () => {
    const storage = withoutLease();
    const { tokens, clock, tabs } = await openTabs(2, kind, () => ({ storage }));
    const [first, second] = tabs;
    wake(clock);
    const { arrived, release } = tokens.hold();
    const late = first?.client.refreshToken();
    await arrived;
    await second?.client.refreshToken();
    release();
    await late?.catch(() => {}); // the strict server has ended the session of both; a lenient one has not
    expect(first?.client.currentSession?.token).toBe(second?.client.currentSession?.token);
    expect(first?.events).not.toContain('sessionExpired');
  });
});

describe('a renewal whose answer was never stored', () => {
  it.each(KINDS)(
    'F17: of %s, by a tab that was killed, is tried once more, and then the session is over',
    async (_, kind) => {
      const { client, tokens, clock, events, storage } = await openOne(kind);
      const key = keyOf(tokens);
      const stored = JSON.parse(storage.get(key) ?? '{}') as { token: string; refreshToken: string | null };
      await client.dispose();
      expect(tokens.rotate(stored.refreshToken ?? stored.token)).not.toBeNull(); // and there it died
      clock.sleepFor(120 * MINUTE_MS);

      const next = open(tokens, { clock, storage });
      await next.client.ready();
      const failures = await failuresOf(...Array.from({ length: 5 }, () => next.client.listOrgs()));
      expect(new Set(failures.map(({ kind: of }) => of))).toEqual(new Set(['session-lost']));
      expect([tokens.renewals, next.events, next.client.state]).toEqual([1, ['sessionExpired'], 'signedOut']);
      expect([storage.get(key), next.client.snapshot.userId]).toEqual([null, null]);
      await next.client.listOrgs().catch(() => {});
      expect(tokens.renewals).toBe(1);
      expect(events).toEqual([]);

      const after = open(tokens, { clock, storage });
      await after.client.ready();
      expect(after.client.state).toBe('signedOut');
    },
  );
});

describe.each(KINDS)('while %s is renewed', (_, kind) => {
  it('F18, CLI-19: who signs out stays signed out', async () => {
    const { client, tokens, clock, events, storage } = await openOne(kind);
    clock.sleepFor(40 * MINUTE_MS);
    const { arrived, release } = tokens.hold();
    const renewing = failureOf(client.refreshToken());
    await arrived;
    await client.logout();
    release();
    expect(await renewing).toMatchObject({ kind: 'not-signed-in' });
    expect([client.state, events, client.currentSession]).toEqual(['signedOut', ['signedOut'], null]);
    expect(storage.get(keyOf(tokens))).toBeNull();
  });

  it('F18, CLI-19: who signs in as somebody else is who is signed in', async () => {
    const { client, tokens, clock, events } = await openOne(kind);
    clock.sleepFor(40 * MINUTE_MS);
    const { arrived, release } = tokens.hold();
    const renewing = failureOf(client.refreshToken());
    await arrived;
    const { token } = await client.loginByPhoneCode('13800000000', '1234');
    release();
    expect(await renewing).toMatchObject({ kind: 'not-signed-in' });
    expect([client.snapshot.userId, client.currentSession?.token]).toEqual(['bob', token]);
    expect(events).toEqual(['signedIn']);
  });

  it('F18: a sign-out in another tab counts as well', async () => {
    const storage = new MemoryStorage();
    const { tokens, clock, tabs } = await openTabs(2, kind, () => ({ storage }));
    const [first, second] = tabs;
    clock.sleepFor(40 * MINUTE_MS);
    const { arrived, release } = tokens.hold();
    const renewing = first && failureOf(first.client.refreshToken());
    await arrived;
    await second?.client.logout();
    release();
    expect(await renewing).toMatchObject({ kind: 'not-signed-in' });
    expect([first?.client.state, second?.client.state]).toEqual(['signedOut', 'signedOut']);
    expect([first?.events, second?.events]).toEqual([['signedOut'], ['signedOut']]);
  });
});

describe('a listener that calls back', () => {
  it.each(KINDS)('F18: renews %s inside sessionRefreshed, and nobody waits for ever', async (_, kind) => {
    const { client, tokens, clock } = await openOne(kind);
    clock.sleepFor(40 * MINUTE_MS);
    const again = new Promise((resolve, reject) => {
      const stop = client.on('sessionRefreshed', () => {
        stop();
        client.refreshToken().then(resolve, reject);
      });
    });
    await client.refreshToken();
    await again;
    expect(client.state).toBe('signedIn');
    expect(tokens.renewals).toBeLessThanOrEqual(2);
  });

  it.each(KINDS)('F18: signs out inside sessionRefreshed of %s', async (_, kind) => {
    const { client, clock, events } = await openOne(kind);
    clock.sleepFor(40 * MINUTE_MS);
    const isOut = new Promise((resolve, reject) => {
      client.on('sessionRefreshed', () => client.logout().then(resolve, reject));
    });
    await client.refreshToken().catch(() => {}); // it has ended meanwhile
    await isOut;
    expect([client.state, events]).toEqual(['signedOut', ['sessionRefreshed', 'signedOut']]);
  });

  it('F18: signs out inside signedIn, and in again inside signedOut', async () => {
    const { client, events } = await openOne('oidc');
    const steps: Promise<unknown>[] = [];
    const stop = client.on('signedIn', () => {
      stop();
      steps.push(client.logout());
    });
    const stopToo = client.on('signedOut', () => {
      stopToo();
      steps.push(client.loginByPhoneCode('13800000000', '1234'));
    });
    await client.loginByPhoneCode('13800000000', '1234');
    while (steps.length > 0) await steps.shift();
    expect([client.state, events]).toEqual(['signedIn', ['signedIn', 'signedOut', 'signedIn']]);
  });

  it('F18: renews inside sessionExpired, and hears of the same end', async () => {
    const { client, tokens, clock } = await openOne('native');
    clock.sleepFor(120 * MINUTE_MS);
    const inside = new Promise((resolve) =>
      client.on('sessionExpired', () => resolve(failureOf(client.refreshToken()))),
    );
    await failureOf(client.listOrgs());
    expect(await inside).toMatchObject({ kind: 'session-lost' });
    expect(tokens.renewals).toBe(1);
  });
});

describe('a refresh token that somebody else has used', () => {
  it('F23: ends the session, once, and nothing more is asked', async () => {
    const { client, tokens, clock, events, storage } = await openOne('oidc');
    const key = keyOf(tokens);
    const { refreshToken } = JSON.parse(storage.get(key) ?? '{}') as { refreshToken: string };
    const thief = tokens.rotate(refreshToken);
    clock.sleepFor(120 * MINUTE_MS);
    const failures = await failuresOf(...Array.from({ length: 20 }, () => client.listOrgs()));
    for (const failure of failures) {
      expect(failure).toMatchObject({
        kind: 'session-lost',
        code: 'invalid_grant',
        message: 'the refresh token was used before',
        retryable: false,
      });
    }
    expect([tokens.renewals, events, client.state, storage.get(key)]).toEqual([
      1,
      ['sessionExpired'],
      'signedOut',
      null,
    ]);
    expect(tokens.rotate(thief?.refreshToken ?? '')).toBeNull(); // and the thief's is worth nothing either
    await clock.advance(120 * MINUTE_MS);
    await failureOf(client.listOrgs());
    await failureOf(client.refreshToken());
    expect(tokens.renewals).toBe(1);
  });
});

describe('the end of a session', () => {
  const kept: readonly (readonly [string, Behaviour])[] = [
    ['a reset', reset],
    ['silence', silence],
    ['429', json({ code: 429, message: 'slow down' }, 429)],
    ['500', refuse(500, 'failing', 500)],
    ['502', json({}, 502)],
    ['503', json({ error: 'temporarily_unavailable' }, 503)],
    ['403', json({ code: 403, message: 'blocked by a firewall' }, 403)],
    ['404', json({ code: 404, message: 'no such path' }, 404)],
    ['a captive portal', ({ response }) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
    ['an answer without a token', json({ data: { refreshToken: {} } })],
    ['an answer with null', json({ data: { refreshToken: null } })],
    ['401 of a gateway', ({ response }) => response.writeHead(401, { 'content-type': 'text/html' }).end('<html>')],
    ['401 of a gateway that speaks JSON', json({ message: 'Unauthorized' }, 401)],
    ['invalid_client', json({ error: 'invalid_client' }, 401)],
    ['unsupported_grant_type', json({ error: 'unsupported_grant_type' }, 400)],
  ];

  it.each(KINDS.flatMap(([name, kind]) => kept.map(([fault, behaviour]) => [name, fault, kind, behaviour] as const)))(
    'CLI-20: is not what %s comes to by %s, after which it goes on',
    async (_name, fault, kind, behaviour) => {
      const { client, tokens, clock, events } = await openOne(kind, fault === 'silence' ? { timeout: 2_000 } : {});
      const before = client.currentSession?.token;
      clock.sleepFor(40 * MINUTE_MS);
      tokens.mistreat(behaviour);
      expect(['session-lost', 'not-signed-in']).not.toContain((await failureOf(client.refreshToken())).kind);
      expect([client.state, events, client.currentSession?.token]).toEqual(['stale', ['sessionStale'], before]);
      await client.refreshToken();
      expect([client.state, events]).toEqual(['signedIn', ['sessionStale', 'sessionRefreshed']]);
      expect(tokens.renewals).toBe(2);
    },
  );

  it('CLI-20: by itself it is not asked about again at once', async () => {
    const { client, tokens, clock } = await openOne('oidc');
    clock.sleepFor(120 * MINUTE_MS);
    tokens.mistreat(...Array.from({ length: 50 }, () => reset));
    for (let call = 0; call < 50; call += 1) await failureOf(client.listOrgs());
    expect([tokens.renewals, client.state]).toEqual([1, 'stale']);
  });
});

describe('a sign-out', () => {
  it('CLI-16: has the server revoke the refresh token, by the form of RFC 7009', async () => {
    const { client, tokens, storage } = await openOne('oidc');
    const stored = JSON.parse(storage.get(keyOf(tokens)) ?? '{}') as { refreshToken: string };
    await client.logout();
    const call = tokens.server.calls.find((sent) => target(sent) === '/oidc/token/revocation');
    expect(Object.fromEntries(new URLSearchParams(call?.body))).toEqual({
      token: stored.refreshToken,
      token_type_hint: 'refresh_token',
      client_id: 'app',
    });
    expect(call?.headers.authorization).toBeUndefined();
  });

  it.each(KINDS)('CLI-16: of %s succeeds though the server revokes nothing', async (_, kind) => {
    const { client, tokens, events } = await openOne(kind);
    tokens.server.become((call) =>
      target(call) === '/oidc/token/revocation' ? refuse(404, 'no such path', 404)(call) : answer(null)(call),
    );
    await client.logout();
    expect([client.state, events]).toEqual(['signedOut', ['signedOut']]);
  });

  it.each(KINDS)('CLI-16: of %s is one here and in other tabs while the server cannot be reached', async (_, kind) => {
    const storage = new MemoryStorage();
    const { tokens, tabs } = await openTabs(2, kind, () => ({ storage }));
    await tokens.server.stop();
    const isOut = new Promise((resolve) => tabs[1]?.client.on('signedOut', resolve));
    const [first] = tabs;
    expect(['network', 'timeout']).toContain(
      first && (await failureOf(first.client.with({ timeout: 200 }).logout())).kind,
    );
    await isOut;
    expect([tabs.map(({ client }) => client.state), storage.get(keyOf(tokens))]).toEqual([
      ['signedOut', 'signedOut'],
      null,
    ]);
    expect(tabs.map(({ events }) => events)).toEqual([['signedOut'], ['signedOut']]);
  });
});

describe('the tokens of an answer', () => {
  it('CLI-21: without a refresh token leave the one that was there', async () => {
    const { client, tokens, clock, storage } = await openOne('oidc');
    const key = keyOf(tokens);
    const before = JSON.parse(storage.get(key) ?? '{}') as { refreshToken: string };
    clock.sleepFor(120 * MINUTE_MS);
    tokens.mistreat(json({ access_token: tokens.signIn().accessToken, expires_in: 3_600 }));
    await client.refreshToken();
    const after = JSON.parse(storage.get(key) ?? '{}') as { refreshToken: string };
    expect(after.refreshToken).toBe(before.refreshToken);
    clock.sleepFor(120 * MINUTE_MS);
    await client.refreshToken();
    const sent = tokens.server.calls.filter((call) => target(call) === '/oidc/token').at(-1)?.body;
    expect(new URLSearchParams(sent).get('refresh_token')).toBe(before.refreshToken);
  });

  it('CLI-21: are written over the old ones, so that there is no moment without any', async () => {
    const memory = new MemoryStorage();
    const written: (string | null)[] = [];
    const storage: TokenStorage = {
      get: (key) => memory.get(key),
      set: (key, value) => {
        written.push(value);
        memory.set(key, value);
      },
      remove: (key) => {
        written.push(null);
        memory.remove(key);
      },
    };
    const { client, clock } = await openOne('oidc', { storage });
    clock.sleepFor(120 * MINUTE_MS);
    await client.refreshToken();
    await client.loginByPhoneCode('13800000000', '1234');
    expect(written.length).toBe(3);
    expect(written).not.toContain(null);
  });
});
