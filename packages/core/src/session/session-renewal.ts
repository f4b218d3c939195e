import type { CancelTimer, Clock, ServerClock } from '../clock/index.js';
import { secureRandom } from '../crypto/random.js';
import {
  DisposedError,
  isSallyportError,
  NetworkError,
  NotSignedInError,
  OAuthError,
  type SallyportError,
  SessionLostError,
  UnauthenticatedError,
} from '../errors/index.js';
import { shownCause } from '../errors/shown-cause.js';
import { pause, startDeadline } from '../http/deadline.js';
import type { CredentialSource, RequestOptions } from '../http/wire.js';
import { Lifetime } from '../lifetime.js';
import { isBoundToRequests, RequestBound } from '../platform/requests.js';
import { SingleFlight } from '../single-flight.js';
import { unlessAborted } from '../unless-aborted.js';
import type { ExtendLease, Lease } from './lease/lease.js';
import { LeaseStay } from './lease/lease-stay.js';
import type { Session } from './session.js';
import type { RenewedSession, SessionRecord } from './session-record.js';

/** Trades the tokens of a session for new ones at the server. One implementation a wire. */
export interface TokenRenewer<User> {
  /**
   * @param signal - Ends the request when its time is over.
   * @throws {UnauthenticatedError | OAuthError} The server refuses to go on with the session. An `OAuthError` counts as
   * that when it says `invalid_grant`. Any other error leaves the session as it is.
   */
  renew(record: SessionRecord<User>, signal: AbortSignal): Promise<RenewedSession<User>>;
}

/** What a renewal is made of. */
export interface SessionRenewalSettings<User extends { readonly id: string }> {
  readonly session: Session<User>;
  readonly renewer: TokenRenewer<User>;
  /**
   * Excludes others who share the session; `undefined` where nothing does. Read with each renewal, since a storage can
   * choose its place, and with that its lease, when it is first used.
   */
  readonly lease: Lease | undefined;
  /** The name of the lease. */
  readonly key: string;
  readonly clock: Clock;
  readonly serverClock: ServerClock;
  /** How long the server may take to answer, in milliseconds of real time. */
  readonly timeoutMs: number;
}

// The stay of a frozen holder, and then that of a holder that renews and whose server is slow. A client that goes on
// earlier, without the lease, sends a token that is in use.
const LONGEST_WAIT_IN_HOLDS = 2;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const LONGEST_RETRY_AFTER_MS = 300_000;
const RENEWED_BEFORE_END_MS = 60_000;
const RENEWED_BEFORE_END_SHARE = 0.1;
// A token that seems to end at once, by a clock that is wrong, must not be renewed with each call.
const LEFT_ALONE_MS = 30_000;
const REMEMBERED_PREDECESSORS = 8;

/**
 * Keeps a session alive: before its tokens end, and when somebody asks. One renewal runs at a time, in this instance and
 * among all who share the session; who comes second takes over what the first one got. Only a refusal of the server ends
 * a session, once; any other failure leaves it `stale` and is tried again, at growing distances.
 */
export class SessionRenewal<User extends { readonly id: string }> implements CredentialSource {
  readonly #settings: SessionRenewalSettings<User>;
  readonly #renewing = new SingleFlight<SessionRecord<User>>();
  /** The last of what keeps renewals waiting. */
  readonly #held = new RequestBound<Promise<void>>();
  #cancelTimer: CancelTimer = () => {};
  #failures = 0;
  #lastFailure: SallyportError | null = null;
  /** Between these instants of the clock no renewal begins by itself. */
  #rest = { from: 0, until: 0 };
  #isDisposed = false;
  readonly #disposal = new Lifetime();
  #lineage: { readonly id: string | undefined; readonly tokens: readonly string[] } = { id: undefined, tokens: [] };

  constructor(settings: SessionRenewalSettings<User>) {
    this.#settings = settings;
    const follow = (): void => {
      this.#trace();
      this.#schedule();
    };
    settings.session.onChange(follow);
    if (settings.session.isLoaded) follow(); // the session may have begun before this code was loaded
  }

