import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { NetworkError } from '../../errors/index.js';
import type { HttpRequest } from '../../http/http-transport.js';
import { IdleConnections } from './idle-connections.js';

/** What is the same whichever way a request goes. */
export interface RequestSettings {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A way to the server. */
export interface Route {
  /** Begins a request. */
  open(request: HttpRequest, settings: RequestSettings): ClientRequest;
  /**
   * Names what went wrong on the way.
   *
   * @param isOpen - Whether the connection stood, so that something of the request may have left.
   */
  failure(error: Error, request: HttpRequest, isOpen: boolean): NetworkError;
  /** The error for an answer that is not the server's own; `undefined` for one that is. */
  refusal(incoming: IncomingMessage, request: HttpRequest): NetworkError | undefined;
  /** Closes idle connections. */
  dispose(): void;
}

/**
 * How long an idle connection is kept, in milliseconds: less than any usual server keeps it, since a request that meets a
 * connection at the moment of its end is lost, and nobody knows whether the server has seen it.
 */
const IDLE_MS = 4_000;

/** What connections are kept by. One that is in use is never cut off by it. */
export function keptAlive(idleMs: number = IDLE_MS): { readonly keepAlive: true; readonly timeout: number } {
  return { keepAlive: true, timeout: idleMs };
}

/** Straight to the server, over connections that are kept alive. */
export function createDirectRoute(idleMs?: number): Route {
  const agents = { http: new http.Agent(keptAlive(idleMs)), https: new https.Agent(keptAlive(idleMs)) };
  const idle = new IdleConnections(agents.http, agents.https);
  return {
    open: ({ url, idempotent }, settings) => {
      if (!idempotent) idle.closeStale();
      return url.startsWith('https:')
        ? https.request(url, { ...settings, agent: agents.https })
        : http.request(url, { ...settings, agent: agents.http });
    },
    failure: connectionFailure,
    refusal: () => undefined,
    dispose: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

/** The error for a connection that could not be made, or broke. */
export function connectionFailure(
  error: Error & { readonly code?: string },
  { url }: HttpRequest,
  isOpen: boolean,
): NetworkError {
  const { origin } = new URL(url);
  return new NetworkError({
    message: isOpen ? `The connection to ${origin} broke before the answer was complete` : `Could not reach ${origin}`,
    remedy: isOpen
      ? 'Check the network; the server may have acted on the request.'
      : 'Check the address and the network.',
    sent: isOpen,
    systemCode: error.code,
  });
}
