// In a page, whose storage is what fails. The server is a real one, over the network.
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  AuthenticationClient,
  type ClientEvents,
  ManualClock,
  type StorageError,
} from '@sallyport/authentication-client';
import { failureOf, ImpatientClock, issue, NOW_SECONDS } from './client.fixture.js';
import { answer, cleanUpWith, type FaultyServer, serve, where } from './faulty-server.fixture.js';

const NAMES = ['signedIn', 'signedOut', 'sessionExpired', 'storageFailed', 'sessionStale'] as const;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** A server that signs in whoever comes. */
const serveSignIns = (): Promise<FaultyServer> =>
  serve(where({ loginByPhoneCode: (call) => answer({ id: 'ada', token: issue() })(call) }, answer([])));

interface Tab {
  readonly client: AuthenticationClient;
  readonly events: string[];
  readonly failures: StorageError[];
  readonly warnings: unknown[][];
}

function openTab({ url }: Pick<FaultyServer, 'url'>, options: { readonly appId?: string } = {}): Tab {
  const warnings: unknown[][] = [];
  const logger = { warn: (...said: unknown[]) => void warnings.push(said), error: () => {} };
  const clock = new ImpatientClock();
  const client = new AuthenticationClient({ appId: 'app', appHost: url, clock, logger, ...options });
  cleanUpWith(() => client.dispose());
  const events: string[] = [];
  const failures: StorageError[] = [];
  for (const name of NAMES) client.on(name, () => void events.push(name));
  client.on('storageFailed', ({ error }: ClientEvents['storageFailed']) => void failures.push(error));
  return { client, events, failures, warnings };
}

const signIn = ({ client }: Tab) => client.loginByPhoneCode('13800000000', '1234');
const sessionKeys = (): string[] => Object.keys(localStorage).filter((key) => key.startsWith('sallyport:v1:session:'));

/** What another tab did to the storage, of which the browser tells. */
function tell(key: string | null): void {
  window.dispatchEvent(new StorageEvent('storage', { key, storageArea: localStorage }));
}

describe('a storage that may not be used', () => {
  const forbid = (): void => {
    jest.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
      throw new DOMException('The operation is insecure', 'SecurityError');
    });
    jest.spyOn(window, 'sessionStorage', 'get').mockImplementation(() => {
      throw new DOMException('The operation is insecure', 'SecurityError');
    });
  };

  it('F19, CLI-15: leaves the session in memory, and is told of once', async () => {
    const server = await serveSignIns();
    forbid();
    const tab = openTab(server);
    await expect(signIn(tab)).resolves.toMatchObject({ id: 'ada' });
    await expect(tab.client.listOrgs()).resolves.toEqual([]);
    expect([tab.client.state, tab.client.checkLoggedIn()]).toEqual(['signedIn', 'ada']);
    await tab.client.logout();
    expect(tab.client.state).toBe('signedOut');
    expect(tab.failures).toMatchObject([{ kind: 'storage', message: 'localStorage cannot be used' }]);
  });

  it('F19, CLI-15: that is forbidden only once it is in use, is told of once', async () => {
    const server = await serveSignIns();
    const tab = openTab(server);
    await signIn(tab);
    const forbidden = (): never => {
      throw new DOMException('The operation is insecure', 'SecurityError');
    };
    jest.spyOn(Storage.prototype, 'setItem').mockImplementation(forbidden);
    jest.spyOn(Storage.prototype, 'getItem').mockImplementation(forbidden);
    jest.spyOn(Storage.prototype, 'removeItem').mockImplementation(forbidden);
    for (let times = 0; times < 3; times += 1) await signIn(tab);
    await expect(tab.client.listOrgs()).resolves.toEqual([]);
    expect([tab.client.state, tab.failures.map(({ kind }) => kind)]).toEqual(['signedIn', ['storage']]);
  });
});

describe('a storage that is full', () => {
  it('F20, CLI-15: leaves nothing older behind, keeps the session in memory, and is told of once', async () => {
    const server = await serveSignIns();
    const tab = openTab(server);
    await signIn(tab);
    expect(sessionKeys().length).toBe(1);
    const full = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    for (let times = 0; times < 3; times += 1) await signIn(tab);
    const token = tab.client.currentSession?.token;
    await expect(tab.client.listOrgs()).resolves.toEqual([]);
    expect(server.calls.at(-1)?.headers.authorization).toBe(`Bearer ${token}`);
    expect([tab.client.state, tab.failures.length, sessionKeys()]).toEqual(['signedIn', 1, []]);
    // The next page finds nobody, and not who was signed in before.
    expect(openTab(server).client.state).toBe('signedOut');
    full.mockRestore();
    await signIn(tab);
    expect(sessionKeys().length).toBe(1);
  });
});

