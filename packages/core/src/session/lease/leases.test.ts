import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { systemClock } from '../../clock/index.js';
import { ConfigurationError, StorageError } from '../../errors/index.js';
import { startDeadline, startStopwatch } from '../../http/deadline.js';
import { leaseCases } from '../../testing/index.js';
import { FileLease } from './file-lease.js';
import { IndexedDbLease } from './indexed-db-lease.js';
import type { Lease } from './lease.js';
import { MemoryLease } from './memory-lease.js';
import { RecordLease } from './record-lease.js';
import { WebLocksLease } from './web-locks-lease.js';

const root = mkdtempSync(join(tmpdir(), 'sallyport-leases-'));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
  Object.assign(globalThis, { indexedDB: new IDBFactory(), IDBKeyRange });
});
afterAll(() => rmSync(root, { recursive: true }));

const forever = new AbortController().signal;

const twice = (lease: Lease): readonly [Lease, Lease] => [lease, lease];

describe.each([
  ['MemoryLease', (holdMs: number) => twice(new MemoryLease({ holdMs }))],
  ['FileLease', (holdMs: number) => [new FileLease(folder, { holdMs }), new FileLease(folder, { holdMs })] as const],
  ['IndexedDbLease', (holdMs: number) => [new IndexedDbLease({ holdMs }), new IndexedDbLease({ holdMs })] as const],
])('%s', (_, create) => {
  it.each(leaseCases)('$name', ({ run }) => run(create));
});

describe('the time of a lease', () => {
  it.each([
    ['MemoryLease', (holdMs?: number) => new MemoryLease({ holdMs })],
    ['FileLease', (holdMs?: number) => new FileLease(folder, { holdMs })],
    ['IndexedDbLease', (holdMs?: number) => new IndexedDbLease({ holdMs })],
  ])('is 15 seconds by default, and never none: %s', (_, create) => {
    expect(create().holdMs).toBe(15_000);
    for (const holdMs of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => create(holdMs)).toThrow(ConfigurationError);
  });
});

describe('WebLocksLease', () => {
  it('says that there are no Web Locks outside secure contexts', () => {
    expect(() => new WebLocksLease()).toThrow(ConfigurationError);
  });
});

describe('IndexedDbLease', () => {
  it.each([
    ['nobody else wants it', async () => {}],
    [
      'another has given up waiting for it',
      async () => {
        const deadline = startDeadline(50);
        await expect(new IndexedDbLease().hold('name', async () => {}, deadline.signal)).rejects.toThrow('50 ms');
      },
    ],
  ])('leaves no mark of a tab behind when %s', async (_, work) => {
    await new IndexedDbLease().hold('name', work, forever);
    const names = async () => (await indexedDB.databases()).map(({ name }) => name);
    while ((await names()).length > 1) await systemClock.sleep(5); // what is given up is taken back after that
    expect(await names()).toEqual(['sallyport']);
  });
});

/** A place for notes whose contents a test can see and set. */
class Register {
  note: string | null = null;
  readonly get = async () => this.note;
  readonly swap = async (_: string, expected: string | null, next: string | null) => {
    if (this.note !== expected) return false;
    this.note = next;
    return true;
  };
}

describe('RecordLease', () => {
  const setUp = (note: object | string | null, isGone = () => false) => {
    const register = new Register();
    register.note = typeof note === 'object' && note !== null ? JSON.stringify(note) : note;
    return { register, lease: new RecordLease(register, { holdMs: 60_000, follow: () => isGone }) };
  };
  const take = (lease: Lease) => lease.hold('name', async () => 'taken', forever);
  const now = systemClock.now();

  it.each([
    ['rubbish', 'rubbish'],
    ['a note without a time', { owner: 'a', holdMs: 60_000 }],
    ['a note whose time is over', { owner: 'a', takenAt: now - 60_001, holdMs: 60_000 }],
    ['a note of somebody with less time', { owner: 'a', takenAt: now - 1_000, holdMs: 500 }],
    [
      'a note from the future, as a clock that was set back leaves it',
      { owner: 'a', takenAt: now + 3_600_000, holdMs: 50 },
    ],
  ])('is taken over from %s', async (_, note) => {
    const { lease, register } = setUp(note);
    expect(await take(lease)).toBe('taken');
    expect(register.note).toBeNull();
  });

  it('is taken over at once from who is known to be gone (F16)', async () => {
    const { lease } = setUp({ owner: 'a', takenAt: now, holdMs: 60_000 }, () => true);
    expect(await take(lease)).toBe('taken');
  });

  it('is waited for anew when another has taken it, however long the one before was waited for', async () => {
    const long = { owner: 'a', takenAt: now + 3_600_000, holdMs: 3_600_000 };
    const short = { owner: 'b', takenAt: now + 3_600_000, holdMs: 200 };
    const { lease, register } = setUp(long);
    const beginning = startStopwatch();
    let looks = 0;
    const get = async () => {
      if (beginning() < 400) return register.note;
      if (looks === 0) register.note = JSON.stringify(short);
      looks += 1;
      return register.note;
    };
    Object.assign(register, { get });
    expect(await take(lease)).toBe('taken');
    expect(looks).toBeGreaterThan(1);
  });

  it('leaves no mark where another was faster, and none when it is let go of', async () => {
    const register = new Register();
    const { swap } = register;
    const marks = new Set<object>();
    const mark = async () => {
      const holder = { name: 'mark' };
      marks.add(holder);
      return { holder, remove: () => void marks.delete(holder) };
    };
    let isFirst = true;
    const swapLate = async (...args: Parameters<typeof swap>) => {
      const isLost = isFirst;
      isFirst = false;
      return isLost ? false : swap(...args);
    };
    Object.assign(register, { swap: swapLate });
    const lease = new RecordLease(register, { mark });
    expect(await lease.hold('name', async () => marks.size, forever)).toBe(1);
    expect(marks.size).toBe(0);
  });

  it('is let go of by who gave up while it was being taken', async () => {
    const { lease, register } = setUp(null);
    const controller = new AbortController();
    const { swap } = register;
    let isTaken: Promise<unknown> | undefined;
    const swapAfterAbort = async (...args: Parameters<typeof swap>) => {
      controller.abort('enough');
      await Promise.resolve();
      return swap(...args);
    };
    Object.assign(register, { swap: (...args: Parameters<typeof swap>) => (isTaken = swapAfterAbort(...args)) });
    const held = lease.hold('name', async () => 'taken', controller.signal);
    await expect(held).rejects.toBe('enough');
    expect(await isTaken).toBe(true);
    expect(await take(new RecordLease(register, { holdMs: 60_000 }))).toBe('taken');
  });

  it('fails where nobody can tell who holds it, and runs nothing', async () => {
    const error = new StorageError({ message: 'broken' });
    const broken = async (): Promise<never> => {
      throw error;
    };
    let hasRun = false;
    const held = new RecordLease({ get: broken, swap: broken }, {}).hold('name', async () => (hasRun = true), forever);
    await expect(held).rejects.toBe(error);
    expect(hasRun).toBe(false);
  });

  it('hands on what the work came to where it cannot be let go of', async () => {
    const { lease, register } = setUp(null);
    const work = async () => {
      Object.assign(register, { swap: async () => Promise.reject(new StorageError({ message: 'broken' })) });
      return 'done';
    };
    expect(await lease.hold('name', work, forever)).toBe('done');
  });
});
