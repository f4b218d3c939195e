import { StorageError } from '../../errors/index.js';
import type { Unsubscribe } from '../../events/typed-emitter.js';
import { browserLease } from '../lease/browser-lease.js';
import type { Lease } from '../lease/lease.js';
import type { SynchronousTokenStorage } from '../token-storage.js';
import { MemoryStorage } from './memory-storage.js';

type Area = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
type AreaName = 'localStorage' | 'sessionStorage';

/**
 * Keeps tokens in `localStorage` or `sessionStorage`. Any script on the page can read them, so a page that runs
 * scripts of others, or has a hole that lets them in, hands them out.
 *
 * Tabs share `localStorage`: a change in one is heard of in the others, and a lease excludes them. Without
 * its lease, `swap` is exact among clients of one tab only: each tab has a copy that lags behind the others.
 */
export class WebStorage implements SynchronousTokenStorage {
  readonly lease: Lease | undefined;
  readonly #area: Area;

  constructor(area: Area) {
    this.#area = area;
    // The other is a tab's own.
    const shared = areaNamed('localStorage');
    if (area === shared) this.lease = browserLease(() => shared);
  }

  get(key: string): string | null {
    return attempt('read', () => this.#area.getItem(key));
  }

  set(key: string, value: string): void {
    // A full quota and a policy against cookies both surface here, only on write.
    attempt('written', () => this.#area.setItem(key, value));
  }

  remove(key: string): void {
    attempt('written', () => this.#area.removeItem(key));
  }

  swap(key: string, expected: string | null, next: string | null): boolean {
    if (this.get(key) !== expected) return false;
    if (next === null) this.remove(key);
    else this.set(key, next);
    return true;
  }

  watch(key: string, onChange: () => void): Unsubscribe {
    return watchArea(() => this.#area, key, onChange);
  }
}

/**
 * The web storage of that name where there is a document and a trial succeeds, else memory. It is chosen when a value is
 * first read or written, since making a client touches no storage.
 */
export function webStorageOrMemory(name: AreaName): SynchronousTokenStorage {
  return 'document' in globalThis ? new WebStorageOrMemory(name) : new MemoryStorage();
}

class WebStorageOrMemory implements SynchronousTokenStorage {
  readonly #name: AreaName;
  #chosen: WebStorage | MemoryStorage | undefined;
  #lease: Lease | undefined;

  constructor(name: AreaName) {
    this.#name = name;
  }

  get lease(): Lease | undefined {
    if (this.#name === 'localStorage') this.#lease ??= browserLease(() => areaNamed('localStorage'));
    return this.#lease;
  }

  get(key: string): string | null {
    return this.#storage.get(key);
  }

  set(key: string, value: string): void {
    this.#storage.set(key, value);
  }

  remove(key: string): void {
    this.#storage.remove(key);
  }

  swap(key: string, expected: string | null, next: string | null): boolean {
    return this.#storage.swap(key, expected, next);
  }

  watch(key: string, onChange: () => void): Unsubscribe {
    return watchArea(() => areaNamed(this.#name), key, onChange);
  }

  get #storage(): WebStorage | MemoryStorage {
    this.#chosen ??= choose(this.#name);
    return this.#chosen;
  }
}

/** Browsers tell the other pages that share an area, and never the one that wrote. */
function watchArea(area: () => Area | undefined, key: string, onChange: () => void): Unsubscribe {
  const listener = (event: StorageEvent): void => {
    // No key: all of it was cleared.
    if (event.storageArea === area() && (event.key === key || event.key === null)) onChange();
  };
  globalThis.addEventListener?.('storage', listener);
  return () => globalThis.removeEventListener?.('storage', listener);
}

function choose(name: AreaName): WebStorage | MemoryStorage {
  const area = areaNamed(name);
  return area && works(area) ? new WebStorage(area) : new MemoryStorage();
}

function areaNamed(name: AreaName): Storage | undefined {
  try {
    return globalThis[name]; // reading the property throws in a sandboxed frame
  } catch {
    return undefined;
  }
}

function works(area: Area): boolean {
  const probe = 'sallyport:probe';
  try {
    area.setItem(probe, probe);
    const isKept = area.getItem(probe) === probe;
    area.removeItem(probe);
    return isKept;
  } catch {
    return false;
  }
}

function attempt<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw new StorageError({
      message: `Web storage could not be ${what}`,
      remedy: 'Free some of the origin’s storage, or allow it in the browser’s settings.',
      cause,
    });
  }
}
