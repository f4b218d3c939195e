import { StorageError } from '../../errors/index.js';
import type { Unsubscribe } from '../../events/typed-emitter.js';
import { eventsOfPage, hasPage } from '../../platform/runtime.js';
import { browserLease } from '../lease/browser-lease.js';
import type { Lease } from '../lease/lease.js';
import type { SynchronousTokenStorage } from '../token-storage.js';
import { MemoryStorage } from './memory-storage.js';

/** What is used of a `Storage`, whose own type programs without the DOM library do not have. */
interface Area {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** What a client announces to the others on its page. */
interface StoredChange {
  readonly area: Area | undefined;
  readonly key: string;
}

const STORED = 'sallyport:stored';

type AreaName = 'localStorage' | 'sessionStorage';

/**
 * Keeps tokens in `localStorage` or `sessionStorage`. Any script on the page can read them, so a page that runs
 * scripts of others, or has a hole that lets them in, hands them out.
 *
 * Clients of one page receive each other's changes, and their own. Tabs share `localStorage`: they receive them too, and a
 * lease excludes them. Without its lease, `swap` is exact among clients of one tab only: each tab has a copy that lags
 * behind the others.
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
    announce(this.#area, key);
  }

  remove(key: string): void {
    attempt('written', () => this.#area.removeItem(key));
    announce(this.#area, key);
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
 *
 * @param onUnusable - Hears, once and later, that there is a document and that the trial failed.
 */
export function webStorageOrMemory(
  name: AreaName,
  onUnusable: (error: StorageError) => void = () => {},
): SynchronousTokenStorage {
  return hasPage() ? new WebStorageOrMemory(name, onUnusable) : new MemoryStorage();
}

class WebStorageOrMemory implements SynchronousTokenStorage {
  readonly #name: AreaName;
  readonly #onUnusable: (error: StorageError) => void;
  #chosen: WebStorage | MemoryStorage | undefined;
  #lease: Lease | undefined;

  constructor(name: AreaName, onUnusable: (error: StorageError) => void) {
    this.#name = name;
    this.#onUnusable = onUnusable;
  }

  get lease(): Lease | undefined {
    // No other tab has a part in it, and in a frame that may store nothing no lease of the browser's works.
    if (this.#chosen instanceof MemoryStorage) return this.#chosen.lease;
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
    this.#chosen ??= this.#choose();
    return this.#chosen;
  }

  #choose(): WebStorage | MemoryStorage {
    const area = areaNamed(this.#name);
    if (area && works(area)) return new WebStorage(area);
    // Not now: who is told may read the session, which is what is being done.
    queueMicrotask(() => this.#onUnusable(unusable(this.#name)));
    return new MemoryStorage();
  }
}

/** Browsers notify the other pages that share an area, and never the one that wrote: there, clients notify each other. */
function watchArea(area: () => Area | undefined, key: string, onChange: () => void): Unsubscribe {
  const listener = (event: StorageEvent): void => {
    // No key: all of it was cleared.
    if (event.storageArea === area() && (event.key === key || event.key === null)) onChange();
  };
  let isWatched = true;
  const onStored = (event: Event): void => {
    const { detail } = event as CustomEvent<StoredChange>; // `announce` makes no other
    if (detail.area !== area() || detail.key !== key) return;
    // After the change is over for the client that made it.
    queueMicrotask(() => {
      if (isWatched) onChange();
    });
  };
  const page = eventsOfPage();
  page.addEventListener?.('storage', listener);
  page.addEventListener?.(STORED, onStored);
  return () => {
    isWatched = false;
    page.removeEventListener?.('storage', listener);
    page.removeEventListener?.(STORED, onStored);
  };
}

function announce(area: Area, key: string): void {
  if (!hasPage()) return;
  eventsOfPage().dispatchEvent?.(new CustomEvent<StoredChange>(STORED, { detail: { area, key } }));
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

function unusable(name: AreaName): StorageError {
  return new StorageError({
    message: `${name} cannot be used`,
    remedy: 'What it would keep ends with the page. Allow it in the browser’s settings, or pass another storage.',
  });
}
