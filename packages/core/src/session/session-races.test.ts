import { describe, expect, it, jest } from '@jest/globals';
import { StorageError } from '../errors/index.js';
import { FailingStorage } from '../testing/failing-storage.js';
import { SlowStorage } from '../testing/slow-storage.js';
import { Session } from './session.js';
import { createRecord, type NewSession, type SessionRecord, type SessionTokens } from './session-record.js';
import type { TokenStorage } from './token-storage.js';

interface TestUser {
  readonly id: string;
  readonly name?: string;
}

const KEY = 'session';

const tokensOf = (token: string): SessionTokens => ({
  token,
  accessToken: null,
  refreshToken: `r-${token}`,
  issuedAt: 0,
  expiresAt: 1_000,
});

const first: NewSession<TestUser> = {
  ...tokensOf('t1'),
  renewal: 'refresh_token',
  assuranceLevel: 'aal1',
  amr: ['pwd'],
  user: { id: 'ada' },
};

function setUp(storage: TokenStorage, storageTimeoutMs?: number) {
  const events: [string, unknown][] = [];
  const session = new Session<TestUser>({
    storage,
    key: KEY,
    logger: { warn: jest.fn(), error: jest.fn() },
    serverNow: () => 0,
    emit: (name, payload) => void events.push([name, payload]),
    storageTimeoutMs,
  });
  return { session, events };
}

function current(session: Session<TestUser>): SessionRecord<TestUser> {
  if (!session.current) throw new Error('Nobody is signed in');
  return session.current;
}

/** Lets promises that are ready run. */
async function turn(): Promise<void> {
  for (let step = 0; step < 40; step += 1) await Promise.resolve();
}

/** Lets everything happen that waits, in the order in which it was asked for. */
async function settle(storage: SlowStorage): Promise<void> {
  await turn();
  while (storage.waiting > 0) {
    storage.answer();
    await turn();
  }
}

const tokenIn = (storage: { readonly values: ReadonlyMap<string, string> }): string | undefined =>
  (JSON.parse(storage.values.get(KEY) ?? '{}') as { token?: string }).token;

describe('a change that is made while storage is read', () => {
  async function signedIn() {
    const storage = new SlowStorage();
    const { session, events } = setUp(storage);
    const beginning = session.begin(first);
    await settle(storage);
    await beginning;
    events.splice(0);
    return { storage, session, events, record: current(session) };
  }

  it('does not undo a renewal of another process that was read by then (CLI-19)', async () => {
    const { storage, session, record } = await signedIn();
    storage.values.set(KEY, JSON.stringify({ ...record, ...tokensOf('t2') }));
    const reloading = session.reload();
    await turn();
    const updating = session.updateUser({ id: 'ada', name: 'Ada' }, session.generation);
    await settle(storage);
    await Promise.all([reloading, updating]);
    expect(tokenIn(storage)).toBe('t2');
    expect(session.current).toMatchObject({ token: 't2', user: { name: 'Ada' } });
  });

  it('does not undo a sign-out elsewhere that was read by then (F18)', async () => {
    const { storage, session, events } = await signedIn();
    storage.values.delete(KEY);
    const reloading = session.reload();
    await turn();
    const updating = session.updateUser({ id: 'ada', name: 'Ada' }, session.generation);
    await settle(storage);
    expect(await updating).toBe(false);
    await reloading;
    expect([session.state, storage.values.size]).toEqual(['signedOut', 0]);
    expect(events).toEqual([['signedOut', { reason: 'elsewhere', origin: 'other-tab' }]]);
  });

  it('is made to what another process has written, however many changes there are', async () => {
    const { storage, session, record } = await signedIn();
    storage.values.set(KEY, JSON.stringify({ ...record, ...tokensOf('t2') }));
    const { generation } = session;
    const updates = ['A', 'Ad', 'Ada'].map((name) => session.updateUser({ id: 'ada', name }, generation));
    await settle(storage);
    expect(await Promise.all(updates)).toEqual([true, true, true]);
    expect(tokenIn(storage)).toBe('t2');
    expect(session.current).toMatchObject({ token: 't2' });
    expect(storage.values.get(KEY)).toBe(JSON.stringify(session.current));
  });
});

