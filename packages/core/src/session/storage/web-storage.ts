import { StorageError } from '../../errors/index.js';
import type { SynchronousTokenStorage } from '../token-storage.js';
import { MemoryStorage } from './memory-storage.js';

type Area = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Keeps tokens in `localStorage` or `sessionStorage`. Any script on the page can read them, so a page that runs
 * scripts of others, or has a hole that lets them in, hands them out.
 */
export class WebStorage implements SynchronousTokenStorage {
  readonly #area: Area;

  constructor(area: Area) {
    this.#area = area;
  }

  get(key: string): string | null {
    return this.#area.getItem(key);
  }

  set(key: string, value: string): void {
    try {
      this.#area.setItem(key, value);
    } catch (cause) {
      // A full quota and a policy against cookies both surface here, only on write.
      throw new StorageError({
        message: 'Web storage could not be written',
        remedy: 'Free some of the origin’s storage, or allow it in the browser’s settings.',
        cause,
      });
    }
  }

  remove(key: string): void {
    this.#area.removeItem(key);
  }
}

/**
 * The web storage of that name where there is a document and a trial write succeeds, else memory. It is chosen on first
 * use, since making a client touches no storage.
 */
export function webStorageOrMemory(name: 'localStorage' | 'sessionStorage'): SynchronousTokenStorage {
  let chosen: SynchronousTokenStorage | undefined;
  const storage = (): SynchronousTokenStorage => (chosen ??= choose(name));
  return {
    get: (key) => storage().get(key),
    set: (key, value) => storage().set(key, value),
    remove: (key) => storage().remove(key),
  };
}

function choose(name: 'localStorage' | 'sessionStorage'): SynchronousTokenStorage {
  if (!('document' in globalThis)) return new MemoryStorage();
  try {
    const area = globalThis[name]; // reading the property throws in a sandboxed frame
    const probe = 'sallyport:probe';
    area.setItem(probe, probe);
    area.removeItem(probe);
    return new WebStorage(area);
  } catch {
    return new MemoryStorage();
  }
}
