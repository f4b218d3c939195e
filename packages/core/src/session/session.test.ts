import { describe, expect, it, jest } from '@jest/globals';
import { StorageError } from '../errors/index.js';
import { Session } from './session.js';
import type { NewSession, SessionRecord, SessionTokens } from './session-record.js';
import { MemoryStorage } from './storage/memory-storage.js';
import type { TokenStorage } from './token-storage.js';

interface TestUser {
  readonly id: string;
  readonly name?: string;
}

const KEY = 'sallyport:v1:session:test';

const newSession = (token: string, user: TestUser | null = { id: 'ada' }): NewSession<TestUser> => ({
  token,
  accessToken: null,
  refreshToken: null,
  issuedAt: 0,
  expiresAt: 1_000,
  renewal: 'bearer',
  assuranceLevel: 'aal1',
  amr: ['pwd'],
  user,
});

/** A record as storage has it. */
const stored = (token: string): string => JSON.stringify({ ...newSession(token), version: 1, id: 'stored' });

const renewed = (token: string, expiresAt: number | null = 2_000): SessionTokens => ({
  token,
  accessToken: null,
  refreshToken: null,
  issuedAt: 1_000,
  expiresAt,
});

function current(session: Session<TestUser>): SessionRecord<TestUser> {
  if (!session.current) throw new Error('Nobody is signed in');
  return session.current;
}

function setUp(storage: TokenStorage = new MemoryStorage(), settings: { readonly storageTimeoutMs?: number } = {}) {
  const logger = { warn: jest.fn(), error: jest.fn() };
  const events: [string, unknown][] = [];
  const emit = (name: string, payload: unknown): void => void events.push([name, payload]);
  const session = new Session<TestUser>({ storage, key: KEY, logger, serverNow: () => 0, emit, ...settings });
  return { session, storage, logger, events };
}

function storing(text: string): MemoryStorage {
  const storage = new MemoryStorage();
  storage.set(KEY, text);
  return storage;
}

/** A storage that answers when the test says so. */
class SlowStorage implements TokenStorage {
  readonly values = new Map<string, string>();
  readonly steps: (() => void)[] = [];

