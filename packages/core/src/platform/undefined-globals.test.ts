import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebStorage, webStorageOrMemory } from '../session/storage/web-storage.js';
import { listenForWake } from '../session/wake-signals.js';
import { requireFetch } from './require-fetch.js';
import { pageAddress } from './runtime.js';

// Deno defines `location` as undefined, and test tools leave such globals behind.
const names = ['document', 'location', 'navigator', 'localStorage', 'fetch'] as const;
const real = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);

beforeEach(() => {
  for (const name of names) Object.defineProperty(globalThis, name, { configurable: true, value: undefined });
});
afterEach(() => {
  for (const [name, descriptor] of real) {
    Reflect.deleteProperty(globalThis, name);
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
  }
});

describe('globals that are defined as undefined', () => {
  it('pageAddress knows no address', () => {
    expect(pageAddress()).toBeUndefined();
  });

  it('listenForWake and storages listen to nothing', () => {
    listenForWake(() => {})();
    const storage = webStorageOrMemory('localStorage');
    storage.set('key', 'value');
    expect(storage.get('key')).toBe('value');
    const values = new Map<string, string>();
    const area = {
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, value: string) => void values.set(key, value),
      removeItem: (key: string) => void values.delete(key),
    };
    const webStorage = new WebStorage(area);
    webStorage.watch('key', () => {})();
    webStorage.set('key', 'value');
    expect(webStorage.get('key')).toBe('value');
  });

  it('requireFetch throws a ConfigurationError that names polyfills', () => {
    expect(requireFetch).toThrow(
      expect.objectContaining({ kind: 'configuration', remedy: expect.stringContaining('whatwg-fetch') }),
    );
  });
});
