import { isSallyportError, StorageError } from '../errors/index.js';
import type { Logger } from '../logging/logger.js';
import type { SessionEvents, SignedOutReason } from './session-events.js';
import { createRecord, type NewSession, parseRecord, type SessionRecord } from './session-record.js';
import type { TokenStorage } from './token-storage.js';

/** Where a session stands: not read from storage yet, nobody, or somebody. */
export type SessionState = 'unknown' | 'signedOut' | 'signedIn';

/** What a session is made of. */
export interface SessionSettings {
  readonly storage: TokenStorage;
  readonly key: string;
  readonly logger: Logger;
  readonly emit: <Name extends keyof SessionEvents>(name: Name, payload: SessionEvents[Name]) => void;
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

  /** Resolves when storage has been read. Never rejects: a storage that fails leaves nobody signed in. */
  async ready(): Promise<void> {
    if (!this.#isLoaded && !this.#loading) this.#load();
    await this.#loading;
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

  /** Ends the session. Nothing happens when there is none. */
  async end(reason: SignedOutReason): Promise<void> {
    await this.ready();
    if (!this.#record) return;
    this.#generation += 1;
    await this.#replace(null, () => this.#settings.emit('signedOut', { reason }));
  }

  #load(): void {
    const { storage, key } = this.#settings;
    const adopt = (text: string | null): void => {
      // A sign-in that happened while storage was read is newer than what was read.
      if (!this.#isLoaded) this.#adopt(text);
      this.#isLoaded = true;
    };
    try {
      const stored = storage.get(key);
      if (!isThenable(stored)) {
        adopt(stored);
        return;
      }
      this.#loading = Promise.resolve(stored).then(adopt, (error: unknown) => {
        this.#isLoaded = true;
        this.#failStorage(error);
      });
    } catch (error) {
      this.#isLoaded = true;
      this.#failStorage(error);
    }
  }

  #adopt(text: string | null): void {
    const { logger, storage, key } = this.#settings;
    const stored = parseRecord<User>(text);
    if (stored.found === 'record') {
      this.#record = stored.record;
      return;
    }
    if (stored.found === 'nothing') return;
    logger.warn('The stored session cannot be read and counts as signed out', { key, found: stored.found });
    // A newer version's record is left alone: the newer app that wrote it may run in the next tab.
    if (stored.found === 'corrupt') void this.#guard(() => storage.remove(key));
  }

  async #replace(record: SessionRecord<User> | null, announce: () => void): Promise<void> {
    const { storage, key } = this.#settings;
    this.#record = record;
    const written = this.#guard(() => (record ? storage.set(key, JSON.stringify(record)) : storage.remove(key)));
    if (written) await written;
    announce();
  }

  // One write after the other, so that a slow storage ends up with the last of them. A storage that answers at once
  // is written at once.
  #guard(write: () => void | Promise<void>): Promise<void> | undefined {
    const attempt = (): void | Promise<void> => {
      if (this.#storageFailed) return;
      try {
        const written = write();
        if (isThenable(written)) {
          return Promise.resolve(written).catch((error: unknown) => this.#failStorage(error));
        }
      } catch (error) {
        this.#failStorage(error);
      }
    };
    const started = this.#writing ? this.#writing.then(attempt) : attempt();
    if (!started) return undefined;
    const queued = started.then(() => {
      if (this.#writing === queued) this.#writing = null;
    });
    this.#writing = queued;
    return queued;
  }

  #failStorage(cause: unknown): void {
    if (this.#storageFailed) return;
    this.#storageFailed = true;
    const error =
      isSallyportError(cause) && cause instanceof StorageError
        ? cause
        : new StorageError({
            message: 'The session could not be stored',
            remedy: 'The session lives on in memory; a reload will end it. Choose another storage, or free space.',
          });
    this.#settings.emit('storageFailed', { error });
  }
}

// Promises of another realm, of a library or of a patched platform are no instances of this one's.
function isThenable<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
