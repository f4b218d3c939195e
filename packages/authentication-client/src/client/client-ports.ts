import type { Clock, ServerClock } from '@sallyport/core/clock';
import type { Unsubscribe } from '@sallyport/core/events';
import type { DisposableTransport, RequestOptions } from '@sallyport/core/http';
import type { Lifetime } from '@sallyport/core/loading';
import type { Logger } from '@sallyport/core/logging';
import type { SessionRenewal } from '@sallyport/core/sending';
import type { Session } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';
import type { ClientEmitter } from './client-events.js';
import type { CurrentSignIn } from './client-snapshot.js';
import type { SessionStart } from './session/session-start.js';

/** The session whose token the application's own API receives. */
export type ApiSession = Pick<SessionRenewal<User>, 'live' | 'successorOf'>;

/** The sending half of a client: its code loads with the first call, or at once where a session is stored. */
export interface Sending {
  readonly renewal: SessionRenewal<User>;
  readonly apiSession: ApiSession;
}

/** Ports of every client, whatever its server, that exist from its construction on. None of them sends. */
export interface ClientPorts<Loaded extends Sending = Sending> {
  readonly options: { readonly apiOrigins: readonly string[]; readonly logger: Logger };
  readonly clock: Clock;
  readonly serverClock: ServerClock;
  readonly session: Session<User>;
  readonly start: SessionStart;
  readonly pendingSignIns: CurrentSignIn & { dispose(): void };
  readonly events: ClientEmitter;
  /** Whether the session is that of a token passed to `as`, which may be an attacker's. */
  readonly actsForToken: boolean;
  /** Origins that a warning of `fetch` named already. */
  readonly warnedOrigins: Set<string>;
  /** Options on each call of this view. */
  readonly request: RequestOptions;
  readonly sending: SendingSource<Loaded>;
  /** Shared with the clients that `as` makes, so that they end with this one. */
  readonly transport: DisposableTransport;
  /** Ends when the client is disposed of: for work that continues without a caller. */
  readonly lifetime: Lifetime;
  readonly stopListening: Unsubscribe;
}

/** Loads the sending half. */
export interface SendingSource<Loaded extends Sending = Sending> {
  /**
   * The sending half, bound to the options of this view. A failed load is tried again with the next call.
   *
   * @throws {DisposedError} The client was disposed of.
   */
  load(): Promise<Loaded>;
  /** Waits for a renewal that was sent. Nothing is loaded for it. */
  dispose(): Promise<void>;
}
