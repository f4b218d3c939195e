import { StorageError } from '../../errors/index.js';
import type { Unsubscribe } from '../../events/typed-emitter.js';
import type { LeaseOptions } from './hold-time.js';
import type { Lease } from './lease.js';
import { type LeaseRegister, RecordLease } from './record-lease.js';

const DATABASE = 'sallyport';
const STORE = 'leases';

/** A lease whose notes are in a database of the origin. */
export function indexedDbNotes(factory: IDBFactory, options: LeaseOptions): Lease {
  return new RecordLease(new IndexedDbRegister(factory), {
    ...options,
    onHeld: (name, note) => letGoWithThePage(factory, name, note),
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
  return new Promise((resolve, reject) => {
    let request: IDBOpenDBRequest;
    try {
      request = factory.open(DATABASE, 1);
    } catch {
      reject(failure());
      return;
    }
    request.addEventListener('upgradeneeded', () => void request.result.createObjectStore(STORE));
    request.addEventListener('success', () => {
      const database = request.result;
      database.addEventListener('versionchange', () => database.close());
      resolve(database);
    });
    request.addEventListener('error', () => reject(failure()));
  });
}

/**
 * Removes the note while the page goes away. Nothing that is answered later can be waited for then, so the database
 * stays open meanwhile and the note is removed by its own text.
 */
async function letGoWithThePage(factory: IDBFactory, name: string, note: string): Promise<Unsubscribe> {
  const database = await open(factory).catch(() => null);
  if (!database) return () => {}; // then the note ends by its time
  const onPageHide = (): void => {
    const transaction = database.transaction(STORE, 'readwrite');
    transaction.objectStore(STORE).delete([name, note]);
    transaction.commit();
  };
  globalThis.addEventListener?.('pagehide', onPageHide);
  return () => {
    globalThis.removeEventListener?.('pagehide', onPageHide);
    database.close();
  };
}

function failure(): StorageError {
  return new StorageError({
    message: 'IndexedDB could not be used',
    remedy: 'Free some of the origin’s storage, or allow it in the browser’s settings.',
  });
}
