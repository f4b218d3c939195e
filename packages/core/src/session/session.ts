import { isSallyportError, StorageError, TimeoutError } from '../errors/index.js';
import { startDeadline } from '../http/deadline.js';
import type { Logger } from '../logging/logger.js';
import { unlessAborted } from '../single-flight.js';
import type { SessionEvents, SignedOutReason } from './session-events.js';
import { createRecord, type NewSession, parseRecord, type SessionRecord } from './session-record.js';
import type { TokenStorage } from './token-storage.js';

/** Where a session stands: not read from storage yet, nobody, or somebody. */
export type SessionState = 'unknown' | 'signedOut' | 'signedIn';

const STORAGE_TIMEOUT_MS = 5_000;

/** What a session is made of. */
export interface SessionSettings {
  readonly storage: TokenStorage;
  readonly key: string;
  readonly logger: Logger;
  readonly emit: <Name extends keyof SessionEvents>(name: Name, payload: SessionEvents[Name]) => void;
  /** How long each answer of the storage is waited for, in milliseconds of real time. Default 5000. */
  readonly storageTimeoutMs?: number | undefined;
}

/**
 * The one owner of the session. It lives in memory and storage follows, so that reading it never waits: with a storage
 * that answers at once the first read loads it, with another the state is `unknown` until `ready`.
 */
export class Session<User extends { readonly id: string }> {
  readonly #settings: SessionSettings;
  #record: SessionRecord<User> | null = null;
  #loading: Promise<void> | null = null;
  #isLoaded = false;
  #storageFailed = false;
  #writing: Promise<void> | null = null;
  // Counts sign-ins and sign-outs: what began under one count must not be stored under another.
  #generation = 0;

  constructor(settings: SessionSettings) {
    this.#settings = settings;
  }

  get state(): SessionState {
    const record = this.current;
    if (record) return 'signedIn';
    return this.#isLoaded ? 'signedOut' : 'unknown';
  }

  /** The session as it stands in memory; `null` when there is none, or while the state is `unknown`. */
  get current(): SessionRecord<User> | null {
    if (!this.#isLoaded && !this.#loading) this.#load();
    return this.#record;
  }

  /** Rises whenever the session begins, is replaced, or ends. Pass it to `renew` or `update` to lose to such a change. */
  get generation(): number {
    return this.#generation;
  }

  /** Resolves when storage has been read. Never rejects: one that fails, or hangs, leaves nobody signed in. */
  async ready(): Promise<void> {
    if (!this.#isLoaded && !this.#loading) this.#load();
    if (!this.#isLoaded) await this.#loading;
  }

  /** Begins a session, in place of the one that was there, in one write. */
  async begin(session: NewSession<User>): Promise<void> {
    this.#isLoaded = true;
    this.#generation += 1;
    const record = createRecord(session);
    await this.#replace(record, () => {
      const { user, assuranceLevel } = record;
      this.#settings.emit('signedIn', { userId: user?.id ?? null, assuranceLevel });
    });
  }

  /** Gives the session a new token. Dropped when a sign-in or a sign-out came between. */
  async renew(token: string, expiresAt: number | null, generation: number): Promise<boolean> {
    const record = this.current;
    if (!record || generation !== this.#generation) return false;
    await this.#replace(createRecord({ ...record, token, expiresAt }), () => {
      this.#settings.emit('sessionRefreshed', { expiresAt: expiresAt === null ? null : new Date(expiresAt) });
    });
    return true;
  }