  /** The session to call with: one that has ended is renewed first, one that will end soon is renewed meanwhile. */
  live(signal?: AbortSignal): SessionRecord<User> | null | Promise<SessionRecord<User> | null> {
    const { session } = this.#settings;
    session.catchUp();
    const { current } = session;
    if (!current) return session.state === 'unknown' ? session.ready().then(() => this.live(signal)) : null;
    if (!this.#isDue(current)) return current;
    if (session.isOver(current)) return this.#renewUnlessResting(current, signal);
    const renewing = this.#renewInBackground();
    // Work that no caller waits for would end with the request, and its new tokens be lost.
    return isBoundToRequests() ? renewing.then(() => session.current) : current;
  }

  /**
   * What has become of a session whose token was refused; it is renewed where that has not happened yet.
   *
   * @returns `null` when it cannot be renewed, or another one has taken its place.
   */
  async successorOf(
    refused: Pick<SessionRecord<User>, 'id' | 'token'>,
    signal?: AbortSignal,
  ): Promise<SessionRecord<User> | null> {
    const { session } = this.#settings;
    session.catchUp();
    const { current } = session;
    if (!current || current.renewal === 'none' || current.id !== refused.id) return null;
    if (current.token !== refused.token) return current;
    // Each refused call would otherwise be one more request to a token endpoint that fails.
    if (this.#lastFailure && this.#isResting) throw this.#lastFailure;
    return this.#join(signal);
  }

  bearer({ signal }: RequestOptions): string | null | Promise<string | null> {
    const live = this.live(signal);
    return live instanceof Promise ? live.then((record) => record?.token ?? null) : (live?.token ?? null);
  }

  async replace(refused: string, { signal }: RequestOptions): Promise<string | null> {
    const { session } = this.#settings;
    session.catchUp();
    const { current } = session;
    // A call that began as somebody else must not be repeated as who is signed in now.
    if (!current || !this.#lineage.tokens.includes(refused)) return null;
    return (await this.successorOf({ id: current.id, token: refused }, signal))?.token ?? null;
  }

  /**
   * Renews the session now. Callers at the same time share one request, and one error.
   *
   * @param signal - Ends this caller's waiting, not the renewal.
   * @throws {NotSignedInError} There is no session, or it has ended meanwhile.
   * @throws {SessionLostError} The server refuses to go on with it.
   */
  renew(signal?: AbortSignal): Promise<SessionRecord<User>> {
    return this.#join(signal);
  }

  /**
   * Runs what brings the session new tokens by itself, such as the proof of a factor. A renewal that is due, or under
   * way, comes before it, and none meanwhile, here or with others who share the session: of two requests at once, one
   * would bring a refresh token that the other has made worthless, which servers take for a theft.
   *
   * @param work - Reads the token of the session as it is. Waiting for a renewal, it would wait for itself.
   * @param signal - Ends this caller's waiting, not the work.
   */
  async hold<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { session } = this.#settings;
    await session.ready();
    const { current } = session;
    if (current && this.#isDue(current)) await this.#renewUnlessResting(current, signal);
    // What is under way by now does not wait for this, and what comes later does.
    const [earlier, renewed] = [this.#held.current, this.#renewing.settle()];
    const held = Promise.all([earlier, renewed]).then(() =>
      this.#exclusively(async () => {
        await session.reload();
        return work();
      }),
    );
    const settled = held
      .catch(() => {})
      .then(() => {
        if (this.#held.current === settled) this.#held.current = null;
      });
    this.#held.current = settled;
    return signal ? unlessAborted(held, signal) : held;
  }

  /**
   * Looks at the session again: a machine that has slept has missed timers, and what other tabs have done.
   *
   * @param isOnlineAgain - Whether what failed before has a reason to work now.
   */
  async wake(isOnlineAgain: boolean): Promise<void> {
    if (this.#isDisposed || this.#settings.session.state === 'unknown') return;
    if (isOnlineAgain && this.#lastFailure) this.#restFor(0);
    await this.#settings.session.reload();
    this.#schedule();
  }

  /**
   * Stops the automatic renewals. A renewal that waits for the lease of another client is rejected unsent. Resolves when
   * the answer of a renewal that was sent is stored: the token that it was sent for may be used up.
   */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#cancelTimer();
    this.#disposal.abort(disposed());
    await this.#renewing.settle();
    await this.#held.current;
  }

  #join(signal: AbortSignal | undefined): Promise<SessionRecord<User>> {
    return this.#renewing.run(() => this.#renew(), signal);
  }

  async #renewUnlessResting(
    current: SessionRecord<User>,
    signal: AbortSignal | undefined,
  ): Promise<SessionRecord<User>> {
    if (!this.#isResting) return this.#join(signal);
    if (this.#lastFailure) throw this.#lastFailure;
    return current; // just renewed: whether it has ended is for the server to say
  }

  async #renewInBackground(): Promise<void> {
    // The events sessionStale and sessionExpired report failures.
    if (!this.#isResting) await this.#join(undefined).catch(() => {});
  }

  async #renew(): Promise<SessionRecord<User>> {
    const { session } = this.#settings;
    if (this.#held.current) await this.#held.current;
    const known = session.current;
    await session.ready();
    const { current } = session;
    // Another client on this page may have renewed the same session: its tokens are what was asked for.
    const before = known && known.id === current?.id ? known : current;
    if (!before) throw new NotSignedInError({ message: 'There is no session to renew', remedy: 'Sign in first.' });
    const { generation } = session;
    try {
      const renewed = await this.#exclusively((stay) => this.#renewUnlessDone(before, stay));
      this.#failures = 0;
      this.#lastFailure = null;
      this.#restFor(leftAloneMs(renewed));
      return renewed;
    } catch (error) {
      if (generation === session.generation) this.#suspend(error);
      throw error;
    } finally {
      this.#schedule();
    }
  }

  async #renewUnlessDone(before: SessionRecord<User>, stay: LeaseStay | null): Promise<SessionRecord<User>> {
    const { session, renewer, timeoutMs } = this.#settings;
    await session.reload();
    const record = this.#continued(before);
    if (record.token !== before.token) return record;
    await stay?.assertHeld();
    const deadline = startDeadline(timeoutMs);
    try {
      await session.renew(record, await renewer.renew(record, deadline.signal));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await this.#adoptOrEnd(record, error, stay !== null);
    } finally {
      deadline.clear();
    }
    return this.#continued(before);
  }

  /** What the session is by now, unless it has ended or is somebody else's. */
  #continued(before: SessionRecord<User>): SessionRecord<User> {
    const { current } = this.#settings.session;
    if (current && (current.id === before.id || (current.user && current.user.id === before.user?.id))) return current;
    throw new NotSignedInError({
      message: current ? 'Somebody else has signed in meanwhile' : 'The session has ended meanwhile',
      remedy: current ? 'Repeat the call if it is meant for them.' : 'Sign in again.',
    });
  }

  /** The server refused a token. It may be because somebody else has renewed it; if not, the session is over. */
  async #adoptOrEnd(record: SessionRecord<User>, refusal: SallyportError, isExclusive: boolean): Promise<void> {
    const { session } = this.#settings;
    // Without a lease the winner may not have stored its tokens yet.
    for (let look = 0; look < (isExclusive ? 1 : 20); look += 1) {
      if (look > 0) await pause(50);
      await session.reload();
      if (session.current?.token !== record.token) return;
    }
    if (!(await session.expire(record))) return;
    throw new SessionLostError({
      message: refusal.message,
      code: refusal.code,
      status: refusal.status,
      requestId: refusal.requestId,
      remedy: 'The session is over: sign in again.',
    });
  }

  /**
   * Runs work while no other client renews the session; without that guarantee where it cannot be had in time.
   *
   * @param work - Receives the stay in the lease; `null` without a lease.
   */
  async #exclusively<T>(work: (stay: LeaseStay | null) => Promise<T>): Promise<T> {
    const { lease, key, timeoutMs } = this.#settings;
    if (!lease) return work(null);
    let begun: Promise<T> | undefined;
    const wasDisposed = this.#isDisposed;
    const deadline = startDeadline(lease.holdMs * LONGEST_WAIT_IN_HOLDS + timeoutMs, this.#disposal);
    const begin = async (extend?: ExtendLease): Promise<T> => {
      begun ??= LeaseStay.during(work, { holdMs: lease.holdMs, longestMs: lease.holdMs + timeoutMs, extend });
      return begun;
    };
    try {
      return await unlessAborted(lease.hold(key, begin, deadline.signal), deadline.signal);
    } catch {
      // A holder that is frozen, or a lease that does not work, must not keep anybody from going on. One that comes
      // after all finds the work begun.
      if (this.#isDisposed && !wasDisposed) begun ??= Promise.reject(disposed());
      begun ??= work(null);
      return await begun;
    } finally {
      deadline.clear();
    }
  }

  #suspend(error: unknown): void {
    const { session } = this.#settings;
    const { token = '', refreshToken } = session.current ?? {};
    const failure = isSallyportError(error)
      ? error
      : new NetworkError({
          message: 'The transport failed in a way of its own',
          sent: true,
          retryable: true,
          cause: shownCause(error, [token, refreshToken ?? '']),
        });
    this.#failures += 1;
    this.#lastFailure = failure;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#failures - 1));
    const jitteredMs = (pauseMs * (1 + secureRandom())) / 2;
    // A server that says 0, or a date that has passed, is not asked again at once.
    this.#restFor(Math.min(Math.max(failure.retryAfterMs ?? 0, jitteredMs), LONGEST_RETRY_AFTER_MS));
    session.suspend(failure);
  }

  #trace(): void {
    const { current } = this.#settings.session;
    const { id, tokens } = this.#lineage;
    if (current?.id !== id) this.#lineage = { id: current?.id, tokens: current ? [current.token] : [] };
    else if (current && !tokens.includes(current.token)) {
      this.#lineage = { id, tokens: [...tokens.slice(1 - REMEMBERED_PREDECESSORS), current.token] };
    }
  }

