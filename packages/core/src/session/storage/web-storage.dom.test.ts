import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { IDBFactory } from 'fake-indexeddb';
import { StorageError } from '../../errors/index.js';
import { type TokenStorageStage, tokenStorageCases } from '../../testing/index.js';
import { MemoryLease } from '../lease/memory-lease.js';
import { WebStorage, webStorageOrMemory } from './web-storage.js';

afterEach(() => {
  jest.restoreAllMocks();
  localStorage.clear();
  sessionStorage.clear();
});

/** What a browser tells a page after another one has written. */
function tell(storageArea: Storage, key: string | null): void {
  globalThis.dispatchEvent(new StorageEvent('storage', { key, storageArea }));
}

const stageOf = (area: Storage): TokenStorageStage => ({
  writeElsewhere: (key, value) => {
    area.setItem(key, value);
    tell(area, key);
  },
  fill: () => {
    jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
  },
});

describe.each([
  ['WebStorage over localStorage', () => new WebStorage(localStorage), localStorage],
  ['WebStorage over sessionStorage', () => new WebStorage(sessionStorage), sessionStorage],
  ['webStorageOrMemory', () => webStorageOrMemory('localStorage'), localStorage],
])('%s', (_, create, area) => {
  it.each(tokenStorageCases)('$name', ({ run }) => run(create, stageOf(area)));
});

function blockWrites(): void {
  jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
}

describe('WebStorage', () => {
  it('turns a full quota into a StorageError that holds nothing of the value (F20)', () => {
    blockWrites();
    const write = () => new WebStorage(localStorage).set('key', 'canary');
    expect(write).toThrow(StorageError);
    expect(write).toThrow(expect.objectContaining({ message: expect.not.stringContaining('canary') }));
  });

  it('turns a refusal to read into a StorageError (F19)', () => {
    jest.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      throw new DOMException('sandboxed', 'SecurityError');
    });
    expect(() => new WebStorage(localStorage).get('key')).toThrow(StorageError);
  });

  it('hears that everything was cleared, and nothing of another area (F22)', () => {
    const onChange = jest.fn();
    const stop = new WebStorage(localStorage).watch('key', onChange);
    tell(sessionStorage, 'key');
    tell(sessionStorage, null);
    tell(localStorage, 'other');
    expect(onChange).not.toHaveBeenCalled();
    tell(localStorage, null);
    expect(onChange).toHaveBeenCalledTimes(1);
    stop();
    tell(localStorage, 'key');
    expect(onChange).toHaveBeenCalledTimes(1);
  });
});

describe('the lease of web storage', () => {
  const locks = { request: () => Promise.resolve() };
  const provide = (what: { locks?: object; indexedDB?: object }): void => {
    Object.defineProperty(navigator, 'locks', { value: what.locks, configurable: true });
    Object.defineProperty(globalThis, 'indexedDB', { value: what.indexedDB, configurable: true });
  };
  afterEach(() => provide({}));
  const leases = () => [new WebStorage(localStorage).lease, webStorageOrMemory('localStorage').lease];

  it.each([
    ['Web Locks', () => provide({ locks, indexedDB: new IDBFactory() })],
    ['IndexedDB', () => provide({ indexedDB: new IDBFactory() })],
  ])('is there where the browser has %s', (_, prepare) => {
    prepare();
    expect(leases()).toEqual([
      expect.objectContaining({ holdMs: 15_000 }),
      expect.objectContaining({ holdMs: 15_000 }),
    ]);
  });

  it('is none where there is neither', () => {
    expect(leases()).toEqual([undefined, undefined]);
  });

  it('is its own where it keeps to memory, which no other tab shares', () => {
    provide({ locks });
    blockWrites();
    const storage = webStorageOrMemory('localStorage');
    storage.get('key');
    expect(storage.lease).toBeInstanceOf(MemoryLease);
  });

  it('is none for sessionStorage, which is a tab’s own', () => {
    provide({ locks, indexedDB: new IDBFactory() });
    expect(new WebStorage(sessionStorage).lease).toBeUndefined();
    expect(webStorageOrMemory('sessionStorage').lease).toBeUndefined();
  });
});

describe('webStorageOrMemory', () => {
  it('touches no storage before it is used', () => {
    const write = jest.spyOn(Storage.prototype, 'setItem');
    const read = jest.spyOn(Storage.prototype, 'getItem');
    const storage = webStorageOrMemory('localStorage');
    storage.watch?.('key', () => {})();
    void storage.lease;
    expect([write, read].flatMap(({ mock }) => mock.calls)).toEqual([]);
  });

  it('leaves no trace of its trial write', () => {
    webStorageOrMemory('localStorage').get('key');
    expect(localStorage.length).toBe(0);
  });

  it('writes where it was told to', () => {
    webStorageOrMemory('sessionStorage').set('key', 'value');
    expect([sessionStorage.getItem('key'), localStorage.getItem('key')]).toEqual(['value', null]);
  });

  it('keeps to memory where writing is blocked (F19)', () => {
    blockWrites();
    const storage = webStorageOrMemory('localStorage');
    storage.set('key', 'value');
    expect(storage.get('key')).toBe('value');
  });

  it('tells once, and later, that it keeps to memory (F19, CLI-15)', async () => {
    blockWrites();
    const onUnusable = jest.fn();
    const storage = webStorageOrMemory('localStorage', onUnusable);
    for (let times = 0; times < 3; times += 1) storage.set('key', String(times));
    expect(onUnusable).not.toHaveBeenCalled();
    await Promise.resolve();
    expect(onUnusable.mock.calls).toEqual([[expect.objectContaining({ kind: 'storage' })]]);
  });

  it.each([['throws'], ['finds nothing']])('keeps to memory where reading %s (F19)', (how) => {
    jest.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      if (how === 'throws') throw new DOMException('sandboxed', 'SecurityError');
      return null;
    });
    const storage = webStorageOrMemory('localStorage');
    storage.set('key', 'value');
    expect(storage.get('key')).toBe('value');
  });

  it('keeps to memory where even reading the property throws (F19)', () => {
    const original = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('sandboxed', 'SecurityError');
      },
    });
    try {
      const storage = webStorageOrMemory('localStorage');
      storage.set('key', 'value');
      expect(storage.get('key')).toBe('value');
    } finally {
      if (original) Object.defineProperty(globalThis, 'localStorage', original);
    }
  });
});