  /** Takes over what the server says of the user. Dropped when a sign-in or a sign-out came between. */
  async updateUser(user: User, generation: number): Promise<boolean> {
    const record = this.current;
    if (!record || generation !== this.#generation) return false;
    await this.#replace(createRecord({ ...record, user }), () => {
      this.#settings.emit('userUpdated', { userId: user.id });
    });
    return true;
  }

  /**
   * Ends the session, in memory at once. Nothing happens when there is none; while that is not known yet, storage is
   * emptied without being read, so that one that hangs keeps nobody signed in.
   */
  async end(reason: SignedOutReason): Promise<void> {
    if (this.state === 'signedOut') return;
    this.#isLoaded = true;
    this.#generation += 1;
    await this.#replace(null, () => this.#settings.emit('signedOut', { reason }));
  }

  #load(): void {
    const { storage, key } = this.#settings;
    const adopt = (text: string | null | undefined): void => {
      // A sign-in or sign-out that happened while storage was read is newer than what was read.
      if (!this.#isLoaded) this.#adopt(text);
      this.#isLoaded = true;
    };
    const fail = (error: unknown): void => {
      this.#isLoaded = true;
      this.#failStorage(error);
    };
    try {
      const stored = storage.get(key);
      if (isThenable(stored)) this.#loading = this.#bounded(stored).then(adopt, fail);
      else adopt(stored);
    } catch (error) {
      fail(error);
    }
  }

  #adopt(text: string | null | undefined): void {
    const { logger, key } = this.#settings;
    const stored = parseRecord<User>(text);
    if (stored.found === 'record') {
      this.#record = stored.record;
      return;
    }
    if (stored.found === 'nothing') return;
    logger.warn('The stored session cannot be read and counts as signed out', { key, found: stored.found });
    // A newer version's record is left alone: the newer app that wrote it may run in the next tab.
    if (stored.found === 'corrupt') void this.#store(null);
  }

  async #replace(record: SessionRecord<User> | null, announce: () => void): Promise<void> {
    this.#record = record;
    const stored = this.#store(record);
    if (stored) await stored;
    announce();
  }

  // One write after the other, so that a slow storage ends up with the last of them. A storage that answers at once
  // is written at once.
  #store(record: SessionRecord<User> | null): Promise<void> | undefined {
    const write = (): void | Promise<void> => (record ? this.#write(record) : this.#remove(record));
    const started = this.#writing ? this.#writing.then(write) : write();
    if (!started) return undefined;
    const queued = started.then(() => {
      if (this.#writing === queued) this.#writing = null;
    });
    this.#writing = queued;
    return queued;
  }

  #write(record: SessionRecord<User>): void | Promise<void> {
    const { storage, key } = this.#settings;
    return this.#attempt(
      () => storage.set(key, JSON.stringify(record)),
      record,
      (error) => {
        // What could not be replaced must not be found by the next page: it is an older session, or somebody else's.
        const removed = this.#remove(record);
        return error instanceof TimeoutError ? undefined : removed; // a storage that hangs was waited for already
      },
    );
  }

  #remove(record: SessionRecord<User> | null): void | Promise<void> {
    const { storage, key } = this.#settings;
    return this.#attempt(() => storage.remove(key), record);
  }

  /** Acts on the storage for the sake of a record, and never fails. */
  #attempt(
    act: () => void | Promise<void>,
    record: SessionRecord<User> | null,
    recover?: (error: unknown) => void | Promise<void>,
  ): void | Promise<void> {
    const fail = (error: unknown): void | Promise<void> => {
      this.#failStorage(error);
      return recover?.(error);
    };
    try {
      const acted = act();
      // What was given up may still happen, and undo what was written since.
      const repair = (): void => {
        if (this.#record !== record) void this.#store(this.#record);
      };
      if (isThenable(acted)) return this.#bounded(acted, repair).catch(fail);
    } catch (error) {
      return fail(error);
    }
  }

  async #bounded<T>(work: Promise<T>, onLate: () => void = () => {}): Promise<T> {
    const deadline = startDeadline(this.#settings.storageTimeoutMs ?? STORAGE_TIMEOUT_MS);
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

  #failStorage(cause: unknown): void {
    if (this.#storageFailed) return;
    this.#storageFailed = true;
    const error =
      isSallyportError(cause) && cause instanceof StorageError
        ? cause
        : new StorageError({
            message: cause instanceof TimeoutError ? 'The storage did not answer' : 'The session could not be stored',
            remedy: 'The session lives on in memory; a reload will end it. Choose another storage, or free space.',
          });
    this.#settings.emit('storageFailed', { error });
  }
}

// Promises of another realm, of a library or of a patched platform are no instances of this one's.
function isThenable<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
