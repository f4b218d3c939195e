import {
  type Clock,
  type CredentialSource,
  DisposableTransport,
  decodeUnverified,
  MemoryStorage,
  openGoTrueWire,
  type PortableUser,
  type RequestOptions,
  ServerClock,
  Session,
  SessionRenewal,
  type StorageError,
  storageKey,
  type TokenStorage,
  type Wire,
  webStorageOrMemory,
} from '@sallyport/core';
import { ClientEmitter } from '../client/client-events.js';
import { Snapshots } from '../client/client-snapshot.js';
import type { IdentityClientParts } from '../client/identity-client.js';
import type { ApiSession } from '../client/own-api/api-access.js';
import { listenToTime } from '../client/passing-time.js';
import { nativeTokens } from '../client/session/issued-tokens.js';
import { SessionStart } from '../client/session/session-start.js';
import { ChallengeRecords } from '../mfa/domain/challenge-records.js';
import { ServerFeatures } from '../mfa/gateways/gotrue/server-features.js';
import type { ResolvedGoTrueOptions } from './options/gotrue-options.js';
import { CodeVerifiers } from './session/code-verifiers.js';
import { DemandNews } from './session/demand-news.js';
import { GoTrueTokenRenewer } from './session/gotrue-token-renewer.js';
import { PublishedSessionStorage } from './session/published-session-storage.js';
import { SecondFactorDemand } from './session/second-factor-demand.js';
import { GoTrueSignIn } from './sign-in/gotrue-sign-in.js';

/** The ports that the features of one client share. */
export interface GoTrueContext extends IdentityClientParts {
  readonly options: ResolvedGoTrueOptions;
  /** Refuses while a second factor is due. */
  readonly wire: Wire;
  /** For what has to work while one is due. */
  readonly unguardedWire: Wire;
  /** For what keeps renewals waiting: takes the session's token as it is. */
  readonly heldWire: Wire;
  /** What each call of this view adds; the wires apply it already. */
  readonly request: RequestOptions;
  readonly clock: Clock;
  readonly serverClock: ServerClock;
  readonly session: Session<PortableUser>;
  readonly renewal: SessionRenewal<PortableUser>;
  readonly pendingSignIns: SecondFactorDemand;
  readonly signIn: GoTrueSignIn;
  readonly codeVerifiers: CodeVerifiers;
  /** Of this tab alone. */
  readonly challenges: ChallengeRecords;
  readonly serverFeatures: ServerFeatures;
  /** Whether the session is that of a token passed to `as`, which may be an attacker's. */
  readonly actsForToken: boolean;
}

/** Wires the ports of a client together. Reads and sends nothing. */
export function createGoTrueContext(options: ResolvedGoTrueOptions, ownStorage?: TokenStorage): GoTrueContext {
  const { clock, logger } = options;
  const serverClock = new ServerClock(clock);
  const { key, place, storage, session, pendingSignIns, challenges, events } = openSession(
    options,
    serverClock,
    ownStorage,
  );
  const transport = new DisposableTransport(options.transport, options.isTransportShared);
  const connection = { ...options, transport };
  const anonymous = openGoTrueWire(connection, { bearer: () => null }, serverClock);
  const renewal = new SessionRenewal<PortableUser>({
    session,
    renewer: new GoTrueTokenRenewer(anonymous, serverClock),
    get lease() {
      return options.lease ?? storage.lease;
    },
    key,
    clock,
    serverClock,
    timeoutMs: options.timeoutMs,
  });
  const start = new SessionStart({ session, logger });
  return {
    options,
    wire: openGoTrueWire(connection, guarded(renewal, pendingSignIns), serverClock),
    unguardedWire: openGoTrueWire(connection, renewal, serverClock),
    heldWire: openGoTrueWire(connection, { bearer: () => session.current?.token ?? null }, serverClock),
    request: {},
    clock,
    serverClock,
    session,
    renewal,
    apiSession: guardedSession(renewal, pendingSignIns),
    warnedOrigins: new Set(),
    pendingSignIns,
    signIn: new GoTrueSignIn({ start, demand: pendingSignIns, serverClock }),
    codeVerifiers: new CodeVerifiers({
      storage: place,
      key: `${key}-code-verifier`,
      isUsed: options.flowType === 'pkce',
    }),
    challenges,
    serverFeatures: new ServerFeatures(),
    actsForToken: false,
    events,
    transport,
    lifetime: new AbortController(),
    // What is in memory for one view misses nothing, and views need not be disposed of.
    stopListening: ownStorage ? () => {} : listenToTime({ session, renewal, events, clock, serverClock }),
  };
}

