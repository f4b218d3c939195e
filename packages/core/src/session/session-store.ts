import { isSallyportError, StorageError, TimeoutError } from '../errors/index.js';
import type { Unsubscribe } from '../events/typed-emitter.js';
import { startDeadline } from '../http/deadline.js';
import { unlessAborted } from '../single-flight.js';
import { parseRecord, type SessionRecord, type StoredRecord } from './session-record.js';
import type { TokenStorage } from './token-storage.js';

/** What a store is made of. */
export interface SessionStoreSettings {
  readonly storage: TokenStorage;
  readonly key: string;
  /** Called once, when the storage has failed for the first time. */
  readonly onFailed: (error: StorageError) => void;
  /** How long each answer of the storage is waited for, in milliseconds of real time. */
  readonly timeoutMs: number;
}

/** What reading came to. `unchanged`: the same text as when it was last read or written here. */
export type Found<User> = StoredRecord<User> | { readonly found: 'unchanged' | 'unreadable' };

/**
 * The session's place in a storage: one text, written by one operation after the other, and never waited for without a
 * limit. A storage that answers at once is read and written at once. Nothing of it rejects.
 */
export class SessionStore<User> {
  readonly #settings: SessionStoreSettings;
  #hasFailed = false;
  /** What is known to be in the storage; `undefined` while that is not known. */
  #seen: string | null | undefined;
  /** What should be there. */
  #wanted: SessionRecord<User> | null = null;
  #isBehind = false;
  #queue: Promise<unknown> | null = null;

  constructor(settings: SessionStoreSettings) {
    this.#settings = settings;
  }

  /** Whether the storage lacks what was last to be written, since that did not work. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** Reads what is there now, after what was written here. */
  read(): Found<User> | Promise<Found<User>> {
    return this.#queue ? this.#queue.then(() => this.#read()) : this.#read();
  }

  /** Writes whatever is there. `null` empties the place. */
  put(record: SessionRecord<User> | null): Promise<void> | undefined {
    this.#wanted = record;
    return this.#enqueue(() => (record ? this.#set(record) : this.#remove()));
  }

