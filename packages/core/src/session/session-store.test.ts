import { describe, expect, it, jest } from '@jest/globals';
import type { StorageError } from '../errors/index.js';
import { FailingStorage } from '../testing/failing-storage.js';
import { createRecord, type SessionRecord } from './session-record.js';
import { SessionStore } from './session-store.js';
import type { TokenStorage } from './token-storage.js';

interface TestUser {
  readonly id: string;
}

const KEY = 'session';

const recordOf = (token: string, refreshToken = `r-${token}`): SessionRecord<TestUser> =>
  createRecord<TestUser>({
    id: 'one sign-in',
    token,
    accessToken: null,
    refreshToken,
    issuedAt: 0,
    expiresAt: 1_000,
    renewal: 'refresh_token',
    assuranceLevel: 'aal1',
    amr: ['pwd'],
    user: { id: 'ada' },
  });

const [first, second, elsewhere] = [recordOf('t1'), recordOf('t2'), recordOf('elsewhere')];

function setUp(storage: TokenStorage, timeoutMs = 1_000) {
  const onFailed = jest.fn<(error: StorageError) => void>();
  return { store: new SessionStore<TestUser>({ storage, key: KEY, onFailed, timeoutMs }), onFailed };
}

describe('a session that cannot be written', () => {
  it('is still to be written when the place for it could be emptied', async () => {
    const storage = new FailingStorage();
    const { store } = setUp(storage);
    await store.put(first);
    storage.fail(new Error('full'), 'set');
    await store.put(second);
    expect([storage.values.size, store.isBehind]).toEqual([0, true]);
    storage.mend();
    await store.put(second);
    expect([storage.values.size, store.isBehind]).toEqual([1, false]);
  });
});

describe('replacing what is stored', () => {
  const plain = (values: Map<string, string>): TokenStorage => ({
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
  });

  it('leaves alone what somebody else has written, also in a storage that cannot swap', async () => {
    const values = new Map<string, string>();
    const { store } = setUp(plain(values));
    await store.put(first);
    values.set(KEY, JSON.stringify(elsewhere));
    await expect(store.replace(second)).resolves.toBe(false);
    expect(values.get(KEY)).toBe(JSON.stringify(elsewhere));
  });

  it('takes a session out that could not be renewed there: its refresh token is used up for everybody', async () => {
    const storage = new FailingStorage();
    const { store, onFailed } = setUp(storage);
    await store.put(first);
    storage.fail(new Error('full'), 'swap');
    await expect(store.replace(second)).resolves.toBe(true);
    expect([storage.values.size, store.isBehind, onFailed.mock.calls.length]).toEqual([0, true, 1]);
  });

  it('that did not succeed is not made up for when an earlier write comes late', async () => {
    const values = new Map<string, string>();
    const late: (() => void)[] = [];
    const storage: TokenStorage = {
      ...plain(values),
      set: (key, value) => new Promise((resolve) => late.push(() => resolve(void values.set(key, value)))),
      swap: async () => false,
    };
    const { store } = setUp(storage, 1);
    await store.put(first);
    expect(await store.replace(second)).toBe(false);
    for (const write of late) write();
    await new Promise((resolve) => setImmediate(resolve));
    await store.settle();
    expect([values.get(KEY), late.length]).toEqual([JSON.stringify(first), 1]);
  });
});
