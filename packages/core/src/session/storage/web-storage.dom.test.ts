import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { StorageError } from '../../errors/index.js';
import { tokenStorageCases } from '../../testing/index.js';
import { WebStorage, webStorageOrMemory } from './web-storage.js';

afterEach(() => {
  jest.restoreAllMocks();
  localStorage.clear();
  sessionStorage.clear();
});

describe.each([
  ['WebStorage over localStorage', () => new WebStorage(localStorage)],
  ['WebStorage over sessionStorage', () => new WebStorage(sessionStorage)],
  ['webStorageOrMemory', () => webStorageOrMemory('localStorage')],
])('%s', (_, create) => {
  it.each(tokenStorageCases)('$name', ({ run }) => run(create));
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
});

describe('webStorageOrMemory', () => {
  it('touches no storage before it is used', () => {
    const write = jest.spyOn(Storage.prototype, 'setItem');
    const read = jest.spyOn(Storage.prototype, 'getItem');
    webStorageOrMemory('localStorage');
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
