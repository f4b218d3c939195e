import { isSallyportError, StorageError, TimeoutError } from '../errors/index.js';
import type { Unsubscribe } from '../events/typed-emitter.js';
import { pause, startDeadline } from '../http/deadline.js';
import { RequestBound } from '../platform/requests.js';
import { unlessAborted } from '../unless-aborted.js';
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

// A connection that broke is there again soon, and whoever shares the session waits for what is to be written.
const RETRY_PAUSES_MS = [50, 500];

/** What reading came to. `unchanged`: nothing but what was last accepted or written here. */
export type Found<User> =
  | (StoredRecord<User> & { readonly text: string | null })
  | { readonly found: 'unchanged' | 'unreadable' };

/** The place of a session. */
export interface SessionPlace<User> {
  /** Whether the place lacks the last text to write, because a write failed. */
  readonly isBehind: boolean;
  /** Reads the present text, after the earlier writes. It counts only when it is accepted. */
  read(): Found<User> | Promise<Found<User>>;
  /** Reads at once where the place answers at once and no write is in progress; else `undefined`. */
  readNow(): Found<User> | undefined;
  /** Makes the found text the one that `replace` may overwrite. */
  accept(found: Found<User>): void;
  /** Writes over any text. `null` empties the place. */
  put(record: SessionRecord<User> | null): Promise<void> | undefined;
  /**
   * Writes if no other client has written since the last accepted or written text.
   *
   * @returns Whether it was written; also `true` for a storage that fails, since no other client can use it either.
   */
  replace(record: SessionRecord<User> | null): Promise<boolean>;
  /** Calls back when another client may have written. */
  watch(onChange: () => void): Unsubscribe;
  /** Resolves when every operation is complete. */
  settle(): Promise<void>;
}

/**
 * The session's place in a storage: one text, written by one operation after the other, and never waited for without a
 * limit. A storage that answers at once is read and written at once. Nothing of it rejects.
 */
export class SessionStore<User> implements SessionPlace<User> {
  readonly #settings: SessionStoreSettings;
  #hasFailed = false;
  /** What the session stands on: the text last accepted or written; `undefined` while there was none. */
  #seen: string | null | undefined;
  /** Counts what was accepted. */
  #acceptances = 0;
  /** What should be there. */
  #wanted: SessionRecord<User> | null = null;
  #isBehind = false;
  // In a Cloudflare Worker an operation stops when its request ends, and never settles.
  readonly #queue = new RequestBound<Promise<unknown>>();
  /** Whether the storage last answered without a promise. */
  #answersAtOnce = false;

  constructor(settings: SessionStoreSettings) {
    this.#settings = settings;
  }

  get isBehind(): boolean {
    return this.#isBehind;
  }

