import { randomId } from '../../crypto/random.js';
import { StorageError } from '../../errors/index.js';
import type { LeaseOptions } from './hold-time.js';
import type { Lease } from './lease.js';
import { type HolderMark, type LeaseRegister, RecordLease } from './record-lease.js';

const DATABASE = 'sallyport';
const STORE = 'leases';

/** A lease whose notes are in a database of the origin. */
export function indexedDbNotes(factory: IDBFactory, options: LeaseOptions): Lease {
  return new RecordLease(new IndexedDbRegister(factory), {
    ...options,
    mark: () => markTab(factory),
    follow: ({ tab }) => followTab(factory, tab),
  });
}

/** Transactions that write exclude each other, in all tabs. The key of an entry is its name and its text. */
export class IndexedDbRegister implements LeaseRegister {
  readonly #factory: IDBFactory;

  constructor(factory: IDBFactory) {
    this.#factory = factory;
  }

  get(name: string): Promise<string | null> {
    return this.#transact('readonly', (store, done) => {
      present(store, name, done);
    });
  }

  swap(name: string, expected: string | null, next: string | null): Promise<boolean> {
    return this.#transact('readwrite', (store, done) => {
      present(store, name, (text) => {
        done(text === expected);
        if (text !== expected) return;
        if (text !== null) store.delete([name, text]);
        if (next !== null) store.put(true, [name, next]);
      });
    });
  }

  async #transact<T>(
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore, done: (result: T) => void) => void,
  ): Promise<T> {
    const database = await open(this.#factory);
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(STORE, mode);
        transaction.addEventListener('abort', reject);
        act(transaction.objectStore(STORE), (result) => {
          // What was asked for is true only when the transaction is over.
          transaction.addEventListener('complete', () => resolve(result));
        });
      });
    } catch {
      throw failure();
    } finally {
      database.close();
    }
  }
}

function present(store: IDBObjectStore, name: string, then: (text: string | null) => void): void {
  const request = store.getAllKeys(IDBKeyRange.bound([name], [name, []])); // a list is greater than every text
  request.addEventListener('success', () => {
    const [key] = request.result;
    const text: unknown = Array.isArray(key) ? key[1] : null;
    then(typeof text === 'string' ? text : null);
  });
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  return openDatabase(factory, DATABASE, (database) => void database.createObjectStore(STORE)).then((database) => {
    database.addEventListener('versionchange', () => database.close());
    return database;
  });
}

function openDatabase(
  factory: IDBFactory,
  name: string,
  onNew: (database: IDBDatabase) => void = () => {},
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    let request: IDBOpenDBRequest;
    try {
      request = factory.open(name, 1);
    } catch {
      reject(failure());
      return;
    }
    request.addEventListener('upgradeneeded', () => onNew(request.result));
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(failure()));
  });
}

/**
 * Marks this tab by an empty database that it keeps open. The browser closes it with the tab, however that ends; a note
 * that the tab would have to remove by itself while it goes away is not sure to be removed.
 */
async function markTab(factory: IDBFactory): Promise<HolderMark> {
  const tab = randomId();
  const database = await openDatabase(factory, databaseOf(tab));
  return {
    holder: { tab },
    remove: () => {
      database.close();
      factory.deleteDatabase(databaseOf(tab));
    },
  };
}

/** A database is deleted once nobody has it open: that of a tab that is there waits, and nothing comes of it. */
function followTab(factory: IDBFactory, tab: unknown): () => boolean {
  let isGone = false;
  if (typeof tab === 'string') {
    factory.deleteDatabase(databaseOf(tab)).addEventListener('success', () => {
      isGone = true;
    });
  }
  return () => isGone;
}

function databaseOf(tab: string): string {
  return `${DATABASE}:${tab}`;
}

function failure(): StorageError {
  return new StorageError({
    message: 'IndexedDB could not be used',
    remedy: 'Free some of the origin’s storage, or allow it in the browser’s settings.',
  });
}