/** A session, what follows from it, and where it is kept. */
interface OpenedSession extends Pick<GoTrueContext, 'session' | 'pendingSignIns' | 'challenges'> {
  readonly key: string;
  /** Where the session and what goes with it are kept. */
  readonly place: TokenStorage;
  /** The same in the format of the session. */
  readonly storage: TokenStorage;
  readonly events: ClientEmitter;
}

function openSession(
  { storage: chosen, storageKey: publishedKey, baseUrl, logger, requireAal2 }: ResolvedGoTrueOptions,
  serverClock: ServerClock,
  ownStorage: TokenStorage | undefined,
): OpenedSession {
  const key = publishedKey ?? storageKey('session', [baseUrl]);
  const serverNow = (): number => serverClock.now();
  const onUnusable = (error: StorageError): void => events.emit('storageFailed', { error });
  const place = ownStorage ?? chosen ?? webStorageOrMemory('localStorage', onUnusable);
  const storage = publishedKey === undefined ? place : new PublishedSessionStorage(place, serverNow);
  const snapshots = new Snapshots(() => ({ session, pendingSignIns }));
  const events: ClientEmitter = new ClientEmitter({ snapshots, session: () => session, logger });
  const news = new DemandNews(events, () => ({ session, demand: pendingSignIns }));
  const session = new Session<PortableUser>({
    storage,
    key,
    logger,
    serverNow,
    emit: (name, payload) => news.emit(name, payload),
  });
  session.onChange(() => news.noteChange());
  const tabStorage = ownStorage ? new MemoryStorage() : webStorageOrMemory('sessionStorage');
  const challenges = new ChallengeRecords(
    { storage: tabStorage, key: storageKey('challenges', [baseUrl]) },
    serverClock,
  );
  const pendingSignIns = new SecondFactorDemand(session, requireAal2, challenges);
  return { key, place, storage, session, pendingSignIns, challenges, events };
}

function guarded(renewal: SessionRenewal<PortableUser>, demand: SecondFactorDemand): CredentialSource {
  return {
    async bearer(options) {
      const bearer = await renewal.bearer(options);
      demand.assertMet();
      return bearer;
    },
    async replace(refused, options) {
      const replacement = await renewal.replace(refused, options);
      if (replacement !== null) demand.assertMet(); // a renewal tells of a level that has fallen
      return replacement;
    },
  };
}

function guardedSession(renewal: SessionRenewal<PortableUser>, demand: SecondFactorDemand): ApiSession {
  return {
    async live(signal) {
      const live = await renewal.live(signal);
      demand.assertMet();
      return live;
    },
    async successorOf(refused, signal) {
      const successor = await renewal.successorOf(refused, signal);
      if (successor !== null) demand.assertMet();
      return successor;
    },
  };
}

/** The same ports, with these options on each call. */
export function goTrueContextWith(context: GoTrueContext, request: RequestOptions): GoTrueContext {
  return {
    ...context,
    wire: context.wire.with(request),
    unguardedWire: context.unguardedWire.with(request),
    heldWire: context.heldWire.with(request),
    request: { ...context.request, ...request },
  };
}

/** The same server, with a session of its own in memory that is not renewed by itself. */
export function goTrueContextAs({ options, transport, request }: GoTrueContext, token: string): GoTrueContext {
  const shared = { ...options, transport, isTransportShared: true, lease: undefined, storageKey: undefined };
  const own = createGoTrueContext(shared, new MemoryStorage());
  const tokens = nativeTokens(token, own.serverClock);
  const claims = decodeUnverified(token);
  const assuranceLevel = claims?.aal === 'aal2' ? 'aal2' : 'aal1';
  void own.session.begin({ ...tokens, renewal: 'none', assuranceLevel, amr: ['unknown'], user: null });
  return { ...goTrueContextWith(own, request), actsForToken: true };
}