  #restFor(milliseconds: number): void {
    const now = this.#settings.clock.now();
    this.#rest = { from: now, until: now + milliseconds };
  }

  // A clock that was set back to before the rest began says nothing of its end.
  get #isResting(): boolean {
    const now = this.#settings.clock.now();
    return this.#rest.from <= now && now < this.#rest.until;
  }

  #isDue(record: SessionRecord<User>): boolean {
    const dueAt = dueAtOf(record);
    return dueAt !== null && this.#settings.serverClock.now() >= dueAt;
  }

  #schedule(): void {
    this.#cancelTimer();
    const { session, clock, serverClock } = this.#settings;
    const { current } = session;
    const dueAt = current && dueAtOf(current);
    if (this.#isDisposed || dueAt === null || isBoundToRequests()) return;
    const restMs = this.#isResting ? this.#rest.until - clock.now() : 0;
    const delayMs = Math.max(dueAt - serverClock.now(), restMs);
    this.#cancelTimer = clock.setTimer(() => void this.#renewInBackground(), delayMs);
  }
}

/** How long a session that was just renewed is not renewed again by itself. */
function leftAloneMs({ issuedAt, expiresAt }: SessionRecord<unknown>): number {
  const lifetimeMs = expiresAt === null ? 0 : expiresAt - issuedAt;
  return lifetimeMs > 0 ? Math.min(LEFT_ALONE_MS, lifetimeMs) : LEFT_ALONE_MS;
}

/** From when on a session is renewed by itself; `null` when it never is. */
function dueAtOf({ renewal, issuedAt, expiresAt }: SessionRecord<unknown>): number | null {
  if (renewal === 'none' || expiresAt === null) return null;
  const lifetimeMs = Math.max(0, expiresAt - issuedAt);
  // A bearer that has ended can hardly be renewed, so there are many tries from half its life on.
  if (renewal === 'bearer') return issuedAt + lifetimeMs / 2;
  return expiresAt - Math.min(RENEWED_BEFORE_END_MS, lifetimeMs * RENEWED_BEFORE_END_SHARE);
}

function isRefusal(error: unknown): error is SallyportError {
  if (error instanceof OAuthError) return error.error === 'invalid_grant';
  // A 401 without a code is the word of whatever stands between: a gateway, a portal, a proxy.
  return error instanceof UnauthenticatedError && error.code !== undefined;
}

function disposed(): DisposedError {
  return new DisposedError({ message: 'The client was disposed of', remedy: 'Make another client.' });
}