  /**
   * Writes only where nobody else has written since `read`, `put` or `replace` was last done here.
   *
   * @returns Whether it could be; `true` also for a storage that fails, since nobody else can use it either.
   */
  async replace(record: SessionRecord<User> | null): Promise<boolean> {
    const before = this.#wanted;
    this.#wanted = record;
    let isReplaced = true;
    await this.#enqueue(async () => {
      isReplaced = await this.#swap(record);
      // What somebody else has written is taken over by who asked for this.
      if (!isReplaced && this.#wanted === record) this.#wanted = before;
    });
    return isReplaced;
  }

  /** Calls back when another client may have changed what is there. */
  watch(onChange: () => void): Unsubscribe {
    const { storage, key } = this.#settings;
    try {
      return storage.watch?.(key, onChange) ?? (() => {});
    } catch (error) {
      this.#fail(error);
      return () => {};
    }
  }

  /** Resolves when everything that was begun is done. */
  async settle(): Promise<void> {
    while (this.#queue) await this.#queue;
  }

  #read(): Found<User> | Promise<Found<User>> {
    const { storage, key } = this.#settings;
    const take = (text: string | null | undefined): Found<User> => {
      // A plain `Map` says `undefined` where there is nothing.
      const present = text ?? null;
      if (this.#seen === present) return { found: 'unchanged' };
      const stored = parseRecord<User>(present);
      this.#seen = present;
      if (stored.found === 'record') this.#wanted = stored.record;
      return stored;
    };
    const fail = (error: unknown): Found<User> => {
      this.#fail(error);
      return { found: 'unreadable' };
    };
    try {
      const text = storage.get(key);
      return isThenable(text) ? this.#bounded(text).then(take, fail) : take(text);
    } catch (error) {
      return fail(error);
    }
  }

  #set(record: SessionRecord<User>): void | Promise<void> {
    const { storage, key } = this.#settings;
    const text = JSON.stringify(record);
    return this.#attempt(
      () => storage.set(key, text),
      text,
      // What could not be replaced must not be found by the next page: it is an older session, or somebody else's.
      (error) => (error instanceof TimeoutError ? undefined : this.#remove()), // one that hangs was waited for already
    );
  }

  #remove(): void | Promise<void> {
    const { storage, key } = this.#settings;
    return this.#attempt(() => storage.remove(key), null);
  }

  async #swap(record: SessionRecord<User> | null): Promise<boolean> {
    const { storage, key } = this.#settings;
    const expected = this.#seen ?? null;
    const next = record && JSON.stringify(record);
    try {
      const isSwapped = storage.swap
        ? await this.#bounded(Promise.resolve(storage.swap(key, expected, next)))
        : await this.#swapByReading(expected, next);
      if (isSwapped) this.#know(next);
      return isSwapped;
    } catch (error) {
      this.#fail(error);
      this.#isBehind = true;
      if (!(error instanceof TimeoutError)) await this.#remove();
      return true;
    }
  }

  async #swapByReading(expected: string | null, next: string | null): Promise<boolean> {
    const { storage, key } = this.#settings;
    const present = (await this.#bounded(Promise.resolve(storage.get(key)))) ?? null;
    if (present !== expected) return false;
    await this.#bounded(Promise.resolve(next === null ? storage.remove(key) : storage.set(key, next)));
    return true;
  }

  /** One operation after the other, so that a slow storage ends up with the last of them. */
  #enqueue(act: () => void | Promise<void>): Promise<void> | undefined {
    const started = this.#queue ? this.#queue.then(act) : act();
    if (!started) return undefined;
    const queued = started.then(() => {
      if (this.#queue === queued) this.#queue = null;
    });
    this.#queue = queued;
    return queued;
  }

  /** Does what leaves `text` in the storage, and never fails. */
  #attempt(
    act: () => void | Promise<void>,
    text: string | null,
    recover?: (error: unknown) => void | Promise<void>,
  ): void | Promise<void> {
    const fail = (error: unknown): void | Promise<void> => {
      this.#fail(error);
      this.#isBehind = true;
      return recover?.(error);
    };
    try {
      const acted = act();
      if (!isThenable(acted)) {
        this.#know(text);
        return;
      }
      // What was given up may still happen, and undo what was written since.
      const repair = (): void => {
        if (text !== (this.#wanted && JSON.stringify(this.#wanted))) void this.put(this.#wanted);
      };
      return this.#bounded(acted, repair).then(
        () => this.#know(text),
        (error: unknown) => fail(error),
      );
    } catch (error) {
      return fail(error);
    }
  }

  #know(text: string | null): void {
    this.#seen = text;
    // An emptied place is what was wanted, or what is left where the wanted text could not be written.
    if (text !== null || this.#wanted === null) this.#isBehind = false;
  }

  async #bounded<T>(work: Promise<T>, onLate: () => void = () => {}): Promise<T> {
    const deadline = startDeadline(this.#settings.timeoutMs);
    const answer = Promise.resolve(work);
    try {
      return await unlessAborted(answer, deadline.signal);
    } catch (error) {
      if (deadline.signal.aborted) answer.then(onLate, onLate);
      throw error;
    } finally {
      deadline.clear();
    }
  }

  #fail(cause: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#settings.onFailed(
      isSallyportError(cause) && cause instanceof StorageError
        ? cause
        : new StorageError({
            message: cause instanceof TimeoutError ? 'The storage did not answer' : 'The session could not be stored',
            remedy: 'The session lives on in memory; a reload will end it. Choose another storage, or free space.',
          }),
    );
  }
}

// Promises of another realm, of a library or of a patched platform are no instances of this one's.
function isThenable<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
