import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { NetworkError } from '../../errors/index.js';
import type { ConnectionLimits, HttpRequest } from '../../http/http-transport.js';
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

/** Settings of an agent whose connections are kept alive. It never closes a connection that is in use. */
export function keptAlive(limits: ConnectionLimits, idleMs: number = IDLE_MS): http.AgentOptions {
  return { keepAlive: true, timeout: idleMs, maxSockets: limits.maxSockets ?? Number.POSITIVE_INFINITY };
}

/** Straight to the server, over connections that are kept alive. */
export function createDirectRoute(limits: ConnectionLimits, idleMs?: number): Route {
  const settings = keptAlive(limits, idleMs);
  const agents = { http: new http.Agent(settings), https: new https.Agent(settings) };
  const idle = new IdleConnections(agents.http, agents.https);
  const addresses = new Addresses();
  return {
    open: ({ url, idempotent }, settings) => {
      if (!idempotent) idle.closeStale();
      const options = { ...addresses.of(url), ...settings };
      return url.startsWith('https:')
        ? https.request({ ...options, agent: agents.https })
        : http.request({ ...options, agent: agents.http });
    },
    failure: connectionFailure,
    refusal: () => undefined,
    dispose: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

/** A server and a path of it. */
type Address = Pick<http.RequestOptions, 'hostname' | 'port' | 'auth' | 'path'>;

// An origin, and a path that goes out as it stands.
const PLAIN_URL = /^(https?:\/\/[^/?#]+)(\/[!"$-~]*)$/;

/** Parses each server once: the parsing of a URL takes more time than the rest of what a request needs. */
class Addresses {
  readonly #servers = new Map<string, Address>();

  of(url: string): Address {
    const [, origin, path] = PLAIN_URL.exec(url) ?? [];
    if (origin === undefined) return urlToHttpOptions(new URL(url));
    const { hostname, port, auth } = this.#servers.get(origin) ?? this.#parse(origin);
    return { hostname, port, auth, path };
  }

  #parse(origin: string): Address {
    const server = urlToHttpOptions(new URL(origin));
    this.#servers.set(origin, server);
    return server;
  }
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
    cause: error,
  });
}