  read(): Found<User> | Promise<Found<User>> {
    const queue = this.#queue.current;
    return queue ? queue.then(() => this.#read()) : this.#read();
  }

  // Equal text is not parsed again.
  readNow(): Found<User> | undefined {
    if (!this.#answersAtOnce || this.#queue.current) return undefined;
    const found = this.#read();
    return found instanceof Promise ? undefined : found;
  }

  accept(found: Found<User>): void {
    if (!('text' in found)) return;
    this.#acceptances += 1;
    this.#seen = found.text;
    if (found.found === 'record') this.#wanted = found.record;
    else if (!this.#isBehind) this.#wanted = null;
  }

  put(record: SessionRecord<User> | null): Promise<void> | undefined {
    this.#wanted = record;
    return this.#enqueue(() => (record ? this.#set(record) : this.#remove()));
  }

  async replace(record: SessionRecord<User> | null): Promise<boolean> {
    const before = this.#wanted;
    this.#wanted = record;
    const acceptances = this.#acceptances;
    let isReplaced = true;
    await this.#enqueue(async () => {
      // What was made of an older record must not be written over what has been accepted since.
      isReplaced = acceptances === this.#acceptances && (await this.#swap(record, before));
      // What somebody else has written is taken over by who asked for this.
      if (!isReplaced && this.#wanted === record) this.#wanted = before;
    });
    return isReplaced;
  }

  watch(onChange: () => void): Unsubscribe {
    const { storage, key } = this.#settings;
    try {
      return storage.watch?.(key, onChange) ?? (() => {});
    } catch (error) {
      this.#fail(error);
      return () => {};
    }
  }

  async settle(): Promise<void> {
    while (this.#queue.current) await this.#queue.current;
  }

  #read(): Found<User> | Promise<Found<User>> {
    const { storage, key } = this.#settings;
    const take = (text: string | null | undefined): Found<User> => {
      // A plain `Map` says `undefined` where there is nothing.
      const present = text ?? null;
      if (this.#seen === present && !this.#isBehind) return { found: 'unchanged' };
      if (present !== null && present === textOf(this.#wanted)) this.#know(present);
      // What is older than our own first write, which failed, is no news.
      if (this.#seen === present || (this.#seen === undefined && this.#isBehind)) return { found: 'unchanged' };
      return { ...parseRecord<User>(present), text: present };
    };
    const fail = (error: unknown): Found<User> => {
      this.#fail(error);
      return { found: 'unreadable' };
    };
    try {
      const text = storage.get(key);
      this.#answersAtOnce = !isThenable(text);
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

  async #swap(record: SessionRecord<User> | null, before: SessionRecord<User> | null): Promise<boolean> {
    const next = textOf(record);
    for (let failures = 0; ; failures += 1) {
      try {
        const isSwapped = (await this.#trySwap(next)) || (next !== null && next === (await this.#present()));
        if (isSwapped) this.#know(next);
        return isSwapped;
      } catch (error) {
        const pauseMs = isSallyportError(error) && error.retryable ? RETRY_PAUSES_MS[failures] : undefined;
        if (pauseMs === undefined || error instanceof TimeoutError) {
          this.#fail(error);
          this.#isBehind = true;
          // Whoever finds a refresh token that was used already ends the session for everybody.
          const isUsedUp = record === null || record.refreshToken !== before?.refreshToken;
          if (isUsedUp && !(error instanceof TimeoutError)) await this.#remove();
          return true;
        }
        await pause(pauseMs);
      }
    }
  }

  async #trySwap(next: string | null): Promise<boolean> {
    const { storage, key } = this.#settings;
    const isUnread = this.#seen === undefined; // where a sign-in failed to be written, over whatever was there
    const expected = isUnread ? await this.#present() : (this.#seen ?? null);
    if (storage.swap) return this.#bounded(Promise.resolve(storage.swap(key, expected, next)));
    if (!isUnread && (await this.#present()) !== expected) return false;
    const written = Promise.resolve(next === null ? storage.remove(key) : storage.set(key, next));
    await this.#bounded(written, () => this.#repair(next));
    return true;
  }

  async #present(): Promise<string | null> {
    const { storage, key } = this.#settings;
    return (await this.#bounded(Promise.resolve(storage.get(key)))) ?? null;
  }

  // What was given up may still happen, and undo what was written since.
  #repair(text: string | null): void {
    if (text !== textOf(this.#wanted)) void this.put(this.#wanted);
  }

  /** One operation after the other, so that a slow storage ends up with the last of them. */
  #enqueue(act: () => void | Promise<void>): Promise<void> | undefined {
    const queue = this.#queue.current;
    const started = queue ? queue.then(act) : act();
    if (!started) return undefined;
    const queued = started.then(() => {
      if (this.#queue.current === queued) this.#queue.current = null;
    });
    this.#queue.current = queued;
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
      return this.#bounded(acted, () => this.#repair(text)).then(
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

function textOf(record: SessionRecord<unknown> | null): string | null {
  return record && JSON.stringify(record);
}

// Promises of another realm, of a library or of a patched platform are no instances of this one's.
function isThenable<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