describe('what is stored and makes no sense', () => {
  it.each([
    ['torn JSON', '{"version":1,"token":"a.b'],
    ['a text', 'hello'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['another SDK’s shape', '{"access_token":"a.b.c","expires_at":1767225600}'],
    ['a version that there never was', '{"version":0,"token":"a.b.c"}'],
    ['a version that is a text', '{"version":"1","token":"a.b.c"}'],
    ['a token that no header can carry', `{"version":1,"id":"i","token":"a\\nb","accessToken":null}`],
    ['an evil key', '{"__proto__":{"version":1,"token":"a.b.c"}}'],
  ])('F21, CLI-15: %s, counts as signed out, is taken away, and is told to the logger once', async (_, text) => {
    const server = await serveSignIns();
    const first = openTab(server);
    await signIn(first);
    const [key = ''] = sessionKeys();
    await first.client.dispose();
    localStorage.clear();
    localStorage.setItem(key, text);
    const tab = openTab(server);
    expect([tab.client.state, tab.client.snapshot.userId]).toEqual(['signedOut', null]);
    await tab.client.ready();
    expect([localStorage.getItem(key), tab.events, tab.warnings.length]).toEqual([null, [], 1]);
    await signIn(tab);
    expect(openTab(server).client.state).toBe('signedIn');
  });

  it('F21: a record of a newer version counts as signed out, and is left to the newer page beside this one', async () => {
    const server = await serveSignIns();
    const first = openTab(server);
    await signIn(first);
    const [key = ''] = sessionKeys();
    await first.client.dispose();
    localStorage.clear();
    localStorage.setItem(key, '{"version":99,"anything":"else"}');
    const tab = openTab(server);
    expect(tab.client.state).toBe('signedOut');
    await tab.client.ready();
    expect(localStorage.getItem(key)).toBe('{"version":99,"anything":"else"}');
  });
});

describe('a storage that the user empties', () => {
  it('F22: in another tab signs out here too, once', async () => {
    const server = await serveSignIns();
    const tab = openTab(server);
    await signIn(tab);
    localStorage.clear();
    const isOut = new Promise((resolve) => tab.client.on('signedOut', resolve));
    for (let times = 0; times < 3; times += 1) tell(null);
    expect(await isOut).toMatchObject({ reason: 'elsewhere', origin: 'other-tab' });
    await tab.client.ready();
    expect([tab.client.state, tab.events]).toEqual(['signedOut', ['signedIn', 'signedOut']]);
  });

  it('F22, CLI-16: by signing out in another tab, too, even where the server cannot be reached', async () => {
    const server = await serveSignIns();
    const [here, there] = [openTab(server), openTab(server)];
    await signIn(here);
    const [key = ''] = sessionKeys();
    tell(key);
    await here.client.ready();
    expect(there.client.state).toBe('signedIn');
    await server.stop();
    const isOut = new Promise((resolve) => there.client.on('signedOut', resolve));
    expect(await failureOf(here.client.logout())).toMatchObject({ kind: 'network' });
    expect([here.client.state, here.client.currentSession, sessionKeys()]).toEqual(['signedOut', null, []]);
    expect(localStorage.getItem('_authing_token')).toBeNull();
    await isOut; // clients of one page notice it at once
    tell(key);
    await there.client.ready();
    expect([there.client.state, there.events.filter((name) => name === 'signedOut').length]).toEqual(['signedOut', 1]);
  });
});

describe('two applications on one origin', () => {
  it('CLI-14: have keys of their own, by server and application, and see nothing of each other', async () => {
    const server = await serveSignIns();
    const [one, two] = [openTab(server, { appId: 'one' }), openTab(server, { appId: 'two' })];
    await signIn(one);
    tell(sessionKeys()[0] ?? null);
    expect([one.client.state, two.client.state]).toEqual(['signedIn', 'signedOut']);
    await signIn(two);
    expect(new Set(sessionKeys()).size).toBe(2);
    for (const key of sessionKeys()) expect(key).toContain(encodeURIComponent(server.url));
    await two.client.logout();
    expect([one.client.state, openTab(server, { appId: 'one' }).client.state]).toEqual(['signedIn', 'signedIn']);
    const elsewhere = openTab(await serveSignIns(), { appId: 'one' });
    expect(elsewhere.client.state).toBe('signedOut');
  });
});

describe('a page that was asleep', () => {
  it('F13: renews once when it is seen again, though it is told three times', async () => {
    const clock = new ManualClock(NOW_SECONDS * 1000);
    let isAsleep = 0;
    const sleeper = {
      now: () => clock.now() + isAsleep,
      setTimer: clock.setTimer.bind(clock),
      sleep: clock.sleep.bind(clock),
    };
    const server = await serve(
      where({ refreshToken: (call) => answer({ token: issue(NOW_SECONDS + 2_400) })(call) }, answer([])),
    );
    const client = new AuthenticationClient({ appId: 'app', appHost: server.url, clock: sleeper });
    cleanUpWith(() => client.dispose());
    client.setToken(issue());
    isAsleep = 2_400_000;
    const isRenewed = new Promise((resolve) => client.on('sessionRefreshed', resolve));
    document.dispatchEvent(new Event('visibilitychange'));
    window.dispatchEvent(new Event('pageshow'));
    window.dispatchEvent(new Event('online'));
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve(); // until it has looked at the storage
    await clock.advance(0);
    await isRenewed;
    await client.listOrgs();
    expect(server.calls.filter(({ body }) => body.includes('refreshToken')).length).toBe(1);
  });
});

describe('a page', () => {
  it('CLI-23: takes no secret, and nothing over http but from this machine', () => {
    const secret = 'canary-secret';
    expect(() => new AuthenticationClient({ appId: 'app', appHost: 'https://id.example', secret })).toThrow(
      expect.objectContaining({ kind: 'configuration', message: expect.not.stringContaining('canary') }),
    );
    expect(() => new AuthenticationClient({ appId: 'app', appHost: 'http://id.example' })).toThrow(
      expect.objectContaining({ kind: 'configuration', message: expect.stringContaining('appHost') }),
    );
    expect(() => new AuthenticationClient({ appId: 'app', appHost: 'http://localhost:1' })).not.toThrow();
  });
});
