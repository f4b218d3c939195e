import type { SallyportError } from '../errors/index.js';
import type { Unsubscribe } from '../events/typed-emitter.js';
import { isSameJson } from '../json.js';
import type { Logger } from '../logging/logger.js';
import type { SessionEvents, SignedOutReason } from './session-events.js';
import {
  changeRecord,
  createRecord,
  type NewSession,
  type RenewedSession,
  type SessionRecord,
} from './session-record.js';
import { type Found, type SessionPlace, SessionStore } from './session-store.js';
import type { TokenStorage } from './token-storage.js';
import { UnsharedPlace } from './unshared-place.js';

/**
 * Where a session stands: not read from storage yet, nobody, somebody, or somebody whose token has ended or could not be
 * renewed for now.
 */
export type SessionState = 'unknown' | 'signedOut' | 'signedIn' | 'stale';

const STORAGE_TIMEOUT_MS = 5_000;
// Whoever is overtaken that often has a storage that compares wrongly, or somebody who never stops.
const MOST_OVERTAKEN = 10;

/** What a session is made of. */
export interface SessionSettings<User = unknown> {
  /** `null` keeps the session in memory, without the work that sharing it takes. */
  readonly storage: TokenStorage | null;
  readonly key: string;
  readonly logger: Logger;
  /** Epoch milliseconds by the server's clock. */
  readonly serverNow: () => number;
  readonly emit: <Name extends keyof SessionEvents>(name: Name, payload: SessionEvents[Name]) => void;
  /** How long each answer of the storage is waited for, in milliseconds of real time. Default 5000. */
  readonly storageTimeoutMs?: number | undefined;
  /** A session that exists from the beginning, without a storage. No event announces it. */
  readonly initial?: NewSession<User> | undefined;
}

/**
 * The one owner of the session. It lives in memory and storage follows, so that reading it never waits: with a storage
 * that answers at once the first read loads it, with another the state is `unknown` until `ready`.
 */
export class Session<User extends { readonly id: string }> {
  readonly #settings: SessionSettings<User>;
  readonly #store: SessionPlace<User>;
  #record: SessionRecord<User> | null = null;
  #loading: Promise<void> | null = null;
  #isLoaded = false;
  // Storage has failed when it was first read: nobody knows who is signed in.
  #isUnreadable = false;
  #hasFailedToRenew = false;
  // Counts sign-ins and sign-outs: what began under one count must not be stored under another.
  #generation = 0;
  // Counts all changes, so that what was read before one of them is not taken for news.
  #changes = 0;
  #listeners: readonly (() => void)[] = [];
  #unwatch: Unsubscribe | undefined;
  #isDisposed = false;

  constructor(settings: SessionSettings<User>) {
    this.#settings = settings;
    const { storage, key, storageTimeoutMs = STORAGE_TIMEOUT_MS, emit, initial } = settings;
    if (initial) this.#record = createRecord(initial);
    if (storage === null) {
      this.#isLoaded = true;
      this.#store = new UnsharedPlace();
      return;
    }
    const onFailed = (error: SessionEvents['storageFailed']['error']): void => emit('storageFailed', { error });
    this.#store = new SessionStore({ storage, key, onFailed, timeoutMs: storageTimeoutMs });
  }

  get state(): SessionState {
    const record = this.current;
    if (!record) return this.#isLoaded ? 'signedOut' : 'unknown';
    return this.#hasFailedToRenew || this.isOver(record) ? 'stale' : 'signedIn';
  }

