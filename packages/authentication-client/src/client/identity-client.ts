import {
  type DisposableTransport,
  DisposedError,
  type Listener,
  type Logger,
  lazy,
  type RequestOptions,
  type Session,
  type SessionRenewal,
  type Unsubscribe,
  type User,
} from '@sallyport/core';
import type { PendingSignIn } from '../mfa/domain/pending-sign-in.js';
import type { ClientEmitter, ClientEvents, Store } from './client-events.js';
import type { ClientSnapshot, ClientState, CurrentSignIn } from './client-snapshot.js';
import { ApiAccess, type ApiSession } from './own-api/api-access.js';
import { type InterceptableAxios, interceptAxios } from './own-api/axios-interceptor.js';

const loadAuthorizedFetch = lazy(() => import('./own-api/authorized-fetch.js'));

/** What an identity client is made of, whatever its server. */
export interface IdentityClientParts {
  readonly options: { readonly apiOrigins: readonly string[]; readonly logger: Logger };
  readonly session: Session<User>;
  readonly renewal: SessionRenewal<User>;
  readonly apiSession: ApiSession;
  /** Origins that a warning of `fetch` named already. */
  readonly warnedOrigins: Set<string>;
  readonly pendingSignIns: CurrentSignIn & { dispose(): void };
  readonly request: RequestOptions;
  readonly events: ClientEmitter;
  readonly transport: DisposableTransport;
  /** Aborts when the client is disposed of: for work that goes on by itself. */
  readonly lifetime: AbortController;
  readonly stopListening: Unsubscribe;
}

/** What every identity client has, whatever its server: its state, its events, the application's own API, its end. */
export class IdentityClient {
  readonly #parts: IdentityClientParts;
  readonly #api: ApiAccess;

  constructor(parts: IdentityClientParts) {
    this.#parts = parts;
    const { apiSession, options, warnedOrigins } = parts;
    this.#api = new ApiAccess(apiSession, {
      origins: options.apiOrigins,
      warned: warnedOrigins,
      logger: options.logger,
    });
  }

  /** Where the sign-in stands. */
  get state(): ClientState {
    return this.snapshot.state;
  }

  /** The client at this moment: one frozen object until something changes. `stateChanged` fires with each new one. */
  get snapshot(): ClientSnapshot {
    return this.store.get();
  }

  /**
   * The snapshots in the form that `useSyncExternalStore` and signals read:
   * `useSyncExternalStore(client.store.subscribe, client.store.get, () => loadingSnapshot)`.
   */
  get store(): Store<ClientSnapshot> {
    return this.#parts.events.store;
  }

  /** When the tokens of the session expire, by the server's clock; `null` without a session or without an expiry. */
  get expiresAt(): Date | null {
    const { expiresAt = null } = this.#parts.session.current ?? {};
    return expiresAt === null ? null : new Date(expiresAt);
  }

  /** The sign-in that waits for its second factor; `null` when there is none or its time is over. */
  get pendingSignIn(): PendingSignIn | null {
    return this.#parts.pendingSignIns.current;
  }

  /**
   * Resolves when the stored session has been read. While nobody is signed in, it is read again with each call: processes
   * that share a folder or Redis are not told of each other's sign-ins.
   */
  ready(): Promise<void> {
    return this.#parts.session.ready();
  }

  /**
   * Listens to an event.
   *
   * @returns A function that removes the listener.
   * @throws {InputError} There is no such event, or the listener is not a function.
   */
  on<Name extends keyof ClientEvents>(name: Name, listener: Listener<ClientEvents[Name]>): Unsubscribe {
    return this.#parts.events.on(name, listener);
  }

  /**
   * Calls the application's own API: `fetch`, with the session's token for the origins of the option `apiOrigins`, after
   * redirects too. A token that has ended is renewed first; a 401 leads to one renewal and one repeat, unless the body is a
   * stream, which cannot be sent twice. A request to another origin, the page's own included, carries no token, and one
   * warning names the origin. A header `authorization` of the caller's stays, and then nothing is repeated.
   *
   * @throws {SessionLostError} The server refused to renew the session.
   */
  async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const { authorizedFetch } = await loadAuthorizedFetch();
    return authorizedFetch(this.#api, input, init);
  }

  /**
   * The token that the application's own API takes, for libraries that call it by themselves, such as the option
   * `accessToken` of `@supabase/supabase-js`. One that has ended is renewed first, so ask for it with each call.
   *
   * @returns `null` when nobody is signed in.
   * @throws {MfaRequiredError} A session is there, and a second factor is due (a GoTrue server's).
   * @throws {SessionLostError} The server refused to renew the session.
   */
  getAccessToken(): Promise<string | null> {
    return this.#api.token(this.#parts.request.signal);
  }

  /**
   * Has the requests of an axios instance carry the session's token, by the rules of `fetch`.
   *
   * @returns A function that undoes it.
   */
  attachTo(axios: InterceptableAxios): Unsubscribe {
    return interceptAxios(this.#api, axios);
  }

  /**
   * Closes connections, stops timers and forgets listeners. The stored session stays, and a renewal that was sent is
   * still stored. Later calls are rejected with a `DisposedError`.
   */
  async dispose(): Promise<void> {
    const { lifetime, stopListening, events, renewal, pendingSignIns, transport, session } = this.#parts;
    lifetime.abort(new DisposedError({ message: 'The client was disposed of', remedy: 'Make another client.' }));
    stopListening();
    events.clear();
    pendingSignIns.dispose();
    await transport.disposeAfter(renewal.dispose());
    await session.dispose();
  }
}
