import {
  AuthingWire,
  type Clock,
  type Connection,
  DisposableTransport,
  MemoryStorage,
  openWire,
  PasswordEncryption,
  type RequestOptions,
  ServerClock,
  Session,
  SessionRenewal,
  type StorageError,
  type SynchronousTokenStorage,
  storageKey,
  type TokenStorage,
  type User,
  type Wire,
  webStorageOrMemory,
} from '@sallyport/core';
import { ClientEmitter, type ClientEvents } from '../client/client-events.js';
import { Snapshots } from '../client/client-snapshot.js';
import type { IdentityClientParts } from '../client/identity-client.js';
import { listenToTime } from '../client/passing-time.js';
import { nativeTokens } from '../client/session/issued-tokens.js';
import { ChallengeRecords } from '../mfa/domain/challenge-records.js';
import { PendingSignIns } from '../mfa/domain/pending-sign-ins.js';
import { continuationFromAuthing } from '../mfa/gateways/authing/authing-continuation.js';
import type { OidcSource } from '../oidc/oidc-calls.js';
import { OidcLoader } from '../oidc/oidc-loader.js';
import type { ResolvedOptions } from './options/options.js';
import { AuthingTokenRenewer, type WireAs } from './session/authing-token-renewer.js';
import { LegacyKeysStorage } from './session/legacy-keys.js';
import { AuthingSignIn } from './sign-in/sign-in-completion.js';

/** The ports that the features of one client share. */
export interface ClientContext extends IdentityClientParts {
  readonly options: ResolvedOptions;
  readonly wire: Wire;
  /** For calls that need nobody signed in: they carry the session's token while it is good, and never have it renewed. */
  readonly publicWire: Wire;
  readonly wireAs: WireAs;
  /** What each call of this view adds; the wire applies it already. */
  readonly request: RequestOptions;
  readonly clock: Clock;
  readonly serverClock: ServerClock;
  readonly pendingSignIns: PendingSignIns;
  /** Of the second factor: those that the client itself has made. */
  readonly challenges: ChallengeRecords;
  readonly passwords: PasswordEncryption;
  readonly signIn: AuthingSignIn;
  readonly oidc: OidcSource;
  /** Whether the session is that of a token passed to `as`, which may be an attacker's. */
  readonly actsForToken: boolean;
}

/** Where a client keeps what it has to remember. */
export interface ClientStorages {
  readonly session: TokenStorage;
  /** Of this tab alone. */
  readonly pendingSignIn: SynchronousTokenStorage;
}