  /** Whether the storage has been read. Asking reads nothing. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** The session as it stands in memory; `null` when there is none, or while the state is `unknown`. */
  get current(): SessionRecord<User> | null {
    if (!this.#isLoaded && !this.#loading) this.#load();
    return this.#record;
  }

  /** Rises whenever the session begins, is replaced, or ends. Pass it to `updateUser` to lose to such a change. */
  get generation(): number {
    return this.#generation;
  }

  /** Whether the tokens of a record have ended, by the server's clock. */
  isOver({ expiresAt }: SessionRecord<User>): boolean {
    return expiresAt !== null && this.#settings.serverNow() >= expiresAt;
  }

  /** Calls back after each change of the record, and when it was first read, before the change is announced. */
  onChange(callback: () => void): void {
    this.#listeners = [...this.#listeners, callback];
  }

  /**
   * Resolves when storage has been read. A storage that answers at once is read again each time, and any other one while
   * no user is signed in: not every storage reports a sign-in elsewhere. Never rejects: a storage that fails, or hangs,
   * leaves no user signed in.
   */
  async ready(): Promise<void> {
    const wasSignedOut = this.#isLoaded && this.#record === null;
    await this.#firstRead();
    if (wasSignedOut) await this.#follow();
    else this.catchUp();
  }

  /**
   * Takes over what another client has made of the session, in a storage that answers at once. To be called before a token
   * is used: a client on the same page announces its changes later, or never.
   */
  catchUp(): void {
    const found = this.#isLoaded ? this.#store.readNow() : undefined;
    if (!found) return;
    this.#isUnreadable &&= found.found === 'unreadable';
    this.#takeOver(found);
  }

  /**
   * Begins a session, in place of the one that was there, in one write. One that the server names as that one is the same
   * sign-in, raised by another factor.
   */
  async begin(session: NewSession<User>): Promise<void> {
    const before = this.#record?.id === session.id ? this.#record : null;
    const record = createRecord(before ? { signedInAt: before.signedInAt, ...session } : session);
    this.#generation += 1;
    this.#change(record);
    await this.#store.put(record);
    const { user, assuranceLevel, expiresAt } = record;
    if (before) this.#settings.emit('sessionRefreshed', { expiresAt: instant(expiresAt) });
    else this.#settings.emit('signedIn', { userId: user?.id ?? null, assuranceLevel });
  }

  /**
   * Gives a session new tokens. Dropped when it has ended, or another one has begun, here or anywhere else, and when other
   * tokens have come meanwhile: a factor that was proved has raised the session.
   *
   * @param renewed - The record that the tokens are the successors of.
   */
  async renew(renewed: SessionRecord<User>, tokens: RenewedSession<User>): Promise<boolean> {
    const isStored = await this.#changeStored((current) =>
      isSuccessor(renewed, current) ? changeRecord(current, tokens) : null,
    );
    if (isStored) this.#settings.emit('sessionRefreshed', { expiresAt: instant(tokens.expiresAt) });
    return isStored;
  }

  /**
   * Takes over the user that the server answered. Dropped when a sign-in or a sign-out came between. A user equal to the
   * known one changes nothing: no write and no event.
   */
  async updateUser(user: User, generation: number): Promise<boolean> {
    if (generation === this.#generation && this.current && isSameJson(user, this.current.user)) return true;
    const isStored = await this.#changeStored((current) =>
      generation === this.#generation ? changeRecord(current, { user }) : null,
    );
    if (isStored) this.#settings.emit('userUpdated', { userId: user.id });
    return isStored;
  }

