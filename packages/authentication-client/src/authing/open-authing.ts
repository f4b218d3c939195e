import { ServerClock } from '@sallyport/core/clock';
import type { StorageError } from '@sallyport/core/errors';
import { assertRequestOptions, DisposableTransport, type RequestOptions } from '@sallyport/core/http';
import { Lifetime, lazy } from '@sallyport/core/loading';
import { type NewSession, Session } from '@sallyport/core/session';
import {
  MemoryStorage,
  type SynchronousTokenStorage,
  storageKey,
  type TokenStorage,
  webStorageOrMemory,
} from '@sallyport/core/storage';
import type { User } from '@sallyport/core/user';
import { ClientEmitter, type ClientEvents } from '../client/client-events.js';
import { Snapshots } from '../client/client-snapshot.js';
import { listenToTime } from '../client/passing-time.js';
import { LoadedSending, sendingWith } from '../client/sending.js';
import { nativeTokens } from '../client/session/native-tokens.js';
import { SessionStart } from '../client/session/session-start.js';
import { ChallengeRecords } from '../mfa/domain/challenge-records.js';
import { PendingSignIns } from '../mfa/domain/pending-sign-ins.js';
import { OidcLoader } from '../oidc/oidc-loader.js';
import type { AuthingPorts, AuthingSending } from './authing-ports.js';
import type { AuthingRoute } from './authing-sending.js';
import type { ResolvedOptions } from './options/options.js';

const loadFirstCalls = /* @__PURE__ */ lazy(() => import('./first-calls.js'));

/** Where a client keeps what outlives a page. */
interface ClientStorages {
  /** `null` for a session in memory. */
  readonly session: TokenStorage | null;
  /** Of this tab alone. */
  readonly pendingSignIn: SynchronousTokenStorage;
}

/** A client that acts for a token. Apart from its session it shares all with the client that made it. */
interface ActingClient {
  readonly origin: AuthingPorts;
  readonly initial: NewSession<User>;
}

/** Makes the ports of a client. Reads and sends nothing. */
export function openAuthing(options: ResolvedOptions, acting?: ActingClient): AuthingPorts {
  const { clock, logger } = options;
  const identity = acting?.origin.identity ?? identityOf(options);
  // The memory of an acting client holds no records but its own.
  const keyOf = (purpose: string): string => (acting ? purpose : storageKey(purpose, identity));
  const key = keyOf('session');
  const serverClock = acting?.origin.serverClock ?? new ServerClock(clock);
  const lifetime = new Lifetime();
  const onUnusable = (error: StorageError): void => events.emit('storageFailed', { error });
  const storages = acting
    ? { session: null, pendingSignIn: new MemoryStorage() }
    : defaultStorages(options, onUnusable);
  const snapshots = new Snapshots(() => ({ session, pendingSignIns }));
  const events: ClientEmitter = new ClientEmitter({ snapshots, session: () => session, logger });
  const session = new Session<User>({
    storage: storages.session,
    initial: acting?.initial,
    key,
    logger,
    serverNow: () => serverClock.now(),
    // A session's events are client events of the same name; the compiler cannot see that through the type parameter.
    emit: (name, payload) => events.emit(name, payload as ClientEvents[typeof name]),
  });
  const challenges = new ChallengeRecords({ storage: storages.pendingSignIn, key: keyOf('challenges') }, clock);
  const pendingSignIns = new PendingSignIns({
    storage: storages.pendingSignIn,
    key: keyOf('pending-sign-in'),
    clock,
    challenges,
    onExpired: ({ expiresAt }) => events.emit('signInExpired', { expiresAt }),
    onAbandoned: () => events.abandoned(),
  });
  const start = new SessionStart({ session, logger });
  const sending = new LoadedSending<AuthingSending>(async () => {
    const { openAuthingRoute, openAuthingSending } = await loadFirstCalls();
    const route = acting ? routeOf(await acting.origin.sending.load(), ports) : openAuthingRoute(ports);
    return openAuthingSending(ports, route, { key, lease: () => options.lease ?? storages.session?.lease });
  }, lifetime);
  // A stored session is renewed before it ends, whether or not the page calls.
  session.onChange(() => {
    if (session.current && session.current.renewal !== 'none') sending.load().catch(() => {}); // the next call tries again
  });
  // What is in memory for one view misses nothing, and views need not be disposed of.
  const stopListening = acting ? () => {} : listenToTime({ session, renewal: sending, events, clock, serverClock });
  const ports: AuthingPorts = {
    options,
    identity,
    clock,
    serverClock,
    session,
    start,
    pendingSignIns,
    events,
    request: {},
    sending,
    transport: acting
      ? new DisposableTransport(acting.origin.transport, true)
      : new DisposableTransport(options.transport, options.isTransportShared),
    challenges,
    actsForToken: acting !== undefined,
    warnedOrigins: acting?.origin.warnedOrigins ?? new Set(),
    oidc: new OidcLoader(() => ports),
    lifetime,
    stopListening,
  };
  return ports;
}

/** What keeps two clients on one origin apart. */
function identityOf({ baseUrl, appId, userPoolId, tenantId }: ResolvedOptions): readonly (string | undefined)[] {
  return [baseUrl, appId, userPoolId, tenantId];
}

function defaultStorages({ storage }: ResolvedOptions, onUnusable: (error: StorageError) => void): ClientStorages {
  const own = (): SynchronousTokenStorage => webStorageOrMemory('localStorage', onUnusable);
  return {
    session: typeof storage === 'function' ? storage(own()) : (storage ?? own()),
    pendingSignIn: webStorageOrMemory('sessionStorage'),
  };
}

/** The same ports, with these options on each call. */
export function authingWith(ports: AuthingPorts, request: RequestOptions): AuthingPorts {
  assertRequestOptions(request);
  return {
    ...ports,
    request: { ...ports.request, ...request },
    sending: sendingWith(ports.sending, (loaded) => ({
      ...loaded,
      wire: loaded.wire.with(request),
      publicWire: loaded.publicWire.with(request),
      wireAs: (bearer) => loaded.wireAs(bearer).with(request),
    })),
  };
}

/** The same server, with a session of its own in memory that is not renewed by itself. */
export function authingAs(origin: AuthingPorts, token: string): AuthingPorts {
  const tokens = nativeTokens(token, origin.serverClock);
  const initial = {
    ...tokens,
    id: 'token',
    renewal: 'none',
    assuranceLevel: 'aal1',
    amr: ['unknown'],
    user: null,
  } as const;
  const own = openAuthing({ ...origin.options, lease: undefined }, { origin, initial });
  return hasOptions(origin.request) ? authingWith(own, origin.request) : own;
}

// A transport of its own refuses to send once the acting client is disposed of.
function routeOf({ baseWire, providerWire }: AuthingSending, { transport }: AuthingPorts): AuthingRoute {
  return { baseWire: baseWire.through(transport), providerWire };
}

function hasOptions(request: RequestOptions): boolean {
  return Object.keys(request).length > 0;
}
