import {
  type Clock,
  openWire,
  PasswordEncryption,
  type RequestOptions,
  Session,
  storageKey,
  type User,
  type Wire,
  webStorageOrMemory,
} from '@sallyport/core';
import { PendingSignIns } from '../mfa/domain/pending-sign-ins.js';
import { continuationFromAuthing } from '../mfa/gateways/authing/authing-continuation.js';
import { AuthingSessionRenewal } from '../session/authing-session-renewal.js';
import { AuthingSignIn } from '../sign-in/sign-in-completion.js';
import { ClientEmitter, type ClientEvents, type ClientSnapshot } from './client-events.js';
import type { ResolvedOptions } from './options.js';

/** The ports that the features of one client share. */
export interface ClientContext {
  readonly options: ResolvedOptions;
  readonly wire: Wire;
  /** What each call of this view adds; the wire applies it already. */
  readonly request: RequestOptions;
  readonly clock: Clock;
  readonly session: Session<User>;
  readonly pendingSignIns: PendingSignIns;
  readonly passwords: PasswordEncryption;
  readonly events: ClientEmitter;
  readonly signIn: AuthingSignIn;
  readonly renewal: AuthingSessionRenewal;
}

/** Wires the ports of a client together. Reads and sends nothing. */
export function createContext(options: ResolvedOptions): ClientContext {
  const { clock, logger } = options;
  const identity = [options.baseUrl, options.appId, options.userPoolId, options.tenantId];
  const events: ClientEmitter = new ClientEmitter(() => takeSnapshot(session, pendingSignIns), logger);
  const session = new Session<User>({
    storage: options.storage ?? webStorageOrMemory('localStorage'),
    key: storageKey('session', identity),
    logger,
    // A session's events are client events of the same name; the compiler cannot see that through the type parameter.
    emit: (name, payload) => events.emit(name, payload as ClientEvents[typeof name]),
  });
  const pendingSignIns = new PendingSignIns({
    storage: webStorageOrMemory('sessionStorage'),
    key: storageKey('pending-sign-in', identity),
    clock,
    onDropped: () => events.stateChanged(),
  });
  const wire = openWire(options, { bearer: () => currentToken(session) }, options.withCredentials);
  const passwords = new PasswordEncryption(wire, options.publicKey);
  const signIn = new AuthingSignIn({ session, pendingSignIns, clock, events }, continuationFromAuthing);
  const renewal = new AuthingSessionRenewal(wire, session, clock);
  return { options, wire, request: {}, clock, session, pendingSignIns, passwords, events, signIn, renewal };
}

/** The same ports, with these options on each call. */
export function contextWith(context: ClientContext, request: RequestOptions): ClientContext {
  return { ...context, wire: context.wire.with(request), request: { ...context.request, ...request } };
}

/** Where the client stands, now. */
export function takeSnapshot(session: Session<User>, pendingSignIns: PendingSignIns): ClientSnapshot {
  const { state, current } = session;
  return Object.freeze({
    state: pendingSignIns.current ? 'mfaRequired' : state,
    userId: current?.user?.id ?? null,
    assuranceLevel: current?.assuranceLevel ?? null,
    expiresAt: current?.expiresAt ? new Date(current.expiresAt) : null,
  });
}

function currentToken(session: Session<User>): string | null | Promise<string | null> {
  const { current } = session;
  if (current || session.state !== 'unknown') return current?.token ?? null;
  return session.ready().then(() => session.current?.token ?? null);
}