  /**
   * Ends the session, in memory at once. Nothing happens when there is none; while that is not known yet, storage is
   * emptied without being read, so that one that hangs keeps nobody signed in.
   */
  async end(reason: SignedOutReason): Promise<void> {
    if (this.state === 'signedOut' && !this.#isUnreadable) return;
    this.#generation += 1;
    this.#change(null);
    await this.#store.put(null);
    this.#settings.emit('signedOut', { reason });
  }

  /**
   * Ends a session that the server has refused to renew.
   *
   * @returns Whether it was still there: what has replaced it meanwhile stays.
   */
  async expire(refused: SessionRecord<User>): Promise<boolean> {
    if (this.#record?.id !== refused.id || this.#record.token !== refused.token) return false;
    this.#generation += 1;
    this.#change(null);
    const { generation } = this;
    if (!(await this.#store.replace(null))) {
      const found = await this.#store.read();
      if (generation !== this.#generation) return false;
      if (this.#isOfOthers(found)) {
        this.#record = refused;
        this.#takeOver(found);
        return false;
      }
      await this.#store.put(null);
    }
    this.#settings.emit('sessionExpired', { userId: refused.user?.id ?? null });
    return true;
  }

  /** Says that the session could not be renewed for now. Told once, until it can be. */
  suspend(error: SallyportError): void {
    if (!this.#record || this.#hasFailedToRenew) return;
    this.#hasFailedToRenew = true;
    this.#settings.emit('sessionStale', { error });
  }

  /**
   * Takes over what others who share the storage have made of the session. Where they have made nothing, what could not
   * be written before is written now.
   */
  async reload(): Promise<void> {
    await this.#follow();
    if (this.#store.isBehind) void this.#store.replace(this.#record);
  }

  /** Lets go of the storage, once everything is written. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#unwatch?.();
    this.#listeners = [];
    await this.#store.settle();
  }

  #change(record: SessionRecord<User> | null): void {
    this.#watch();
    this.#record = record;
    this.#isLoaded = true;
    this.#isUnreadable = false;
    this.#changes += 1;
    this.#hasFailedToRenew = false;
    this.#announceChange();
  }

  #announceChange(): void {
    for (const listener of this.#listeners) listener();
  }

  // In memory first. When another writer was faster, the change is made to what that one has written, where it still
  // applies: a renewal must not undo an update of the user, nor the other way round.
  async #changeStored(change: (current: SessionRecord<User>) => SessionRecord<User> | null): Promise<boolean> {
    for (let overtaken = 0; ; overtaken += 1) {
      const before = this.current;
      const record = before && change(before);
      if (!before || !record) return false;
      const wasSuspended = this.#hasFailedToRenew && record.token === before.token;
      this.#change(record);
      this.#hasFailedToRenew = wasSuspended;
      const { generation } = this;
      if (await this.#store.replace(record)) return generation === this.#generation;
      const found = await this.#store.read();
      if (generation !== this.#generation) return false;
      if (found.found === 'corrupt' || found.found === 'unreadable' || overtaken === MOST_OVERTAKEN) {
        await this.#store.put(record); // over what is no session at all
        return generation === this.#generation;
      }
      // Unchanged: another change of ours has taken it over already.
      if (found.found === 'unchanged') continue;
      this.#record = before;
      this.#takeOver(found);
    }
  }

  /** Whether somebody else must have left it so: what we could not write is not there either. */
  #isOfOthers({ found }: Found<User>): boolean {
    return found === 'record' || found === 'newer-version' || (found === 'nothing' && !this.#store.isBehind);
  }

  async #firstRead(): Promise<void> {
    if (!this.#isLoaded && !this.#loading) this.#load();
    if (!this.#isLoaded) await this.#loading;
  }

  async #follow(): Promise<void> {
    await this.#firstRead();
    for (let overtaken = 0; overtaken <= MOST_OVERTAKEN; overtaken += 1) {
      const changes = this.#changes;
      const found = await this.#store.read();
      // What was changed here meanwhile is newer than what was read, so what is there is read once more after it.
      if (changes !== this.#changes) continue;
      this.#isUnreadable &&= found.found === 'unreadable';
      this.#takeOver(found);
      return;
    }
  }

  #watch(): void {
    if (!this.#isDisposed) this.#unwatch ??= this.#store.watch(() => void this.#follow());
  }

  #load(): void {
    this.#watch();
    const stored = this.#store.read();
    const adopt = (found: Found<User>): void => {
      // A sign-in or sign-out that happened while storage was read is newer than what was read.
      if (this.#isLoaded) return;
      this.#isLoaded = true;
      this.#isUnreadable = found.found === 'unreadable';
      this.#store.accept(found);
      if (found.found === 'record') this.#record = found.record;
      else this.#reportUnreadable(found);
      this.#announceChange();
    };
    if (stored instanceof Promise) this.#loading = stored.then(adopt);
    else adopt(stored);
  }

  #takeOver(found: Found<User>): void {
    if (found.found === 'unchanged' || found.found === 'unreadable') return;
    this.#store.accept(found);
    if (found.found === 'record') this.#adopt(found.record);
    else if (this.#record && found.found === 'corrupt') void this.#store.put(this.#record);
    else if (this.#record && this.#isOfOthers(found)) {
      this.#generation += 1;
      this.#change(null);
      this.#settings.emit('signedOut', { reason: 'elsewhere', origin: 'other-tab' });
    }
  }

  #adopt(record: SessionRecord<User>): void {
    const before = this.#record;
    if (before && JSON.stringify(before) === JSON.stringify(record)) return;
    const isSame = before?.id === record.id;
    if (!isSame) this.#generation += 1;
    this.#change(record);
    const { user, assuranceLevel, expiresAt } = record;
    const userId = user?.id ?? null;
    const origin = 'other-tab';
    if (!isSame) this.#settings.emit('signedIn', { userId, assuranceLevel, origin });
    else if (before?.token !== record.token) {
      this.#settings.emit('sessionRefreshed', { expiresAt: instant(expiresAt), origin });
    } else this.#settings.emit('userUpdated', { userId, origin });
  }

  #reportUnreadable({ found }: Found<User>): void {
    if (found !== 'corrupt' && found !== 'newer-version') return;
    const { logger, key } = this.#settings;
    logger.warn('The stored session cannot be read and counts as signed out', { key, found });
    // A newer version's record is left alone: the newer app that wrote it may run in the next tab.
    if (found === 'corrupt') void this.#store.put(null);
  }
}

function isSuccessor<User>(renewed: SessionRecord<User>, current: SessionRecord<User>): boolean {
  return current.id === renewed.id && current.token === renewed.token && current.refreshToken === renewed.refreshToken;
}

function instant(milliseconds: number | null): Date | null {
  return milliseconds === null ? null : new Date(milliseconds);
}