/** Wires the ports of a client together. Reads and sends nothing. */
export function createContext(options: ResolvedOptions, ownStorages?: ClientStorages): ClientContext {
  const { clock, logger } = options;
  const identity = identityOf(options);
  const key = storageKey('session', identity);
  const serverClock = new ServerClock(clock);
  const onUnusable = (error: StorageError): void => events.emit('storageFailed', { error });
  const storages = ownStorages ?? defaultStorages(options, () => serverClock.now(), onUnusable);
  const snapshots = new Snapshots(() => ({ session, pendingSignIns }));
  const events: ClientEmitter = new ClientEmitter({ snapshots, session: () => session, logger });
  const session = new Session<User>({
    storage: storages.session,
    key,
    logger,
    serverNow: () => serverClock.now(),
    // A session's events are client events of the same name; the compiler cannot see that through the type parameter.
    emit: (name, payload) => events.emit(name, payload as ClientEvents[typeof name]),
  });
  const challenges = new ChallengeRecords(
    { storage: storages.pendingSignIn, key: storageKey('challenges', identity) },
    clock,
  );
  const pendingSignIns = new PendingSignIns({
    storage: storages.pendingSignIn,
    key: storageKey('pending-sign-in', identity),
    clock,
    challenges,
    onExpired: ({ expiresAt }) => events.emit('signInExpired', { expiresAt }),
    onAbandoned: () => events.abandoned(),
  });
  const transport = new DisposableTransport(options.transport, options.isTransportShared);
  const connection = { ...options, transport };
  const settings = { withCredentials: options.withCredentials, serverClock };
  const wireAs: WireAs = (bearer) => openWire(connection, { bearer: () => bearer }, settings);
  const renewal = new SessionRenewal<User>({
    session,
    renewer: new AuthingTokenRenewer(wireAs, options, serverClock, () => oidc.load()),
    get lease() {
      return options.lease ?? storages.session.lease;
    },
    key,
    clock,
    serverClock,
    timeoutMs: options.timeoutMs,
  });
  const wire = openWire(connection, renewal, settings);
  const publicWire = openWire(connection, { bearer: () => goodToken(session) }, settings);
  const passwords = new PasswordEncryption(publicWire, options);
  const signIn = new AuthingSignIn(
    { session, pendingSignIns, clock, serverClock, events, logger },
    continuationFromAuthing,
  );
  // What is in memory for one view misses nothing, and views need not be disposed of.
  const stopListening = ownStorages ? () => {} : listenToTime({ session, renewal, events, clock, serverClock });
  const state = { clock, serverClock, session, renewal, apiSession: renewal, pendingSignIns, events, signIn };
  const lifetime = new AbortController();
  const oidc = new OidcLoader(() => ({
    ...state,
    options,
    identity,
    wire: openProviderWire(connection, serverClock),
    lifetime: lifetime.signal,
  }));
  return {
    options,
    ...state,
    wire,
    publicWire,
    wireAs,
    transport,
    request: {},
    challenges,
    passwords,
    stopListening,
    oidc,
    actsForToken: false,
    lifetime,
    warnedOrigins: new Set(),
  };
}

// No cookies, and no headers of the vendor's: neither is a provider's business, and other servers' CORS refuses them.
function openProviderWire(connection: Connection, serverClock: ServerClock): Wire {
  const credentials = { bearer: () => null };
  return new AuthingWire({
    ...connection,
    serverClock,
    credentials,
    headers: {},
    clientValues: {},
    withCredentials: false,
  });
}

// A session that has ended keeps nobody from the next sign-in, whatever became of its renewal.
async function goodToken(session: Session<User>): Promise<string | null> {
  await session.ready();
  const { current } = session;
  return current && !session.isOver(current) ? current.token : null;
}

/** What keeps two clients on one origin apart. */
function identityOf({ baseUrl, appId, userPoolId, tenantId }: ResolvedOptions): readonly (string | undefined)[] {
  return [baseUrl, appId, userPoolId, tenantId];
}

function defaultStorages(
  options: ResolvedOptions,
  serverNow: () => number,
  onUnusable: (error: StorageError) => void,
): ClientStorages {
  const { appId, userPoolId } = options;
  const adoptedKey = storageKey('legacy-adopted', identityOf(options));
  const web = webStorageOrMemory('localStorage', onUnusable);
  return {
    session: options.storage ?? new LegacyKeysStorage(web, { appId, userPoolId, adoptedKey }, serverNow),
    pendingSignIn: webStorageOrMemory('sessionStorage'),
  };
}

/** The same ports, with these options on each call. */
export function contextWith(context: ClientContext, request: RequestOptions): ClientContext {
  const combined = { ...context.request, ...request };
  const { wireAs } = context;
  return {
    ...context,
    wire: context.wire.with(request),
    publicWire: context.publicWire.with(request),
    wireAs: (bearer) => wireAs(bearer).with(request),
    request: combined,
  };
}

/** The same server, with a session of its own in memory that is not renewed by itself. */
export function contextAs({ options, transport, request, warnedOrigins }: ClientContext, token: string): ClientContext {
  const own = createContext(
    { ...options, transport, isTransportShared: true, lease: undefined },
    { session: new MemoryStorage(), pendingSignIn: new MemoryStorage() },
  );
  const tokens = nativeTokens(token, own.serverClock);
  void own.session.begin({ ...tokens, renewal: 'none', assuranceLevel: 'aal1', amr: ['unknown'], user: null });
  return { ...contextWith({ ...own, warnedOrigins }, request), actsForToken: true };
}