  #later<T>(act: () => T): Promise<T> {
    return new Promise((resolve) => {
      this.steps.push(() => resolve(act()));
    });
  }
  get(key: string): Promise<string | null> {
    return this.#later(() => this.values.get(key) ?? null);
  }
  set(key: string, value: string): Promise<void> {
    return this.#later(() => void this.values.set(key, value));
  }
  remove(key: string): Promise<void> {
    return this.#later(() => void this.values.delete(key));
  }

  /** Lets everything that waits happen, last first, and what follows from it. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) {
      for (const step of this.steps.splice(0).reverse()) step();
      await Promise.resolve();
    }
  }

  token(): string | undefined {
    const text = this.values.get(KEY);
    return text === undefined ? undefined : (JSON.parse(text) as SessionRecord<TestUser>).token;
  }
}

const tokenIn = (storage: TokenStorage): string | null => {
  const text = storage.get(KEY) as string | null;
  return text === null ? null : (JSON.parse(text) as SessionRecord<TestUser>).token;
};

describe('Session over a storage that answers at once', () => {
  it('reads nothing until it is asked', () => {
    const storage = new MemoryStorage();
    const read = jest.spyOn(storage, 'get');
    setUp(storage);
    expect(read).not.toHaveBeenCalled();
  });

  it('knows at the first question who is signed in', () => {
    const storage = storing(stored('t1'));
    const { session } = setUp(storage);
    expect(session.state).toBe('signedIn');
    expect(session.current).toMatchObject({ token: 't1', user: { id: 'ada' } });
  });

  it('reads storage once', () => {
    const storage = new MemoryStorage();
    const read = jest.spyOn(storage, 'get');
    const { session } = setUp(storage);
    void [session.state, session.current, session.state];
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('writes a new session in one operation, and tells of it afterwards', async () => {
    const { session, storage, events } = setUp();
    const write = jest.spyOn(storage, 'set');
    await session.begin(newSession('t1'));
    expect(write.mock.calls.map(([key]) => key)).toEqual([KEY]);
    expect(tokenIn(storage)).toBe('t1');
    expect(events).toEqual([['signedIn', { userId: 'ada', assuranceLevel: 'aal1' }]]);
  });

  it('is signed in before storage has heard of it', () => {
    const { session } = setUp();
    void session.begin(newSession('t1'));
    expect(session.current?.token).toBe('t1');
  });

  it('replaces one session by another in one write', async () => {
    const { session, storage } = setUp();
    await session.begin(newSession('t1'));
    const write = jest.spyOn(storage, 'set');
    const remove = jest.spyOn(storage, 'remove');
    await session.begin(newSession('t2'));
    expect([write.mock.calls.length, remove.mock.calls.length]).toEqual([1, 0]);
  });

  it('hands out a record that nobody can change', async () => {
    const { session } = setUp();
    await session.begin(newSession('t1'));
    expect(Object.isFrozen(session.current)).toBe(true);
  });

  it('renews token and expiry and keeps the rest', async () => {
    const { session, storage, events } = setUp();
    await session.begin(newSession('t1'));
    await expect(session.renew(current(session), renewed('t2', 2_000))).resolves.toBe(true);
    expect(session.current).toMatchObject({ token: 't2', expiresAt: 2_000, user: { id: 'ada' }, amr: ['pwd'] });
    expect(tokenIn(storage)).toBe('t2');
    expect(events.at(-1)).toEqual(['sessionRefreshed', { expiresAt: new Date(2_000) }]);
  });

  it('knows from its start when the user signed in, which a renewal does not change', async () => {
    const { session } = setUp();
    await session.begin({ ...newSession('t1'), issuedAt: 500 });
    await session.renew(current(session), renewed('t2'));
    expect(session.current).toMatchObject({ issuedAt: 1_000, signedInAt: 500 });
  });

  it('takes over a user and keeps the token', async () => {
    const { session, events } = setUp();
    await session.begin(newSession('t1'));
    await expect(session.updateUser({ id: 'ada', name: 'Ada' }, session.generation)).resolves.toBe(true);
    expect(session.current).toMatchObject({ token: 't1', user: { name: 'Ada' } });
    expect(events.at(-1)).toEqual(['userUpdated', { userId: 'ada' }]);
  });

  it('updateUser emits nothing and writes nothing when the user equals the known one (issue 10, A4)', async () => {
    const { session, storage, events } = setUp();
    await session.begin(newSession('t1', { id: 'ada', name: 'Ada' }));
    const { length } = events;
    const before = session.current;
    const writes = [jest.spyOn(storage, 'set'), jest.spyOn(storage as MemoryStorage, 'swap')];
    await expect(session.updateUser({ name: 'Ada', id: 'ada' }, session.generation)).resolves.toBe(true);
    expect([events.length, ...writes.map(({ mock }) => mock.calls.length)]).toEqual([length, 0, 0]);
    expect(session.current).toBe(before);
  });

  it('updateUser notices a change that the caller has made to the former answer as well', async () => {
    const { session, events } = setUp();
    const user = { id: 'ada', name: 'Ada' };
    await session.begin(newSession('t1', user));
    user.name = 'Countess';
    await session.updateUser(user, session.generation);
    expect([session.current?.user, events.at(-1)]).toEqual([
      { id: 'ada', name: 'Countess' },
      ['userUpdated', { userId: 'ada' }],
    ]);
  });

  it('ends: memory and storage are empty', async () => {
    const { session, storage, events } = setUp();
    await session.begin(newSession('t1'));
    await session.end('sign-out');
    expect([session.state, session.current, storage.get(KEY)]).toEqual(['signedOut', null, null]);
    expect(events.at(-1)).toEqual(['signedOut', { reason: 'sign-out' }]);
  });

  it('ends a session that was only in storage', async () => {
    const storage = storing(stored('t1'));
    await setUp(storage).session.end('sign-out');
    expect(storage.get(KEY)).toBeNull();
  });

  it('does nothing when there is no session to end', async () => {
    const { session, events } = setUp();
    await session.end('sign-out');
    expect(events).toEqual([]);
  });

  it('never puts a token into an event', async () => {
    const { session, events } = setUp();
    await session.begin(newSession('canary'));
    await session.renew(current(session), renewed('canary', 2_000));
    await session.updateUser({ id: 'ada' }, session.generation);
    await session.end('sign-out');
    expect(JSON.stringify(events)).not.toContain('canary');
  });
});

describe('the guard against late answers', () => {
  it('drops a renewal after a sign-out (CLI-19, F18)', async () => {
    const { session, storage } = setUp();
    await session.begin(newSession('t1'));
    const before = current(session);
    await session.end('sign-out');
    await expect(session.renew(before, renewed('late'))).resolves.toBe(false);
    expect([session.state, storage.get(KEY)]).toEqual(['signedOut', null]);
  });

  it('drops a renewal after a newer sign-in (CLI-19)', async () => {
    const { session, storage } = setUp();
    await session.begin(newSession('t1'));
    const before = current(session);
    await session.begin(newSession('t2', { id: 'bob' }));
    await expect(session.renew(before, renewed('late'))).resolves.toBe(false);
    expect(tokenIn(storage)).toBe('t2');
  });

  it('drops what was learnt of the user before a newer sign-in (CLI-19)', async () => {
    const { session } = setUp();
    await session.begin(newSession('t1'));
    const { generation } = session;
    await session.begin(newSession('t2', { id: 'bob' }));
    await expect(session.updateUser({ id: 'ada' }, generation)).resolves.toBe(false);
    expect(session.current?.user).toEqual({ id: 'bob' });
  });

  it('lets a renewal and an update of the user pass one after the other', async () => {
    const { session } = setUp();
    await session.begin(newSession('t1'));
    const { generation } = session;
    await session.renew(current(session), renewed('t2'));
    await expect(session.updateUser({ id: 'ada', name: 'Ada' }, generation)).resolves.toBe(true);
    expect(session.current).toMatchObject({ token: 't2', user: { name: 'Ada' } });
  });
});

describe('a session that the server names', () => {
  const raised: NewSession<TestUser> = { ...newSession('raised'), id: 's1', issuedAt: 500, assuranceLevel: 'aal2' };

  it('is raised where the same one begins anew: the same sign-in, with other tokens', async () => {
    const { session, events } = setUp();
    await session.begin({ ...newSession('first'), id: 's1', issuedAt: 100 });
    await session.begin(raised);
    expect(current(session)).toMatchObject({ id: 's1', token: 'raised', assuranceLevel: 'aal2', signedInAt: 100 });
    expect(events.map(([name]) => name)).toEqual(['signedIn', 'sessionRefreshed']);
  });

  it('is another one where another one begins', async () => {
    const { session, events } = setUp();
    await session.begin({ ...newSession('first'), id: 's0', issuedAt: 100 });
    await session.begin(raised);
    expect(current(session)).toMatchObject({ id: 's1', signedInAt: 500 });
    expect(events.map(([name]) => name)).toEqual(['signedIn', 'signedIn']);
  });

  it('does not fall back to the tokens of a renewal that was under way when it was raised (CLI-19)', async () => {
    const { session } = setUp();
    await session.begin({ ...newSession('first'), id: 's1' });
    const before = current(session);
    await session.begin(raised);
    expect(await session.renew(before, renewed('late'))).toBe(false);
    expect(current(session)).toMatchObject({ token: 'raised', assuranceLevel: 'aal2' });
  });
});

describe('Session over a storage that answers later', () => {
  it('is unknown until storage has been read', async () => {
    const storage = new SlowStorage();
    storage.values.set(KEY, stored('t1'));
    const { session } = setUp(storage);
    expect([session.state, session.current]).toEqual(['unknown', null]);
    const ready = session.ready();
    await storage.settle();
    await ready;
    expect([session.state, session.current?.token]).toEqual(['signedIn', 't1']);
  });

  it('is signed out once storage turned out to be empty', async () => {
    const storage = new SlowStorage();
    const { session } = setUp(storage);
    const ready = session.ready();
    await storage.settle();
    await ready;
    expect(session.state).toBe('signedOut');
  });

  it('prefers a sign-in that happened while storage was read', async () => {
    const storage = new SlowStorage();
    storage.values.set(KEY, stored('old'));
    const { session } = setUp(storage);
    void session.state;
    const beginning = session.begin(newSession('new'));
    await storage.settle();
    await beginning;
    expect([session.current?.token, storage.token()]).toEqual(['new', 'new']);
  });

  it('does not let a read that comes first in time win over a write that was never preceded by one', async () => {
    const storage = new SlowStorage();
    storage.values.set(KEY, stored('old'));
    const { session } = setUp(storage);
    const beginning = session.begin(newSession('new'));
    const ready = session.ready();
    await storage.settle();
    await Promise.all([beginning, ready]);
    expect([session.current?.token, storage.token()]).toEqual(['new', 'new']);
  });

  it('ends up with the last of several writes, however slow each is', async () => {
    const storage = new SlowStorage();
    const { session } = setUp(storage);
    const writes = [session.begin(newSession('t1')), session.begin(newSession('t2')), session.begin(newSession('t3'))];
    await storage.settle();
    await Promise.all(writes);
    expect(storage.token()).toBe('t3');
  });

  it('ends up empty when the sign-out came last', async () => {
    const storage = new SlowStorage();
    const { session } = setUp(storage);
    const changes = [session.begin(newSession('t1')), session.end('sign-out')];
    await storage.settle();
    await Promise.all(changes);
    expect(storage.values.size).toBe(0);
  });

  it('tells of a sign-in only after it is stored', async () => {
    const storage = new SlowStorage();
    const { session, events } = setUp(storage);
    const beginning = session.begin(newSession('t1'));
    expect(events).toEqual([]);
    await storage.settle();
    await beginning;
    expect(events.map(([name]) => name)).toEqual(['signedIn']);
  });

  it('waits for a promise that is not this realm’s own', async () => {
    const text = stored('t1');
    // biome-ignore lint/suspicious/noThenProperty: a promise of another library is what this is about
    const foreign = { then: (resolve: (value: string) => void) => resolve(text) };
    const storage = new MemoryStorage();
    jest.spyOn(storage, 'get').mockReturnValue(foreign as unknown as string);
    const { session } = setUp(storage);
    await session.ready();
    expect(session.current?.token).toBe('t1');
  });
});

describe('a stored record that cannot be read', () => {
  const record = { ...newSession('t1'), version: 1, id: 'stored' };

  it.each([
    ['torn JSON', '{"version":1,"token":"t1'],
    ['an empty text', ''],
    ['a word', 'undefined'],
    ['null', 'null'],
    ['a list', '[1]'],
    ['another SDK’s record', '{"access_token":"x"}'],
    ['a record without a token', JSON.stringify({ ...record, token: undefined })],
    ['a record with an empty token', JSON.stringify({ ...record, token: '' })],
    ['a token that is no text', JSON.stringify({ ...record, token: { a: 1 } })],
    ['an expiry that is no number', JSON.stringify({ ...record, expiresAt: 'soon' })],
    ['an unknown assurance level', JSON.stringify({ ...record, assuranceLevel: 'aal9' })],
    ['factors that are no list', JSON.stringify({ ...record, amr: 'pwd' })],
    ['a user that is a text', JSON.stringify({ ...record, user: 'ada' })],
    ['a user that is a list', JSON.stringify({ ...record, user: ['ada'] })],
    ['a user without an id', JSON.stringify({ ...record, user: { name: 'Ada' } })],
    ['a user with an empty id', JSON.stringify({ ...record, user: { id: '' } })],
    ['a user whose id is no text', JSON.stringify({ ...record, user: { id: 7 } })],
    ['a token that no header can carry', JSON.stringify({ ...record, token: 'a\r\nb' })],
    ['an unknown way of renewal', JSON.stringify({ ...record, renewal: 'prayer' })],
    ['no way of renewal', JSON.stringify({ ...record, renewal: undefined })],
    ['an instant of the sign-in that is no number', JSON.stringify({ ...record, signedInAt: 'once' })],
    ['no expiry', JSON.stringify({ ...record, expiresAt: undefined })],
    ['an expiry beyond all numbers', JSON.stringify(record).replace('"expiresAt":1000', '"expiresAt":1e999')],
    ['a factor that is no text', JSON.stringify({ ...record, amr: ['pwd', { name: 'otp' }] })],
    ['a version that is no number', JSON.stringify({ ...record, version: '1' })],
    ['version 0', JSON.stringify({ ...record, version: 0 })],
  ])('counts as signed out, is logged once and removed: %s (F21)', (_, text) => {
    const storage = storing(text);
    const { session, logger } = setUp(storage);
    expect([session.state, session.state]).toEqual(['signedOut', 'signedOut']);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(storage.get(KEY)).toBeNull();
  });

  it('counts as signed out, is logged once and left alone when a newer version wrote it (F21)', () => {
    const text = JSON.stringify({ ...record, version: 2 });
    const storage = storing(text);
    const { session, logger } = setUp(storage);
    expect([session.state, session.state]).toEqual(['signedOut', 'signedOut']);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(storage.get(KEY)).toBe(text);
  });

  it('is nothing to report when the storage answers undefined, as a Map does', () => {
    const values = new Map<string, string>();
    const storage = { get: (key: string) => values.get(key) as string | null, set: () => {}, remove: () => {} };
    const { session, logger, events } = setUp(storage);
    expect(session.state).toBe('signedOut');
    expect([logger.warn.mock.calls, events]).toEqual([[], []]);
  });

  it('shows nothing of its contents to the logger', () => {
    const { session, logger } = setUp(storing('{"token":"canary'));
    void session.state;
    expect(JSON.stringify(logger.warn.mock.calls)).not.toContain('canary');
  });
});

describe('a storage that throws', () => {
  const blocked = (): never => {
    throw new DOMException('canary', 'SecurityError');
  };
  const rejects = async (): Promise<never> => blocked();

  it.each([
    ['at once', { get: () => null, set: blocked, remove: blocked }],
    ['later', { get: () => null, set: rejects, remove: rejects }],
  ])(
    'lets a sign-in resolve and live on in memory, and says so once: on write, %s (CLI-15, F20)',
    async (_, storage) => {
      const { session, events } = setUp(storage);
      await session.begin(newSession('t1'));
      await session.renew(current(session), renewed('t2', 2_000));
      await session.end('sign-out');
      await session.begin(newSession('t3'));
      expect(session.current?.token).toBe('t3');
      const failures = events.filter(([name]) => name === 'storageFailed');
      expect(failures).toEqual([['storageFailed', { error: expect.any(StorageError) }]]);
    },
  );

  it.each([
    ['at once', { get: blocked, set: () => {}, remove: () => {} }],
    ['later', { get: rejects, set: () => {}, remove: () => {} }],
  ])('leaves nobody signed in and says so once: on read, %s (CLI-15, F19)', async (_, storage) => {
    const { session, events } = setUp(storage);
    await session.ready();
    await session.ready();
    expect(session.state).toBe('signedOut');
    expect(events).toEqual([['storageFailed', { error: expect.any(StorageError) }]]);
  });

  it('hands on the storage’s own StorageError', async () => {
    const error = new StorageError({ message: 'full' });
    const storage = new MemoryStorage();
    jest.spyOn(storage, 'set').mockImplementation(() => {
      throw error;
    });
    const { session, events } = setUp(storage);
    await session.begin(newSession('t1'));
    expect(events[0]).toEqual(['storageFailed', { error }]);
  });

  it('repeats nothing of what a foreign storage said', async () => {
    const { session, events } = setUp({ get: () => null, set: blocked, remove: blocked });
    await session.begin(newSession('canary'));
    const [, { error }] = events[0] as [string, { error: StorageError }];
    expect(`${error.stack}${JSON.stringify(error)}${String(error.cause)}`).not.toContain('canary');
  });
});

describe('a storage that fails now and then (F20, CLI-15, CLI-16)', () => {
  const full = (): never => {
    throw new DOMException('full', 'QuotaExceededError');
  };

  it.each([
    ['at once', full],
    ['later', async () => full()],
  ])('keeps no older session when a newer one cannot be written: %s', async (_, failing) => {
    const storage = storing(stored('old'));
    jest.spyOn(storage, 'set').mockImplementation(failing);
    const { session, events } = setUp(storage);
    await session.begin(newSession('new'));
    expect([storage.get(KEY), session.current?.token]).toEqual([null, 'new']);
    expect(events.map(([name]) => name)).toEqual(['storageFailed', 'signedIn']);
  });

  it('is emptied by a sign-out, whatever failed before', async () => {
    const storage = new MemoryStorage();
    const { session } = setUp(storage);
    await session.begin(newSession('t1'));
    jest.spyOn(storage, 'set').mockImplementationOnce(full);
    jest.spyOn(storage, 'remove').mockImplementationOnce(full);
    await session.begin(newSession('t2'));
    await session.end('sign-out');
    expect(storage.get(KEY)).toBeNull();
  });

  it('is written again once it has room', async () => {
    const storage = new MemoryStorage();
    const { session, events } = setUp(storage);
    const write = jest.spyOn(storage, 'set').mockImplementationOnce(full);
    await session.begin(newSession('t1'));
    await session.renew(current(session), renewed('t2', 2_000));
    write.mockImplementationOnce(full);
    await session.renew(current(session), renewed('t3', 3_000));
    await session.renew(current(session), renewed('t4', 4_000));
    expect(tokenIn(storage)).toBe('t4');
    expect(events.filter(([name]) => name === 'storageFailed')).toHaveLength(1);
  });
});

describe('a storage that hangs', () => {
  const SOON = { storageTimeoutMs: 1 };
  const never = (): Promise<never> => new Promise(() => {});
  const failed = ['storageFailed', { error: expect.any(StorageError) }];

  it('holds up reading for a bounded time, and leaves nobody signed in', async () => {
    const { session, events } = setUp({ get: never, set: () => {}, remove: () => {} }, SOON);
    await session.ready();
    expect([session.state, events]).toEqual(['signedOut', [failed]]);
  });

  it('holds up a sign-in for a bounded time, which then lives on in memory', async () => {
    const { session, events } = setUp({ get: () => null, set: never, remove: never }, SOON);
    await session.begin(newSession('t1'));
    expect(session.current?.token).toBe('t1');
    expect(events).toEqual([failed, ['signedIn', { userId: 'ada', assuranceLevel: 'aal1' }]]);
  });

  it('holds up a sign-out for a bounded time', async () => {
    const { session, events } = setUp({ get: () => null, set: () => {}, remove: never }, SOON);
    await session.begin(newSession('t1'));
    await session.end('sign-out');
    expect(session.state).toBe('signedOut');
    expect(events.slice(1)).toEqual([failed, ['signedOut', { reason: 'sign-out' }]]);
  });

  it('does not hold up a sign-out while it is read: memory is empty at once, and storage soon', async () => {
    const values = new Map([[KEY, 'anything']]);
    const storage = { get: never, set: never, remove: async (key: string) => void values.delete(key) };
    const { session, events } = setUp(storage);
    const ending = session.end('sign-out');
    expect(session.state).toBe('signedOut');
    await ending;
    expect([values.size, events]).toEqual([0, [['signedOut', { reason: 'sign-out' }]]]);
  });

  it('signs nobody in when it answers after a sign-out', async () => {
    const storage = new SlowStorage();
    storage.values.set(KEY, stored('old'));
    const { session } = setUp(storage);
    const ending = session.end('sign-out');
    await storage.settle();
    await ending;
    expect([session.state, storage.values.size]).toEqual(['signedOut', 0]);
  });

  it('ends up empty when a write of the session before arrives after the sign-out', async () => {
    const storage = new SlowStorage();
    const { session } = setUp(storage, SOON);
    await session.begin(newSession('t1'));
    await session.end('sign-out');
    await storage.settle();
    expect(storage.values.size).toBe(0);
  });

  it('ends up with the newer session when a removal arrives after its sign-in', async () => {
    const storage = new SlowStorage();
    const { session } = setUp(storage, SOON);
    await session.begin(newSession('t1'));
    await session.end('sign-out');
    await session.begin(newSession('t2'));
    await storage.settle();
    expect(storage.token()).toBe('t2');
  });
});

describe('a storage that could not be read at first', () => {
  it('is read again when somebody asks, and tells who is signed in (CLI-15)', async () => {
    const storage = new MemoryStorage();
    storage.set(KEY, stored('t1'));
    const read = jest.spyOn(storage, 'get').mockImplementationOnce(() => {
      throw new StorageError({ message: 'down' });
    });
    const { session } = setUp(storage);
    await session.ready();
    expect([session.state, read.mock.calls.length]).toEqual(['signedOut', 1]);
    await session.ready();
    await session.ready();
    expect([session.current?.token, read.mock.calls.length]).toEqual(['t1', 3]);
  });
});

describe('a storage that tells of no change', () => {
  it('is read again by who asks while nobody is signed in', async () => {
    const storage = new MemoryStorage();
    const { session, events } = setUp({ get: async (key) => storage.get(key), set: () => {}, remove: () => {} });
    await session.ready();
    storage.set(KEY, stored('t1'));
    await session.ready();
    expect([session.current?.token, events]).toEqual([
      't1',
      [['signedIn', { userId: 'ada', assuranceLevel: 'aal1', origin: 'other-tab' }]],
    ]);
  });
});

describe('what others make of a shared session', () => {
  it('is taken over when it is looked at again', async () => {
    const storage = new MemoryStorage();
    const { session, events } = setUp({ get: (key) => storage.get(key), set: () => {}, remove: () => {} });
    await session.reload();
    storage.set(KEY, stored('t1'));
    await session.reload();
    await session.reload();
    expect([session.current?.token, events]).toEqual([
      't1',
      [['signedIn', { userId: 'ada', assuranceLevel: 'aal1', origin: 'other-tab' }]],
    ]);
  });

  it('does not count when it was read before a change of our own', async () => {
    const storage = new SlowStorage();
    storage.values.set(KEY, stored('old'));
    const { session } = setUp(storage);
    const ready = session.ready();
    await storage.settle();
    await ready;
    storage.values.set(KEY, stored('theirs'));
    const reloading = session.reload();
    const beginning = session.begin(newSession('ours'));
    await storage.settle();
    await Promise.all([reloading, beginning]);
    expect([session.current?.token, storage.token()]).toEqual(['ours', 'ours']);
  });

  it('drops what was begun for the session before', async () => {
    const storage = new MemoryStorage();
    const { session } = setUp(storage);
    await session.begin(newSession('t1'));
    const { generation } = session;
    storage.set(KEY, JSON.stringify({ ...newSession('b1', { id: 'bob' }), version: 1, id: 'other' }));
    await session.reload();
    await expect(session.updateUser({ id: 'ada' }, generation)).resolves.toBe(false);
    expect(session.current).toMatchObject({ token: 'b1', user: { id: 'bob' } });
  });

  it('signs nobody out whose session never reached the storage (CLI-15, F20)', async () => {
    const storage = new MemoryStorage();
    storage.set(KEY, stored('old'));
    const full = (): never => {
      throw new StorageError({ message: 'full' });
    };
    const { session } = setUp({ get: (key) => storage.get(key), set: full, remove: full });
    void session.state;
    await session.begin(newSession('t1'));
    storage.remove(KEY);
    await session.reload();
    expect(session.current?.token).toBe('t1');
  });

  it('is written over when it is no session', async () => {
    const storage = new MemoryStorage();
    const { session } = setUp({
      get: (key) => storage.get(key),
      set: (key, value) => storage.set(key, value),
      remove: (key) => storage.remove(key),
    });
    await session.begin(newSession('t1'));
    storage.set(KEY, 'rubbish');
    await session.reload();
    expect([session.current?.token, tokenIn(storage)]).toEqual(['t1', 't1']);
    storage.set(KEY, 'rubbish');
    await session.renew(current(session), renewed('t2'));
    expect([session.current?.token, tokenIn(storage)]).toEqual(['t2', 't2']);
  });

  it('ends here when a newer version of the application has taken over', async () => {
    const storage = new MemoryStorage();
    const { session, events } = setUp({ get: (key) => storage.get(key), set: () => {}, remove: () => {} });
    await session.begin(newSession('t1'));
    storage.set(KEY, JSON.stringify({ version: 2 }));
    await session.reload();
    expect([session.state, events.at(-1)]).toEqual([
      'signedOut',
      ['signedOut', { reason: 'elsewhere', origin: 'other-tab' }],
    ]);
    expect(storage.get(KEY)).toBe('{"version":2}');
  });
});

describe('a session without a storage', () => {
  const inMemory = (initial?: NewSession<TestUser>) => {
    const events: [string, unknown][] = [];
    const session = new Session<TestUser>({
      storage: null,
      key: KEY,
      logger: { warn: jest.fn(), error: jest.fn() },
      serverNow: () => 0,
      emit: (name, payload) => void events.push([name, payload]),
      initial,
    });
    return { session, events };
  };

  it('is signed out at once, and begins, changes and ends as any other', async () => {
    const { session, events } = inMemory();
    expect([session.state, session.isLoaded]).toEqual(['signedOut', true]);
    await session.begin(newSession('t1'));
    await session.updateUser({ id: 'ada', name: 'Ada' }, session.generation);
    await session.renew(current(session), renewed('t2'));
    await session.ready();
    await session.reload();
    expect(session.current).toMatchObject({ token: 't2', user: { id: 'ada', name: 'Ada' } });
    await session.end('sign-out');
    expect(session.current).toBeNull();
    expect(events.map(([name]) => name)).toEqual(['signedIn', 'userUpdated', 'sessionRefreshed', 'signedOut']);
    await session.dispose();
  });

  it('can exist from the beginning, and announces that by no event', async () => {
    const { session, events } = inMemory(newSession('t1'));
    await session.ready();
    expect([session.state, session.current?.token, events]).toEqual(['signedIn', 't1', []]);
    await expect(session.updateUser({ id: 'ada', name: 'Ada' }, session.generation)).resolves.toBe(true);
  });
});