describe('a write whose outcome is lost', () => {
  // As a client of Redis does that sends again after its connection broke.
  it('is one change and one event when the storage says that somebody else was faster', async () => {
    const storage = new FailingStorage();
    const { session, events } = setUp(storage);
    await session.begin(first);
    const swap = storage.swap.bind(storage);
    jest.spyOn(storage, 'swap').mockImplementationOnce((...args) => {
      swap(...args);
      return false;
    });
    expect(await session.renew(current(session), tokensOf('t2'))).toBe(true);
    expect(events.slice(1)).toEqual([['sessionRefreshed', { expiresAt: new Date(1_000) }]]);
  });
});

describe('a session that the server refused, and that is gone already', () => {
  it('is said to be over, once', async () => {
    const storage = new FailingStorage();
    const { session, events } = setUp(storage);
    await session.begin(first);
    storage.values.delete(KEY);
    expect(await session.expire(current(session))).toBe(false);
    expect([session.state, events.slice(1)]).toEqual([
      'signedOut',
      [['signedOut', { reason: 'elsewhere', origin: 'other-tab' }]],
    ]);
  });
});

describe('a storage that fails for a moment', () => {
  const broken = new StorageError({ message: 'connection lost', retryable: true });

  it('keeps the session for others when an update of the user cannot be written (F20)', async () => {
    const storage = new FailingStorage();
    const { session } = setUp(storage);
    await session.begin(first);
    storage.fail(broken, 'set', 'swap');
    await session.updateUser({ id: 'ada', name: 'Ada' }, session.generation);
    expect(tokenIn(storage)).toBe('t1');
  });

  it('is tried again with renewed tokens, which the others need', async () => {
    const storage = new FailingStorage();
    const { session, events } = setUp(storage);
    await session.begin(first);
    jest.spyOn(storage, 'swap').mockImplementationOnce(() => {
      throw broken;
    });
    await session.renew(current(session), tokensOf('t2'));
    expect(tokenIn(storage)).toBe('t2');
    expect(events.map(([name]) => name)).toEqual(['signedIn', 'sessionRefreshed']);
  });

  it('is written when it is read again', async () => {
    const storage = new FailingStorage();
    const { session } = setUp(storage);
    storage.fail(broken, 'set', 'swap', 'remove');
    await session.begin(first);
    storage.mend();
    await session.reload();
    await session.dispose();
    expect(tokenIn(storage)).toBe('t1');
  });

  it('brings back nobody who has signed out before it was ever read (F18)', async () => {
    const storage = new FailingStorage();
    storage.values.set(KEY, JSON.stringify(createRecord(first)));
    storage.fail(broken, 'get', 'remove');
    const { session } = setUp(storage);
    await session.end('sign-out');
    storage.mend();
    await session.reload();
    await session.dispose();
    expect([session.state, storage.values.size]).toEqual(['signedOut', 0]);
  });
});

describe('a storage without swap whose write arrives late', () => {
  it('keeps nobody signed in who has signed out meanwhile (F18)', async () => {
    const slow = new SlowStorage();
    const storage: TokenStorage = {
      get: async (key) => slow.values.get(key) ?? null,
      set: (key, value) => slow.set(key, value),
      remove: async (key) => void slow.values.delete(key),
    };
    const { session } = setUp(storage, 1);
    slow.values.set(KEY, JSON.stringify(createRecord(first)));
    await session.ready();
    await session.renew(current(session), tokensOf('t2'));
    await session.end('sign-out');
    await settle(slow);
    expect([session.state, slow.values.size]).toEqual(['signedOut', 0]);
  });
});

describe('after dispose', () => {
  it('nothing listens to the storage any more, whatever is asked (CLI-24)', async () => {
    const watch = jest.fn(() => () => {});
    const { session } = setUp({ get: () => null, set: () => {}, remove: () => {}, watch });
    await session.dispose();
    expect(session.current).toBeNull();
    expect(watch).not.toHaveBeenCalled();
  });
});
