import { beforeEach, describe, expect, it } from '@jest/globals';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { CoherentLease } from './coherent-lease.js';
import { MemoryLease } from './memory-lease.js';

/** A tab's copy of an area, which shows what another tab wrote after it has been read some times. */
class LaggingCopy {
  readonly #shared: Map<string, string>;
  readonly #own = new Map<string, string>();
  #readsUntilCaughtUp: number;

  constructor(shared: Map<string, string>, readsUntilCaughtUp: number) {
    this.#shared = shared;
    this.#readsUntilCaughtUp = readsUntilCaughtUp;
  }

  getItem(key: string): string | null {
    this.#readsUntilCaughtUp -= 1;
    const copy = this.#readsUntilCaughtUp < 0 ? this.#shared : this.#own;
    return copy.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#own.set(key, value);
    this.#shared.set(key, value);
  }
}

const forever = () => new AbortController().signal;

beforeEach(() => {
  Object.assign(globalThis, { indexedDB: new IDBFactory(), IDBKeyRange });
});

function setUp(lag: number) {
  const shared = new Map<string, string>();
  const lease = new MemoryLease();
  const areas = [new LaggingCopy(shared, 0), new LaggingCopy(shared, lag)] as const;
  const [one, two] = areas.map((area) => new CoherentLease(lease, () => area)) as [CoherentLease, CoherentLease];
  return { areas, one, two };
}

describe('CoherentLease', () => {
  it('lets the work begin when the tab sees what the holder before has written (CLI-18)', async () => {
    const { areas, one, two } = setUp(5);
    await one.hold('name', async () => areas[0].setItem('key', 'new'), forever());
    expect(await two.hold('name', async () => areas[1].getItem('key'), forever())).toBe('new');
  });

  it('counts on where the work of the holder before has failed', async () => {
    const { areas, one, two } = setUp(5);
    const failing = one.hold(
      'name',
      () => {
        areas[0].setItem('key', 'new');
        return Promise.reject(new Error('failed'));
      },
      forever(),
    );
    await expect(failing).rejects.toThrow('failed');
    expect(await two.hold('name', async () => areas[1].getItem('key'), forever())).toBe('new');
  });

  it('goes on where the copy never catches up, since somebody has cleared it', async () => {
    const { one, two } = setUp(Number.POSITIVE_INFINITY);
    await one.hold('name', async () => {}, forever());
    expect(await two.hold('name', async () => 'done', forever())).toBe('done');
  });

  it('waits for what was cleared once, and not before each work from then on (F22)', async () => {
    const area = new Map<string, string>();
    let reads = 0;
    const lease = new CoherentLease(new MemoryLease(), () => ({
      getItem: (key) => {
        reads += 1;
        return area.get(key) ?? null;
      },
      setItem: (key, value) => void area.set(key, value),
    }));
    const hold = () => lease.hold('name', async () => {}, forever());
    await hold();
    area.clear();
    await hold();
    reads = 0;
    await hold();
    expect(reads).toBe(1);
  });

  it.each([
    ['there is no IndexedDB', () => undefined],
    ['IndexedDB is broken', () => ({ open: () => fail() })],
    ['IndexedDB does not answer', () => ({ open: () => new EventTarget() })],
  ])('does the work where %s', async (_, create) => {
    Object.assign(globalThis, { indexedDB: create() });
    expect(await setUp(0).one.hold('name', async () => 'done', forever())).toBe('done');
  });

  it('does the work where the area cannot be used', async () => {
    const lease = new CoherentLease(new MemoryLease(), () => ({ getItem: fail, setItem: fail }));
    expect(await lease.hold('name', async () => 'done', forever())).toBe('done');
  });
});

function fail(): never {
  throw new DOMException('sandboxed', 'SecurityError');
}
