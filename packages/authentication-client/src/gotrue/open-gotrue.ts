import { ServerClock } from '@sallyport/core/clock';
import type { StorageError } from '@sallyport/core/errors';
import { assertRequestOptions, DisposableTransport, type RequestOptions } from '@sallyport/core/http';
import { decodeUnverified } from '@sallyport/core/jwt';
import { Lifetime, lazy } from '@sallyport/core/loading';
import { type NewSession, Session } from '@sallyport/core/session';
import { MemoryStorage, storageKey, type TokenStorage, webStorageOrMemory } from '@sallyport/core/storage';
import type { PortableUser } from '@sallyport/core/user';
import { ClientEmitter } from '../client/client-events.js';
import { Snapshots } from '../client/client-snapshot.js';
import { listenToTime } from '../client/passing-time.js';
import { LoadedSending, sendingWith } from '../client/sending.js';
import { nativeTokens } from '../client/session/native-tokens.js';
import { SessionStart } from '../client/session/session-start.js';
import { ChallengeRecords } from '../mfa/domain/challenge-records.js';
import type { GoTruePorts, GoTrueSending } from './gotrue-ports.js';
import { ServerFeatures } from './mfa/server-features.js';
import type { ResolvedGoTrueOptions } from './options/gotrue-options.js';
import { DemandNews } from './session/demand-news.js';
import { PublishedSessionStorage } from './session/published-session-storage.js';
import { SecondFactorDemand } from './session/second-factor-demand.js';

const loadFirstCalls = /* @__PURE__ */ lazy(() => import('./first-calls.js'));

/** A client that acts for a token. Its session is its own; the server's time is that of the client that made it. */
interface ActingClient {
  readonly origin: GoTruePorts;
  readonly initial: NewSession<PortableUser>;
}

/** Makes the ports of a client. Reads and sends nothing. */
export function openGoTrue(options: ResolvedGoTrueOptions, acting?: ActingClient): GoTruePorts {
  const { clock, logger } = options;
  const serverClock = acting?.origin.serverClock ?? new ServerClock(clock);
  const lifetime = new Lifetime();
  const opened = openSession(options, serverClock, acting);
  const { key, place, storage, session, pendingSignIns, challenges, events } = opened;
  const sending = new LoadedSending<GoTrueSending>(async () => {
    const { openGoTrueSending } = await loadFirstCalls();
    return openGoTrueSending(ports, { key, storage: place, lease: () => options.lease ?? storage?.lease });
  }, lifetime);
  // A stored session is renewed before it ends, whether or not the page calls.
  session.onChange(() => {
    if (session.current && session.current.renewal !== 'none') sending.load().catch(() => {}); // the next call tries again
  });
  const ports: GoTruePorts = {
    options,
    clock,
    serverClock,
    session,
    start: new SessionStart({ session, logger }),
    pendingSignIns,
    events,
    request: {},
    sending,
    transport: acting
      ? new DisposableTransport(acting.origin.transport, true)
      : new DisposableTransport(options.transport, options.isTransportShared),
    challenges,
    serverFeatures: new ServerFeatures(),
    actsForToken: acting !== undefined,
    warnedOrigins: acting?.origin.warnedOrigins ?? new Set(),
    lifetime,
    // What is in memory for one view misses nothing, and views need not be disposed of.
    stopListening: acting ? () => {} : listenToTime({ session, renewal: sending, events, clock, serverClock }),
  };
  return ports;
}

/** A session, what follows from it, and where it is kept. */
interface OpenedSession extends Pick<GoTruePorts, 'session' | 'pendingSignIns' | 'challenges'> {
  readonly key: string;
  /** Where the session and what goes with it are kept. */
  readonly place: TokenStorage;
  /** The same in the format of the session; `null` for a session in memory. */
  readonly storage: TokenStorage | null;
  readonly events: ClientEmitter;
}

function openSession(
  { storage: chosen, storageKey: publishedKey, baseUrl, logger, requireAal2 }: ResolvedGoTrueOptions,
  serverClock: ServerClock,
  acting: ActingClient | undefined,
): OpenedSession {
  const key = publishedKey ?? storageKey('session', [baseUrl]);
  const serverNow = (): number => serverClock.now();
  const onUnusable = (error: StorageError): void => events.emit('storageFailed', { error });
  const place = acting ? new MemoryStorage() : (chosen ?? webStorageOrMemory('localStorage', onUnusable));
  const published = publishedKey === undefined ? place : new PublishedSessionStorage(place, serverNow);
  const storage = acting ? null : published;
  const snapshots = new Snapshots(() => ({ session, pendingSignIns }));
  const events: ClientEmitter = new ClientEmitter({ snapshots, session: () => session, logger });
  const news = new DemandNews(events, () => ({ session, demand: pendingSignIns }));
  const session = new Session<PortableUser>({
    storage,
    initial: acting?.initial,
    key,
    logger,
    serverNow,
    emit: (name, payload) => news.emit(name, payload),
  });
  session.onChange(() => news.noteChange());
  const tabStorage = acting ? new MemoryStorage() : webStorageOrMemory('sessionStorage');
  const challenges = new ChallengeRecords(
    { storage: tabStorage, key: storageKey('challenges', [baseUrl]) },
    serverClock,
  );
  const pendingSignIns = new SecondFactorDemand(session, requireAal2, challenges);
  return { key, place, storage, session, pendingSignIns, challenges, events };
}

/** The same ports, with these options on each call. */
export function goTrueWith(ports: GoTruePorts, request: RequestOptions): GoTruePorts {
  assertRequestOptions(request);
  return {
    ...ports,
    request: { ...ports.request, ...request },
    sending: sendingWith(ports.sending, (loaded) => ({
      ...loaded,
      wire: loaded.wire.with(request),
      unguardedWire: loaded.unguardedWire.with(request),
      heldWire: loaded.heldWire.with(request),
    })),
  };
}

/** The same server, with a session of its own in memory that is not renewed by itself. */
export function goTrueAs(origin: GoTruePorts, token: string): GoTruePorts {
  const { options, request, serverClock } = origin;
  const assuranceLevel = decodeUnverified(token)?.aal === 'aal2' ? 'aal2' : 'aal1';
  const tokens = nativeTokens(token, serverClock);
  const initial = { ...tokens, id: 'token', renewal: 'none', assuranceLevel, amr: ['unknown'], user: null } as const;
  const own = openGoTrue({ ...options, lease: undefined, storageKey: undefined }, { origin, initial });
  return goTrueWith(own, request);
}
