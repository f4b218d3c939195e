import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type NetworkError, ProxyError } from '../../errors/index.js';
import type { ConnectionLimits } from '../../http/http-transport.js';
import { connectionFailure, keptAlive, type Route } from './direct-route.js';
import { IdleConnections } from './idle-connections.js';

/** What an agent is passed: by Node, and by our `open`. */
interface TunnelOptions extends https.RequestOptions {
  /** Ends the wait for the tunnel. */
  readonly openedFor?: AbortSignal | undefined;
}

/**
 * By way of a proxy: it is asked for the whole address of an `http:` one, and for a tunnel to an `https:` one, through
 * which it sees nothing but bytes. Its user and password go to the proxy alone.
 */
export function createProxyRoute(proxy: URL, limits: ConnectionLimits): Route {
  const secure = proxy.protocol === 'https:';
  const address = withoutCredentials(proxy);
  const agent = secure ? new https.Agent(keptAlive(limits)) : new http.Agent(keptAlive(limits));
  const tunnels = new TunnelAgent(proxy, limits);
  const idle = new IdleConnections(agent, tunnels);
  const requestProxy = secure ? https.request : http.request;
  return {
    open: ({ url, signal, idempotent }, settings) => {
      if (!idempotent) idle.closeStale();
      if (url.startsWith('https:')) {
        const options: TunnelOptions = { ...settings, agent: tunnels, openedFor: signal };
        return https.request(url, options);
      }
      const headers = { ...settings.headers, host: new URL(url).host, ...authorizationOf(proxy) };
      return requestProxy(address, { ...settings, agent, path: url, headers });
    },
    failure: (error, request, isOpen) => {
      if (error instanceof ProxyError) return error; // of a tunnel
      const isForwarded = !request.url.startsWith('https:');
      return isForwarded && !isOpen ? notReached(proxy, error) : connectionFailure(error, request, isOpen);
    },
    // Through a tunnel the answer is the server's own, whatever its status.
    refusal: ({ statusCode }: IncomingMessage, { url }): NetworkError | undefined =>
      statusCode === 407 && !url.startsWith('https:') ? refused(proxy, 407) : undefined,
    dispose: () => {
      agent.destroy();
      tunnels.destroy();
    },
  };
}

/** Makes its connections through tunnels, and keeps them as any agent does. */
class TunnelAgent extends https.Agent {
  readonly #proxy: URL;

  constructor(proxy: URL, limits: ConnectionLimits) {
    super(keptAlive(limits));
    this.#proxy = proxy;
  }

  override createConnection(
    options: https.RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    openTunnel(this.#proxy, options, (error, socket) => {
      // Over a socket that stands, Node's agent makes the TLS connection at once.
      const secured = socket && super.createConnection({ ...options, socket } as https.RequestOptions);
      callback?.(error, secured as Duplex); // with an error comes none, which the types of Node do not know
    });
  }
}

/** Asks the proxy for a connection to a server (RFC 9110 section 9.3.6). */
function openTunnel(
  proxy: URL,
  { host, port, openedFor }: TunnelOptions,
  callback: (error: ProxyError | null, socket?: Socket) => void,
): void {
  const server = `${host?.includes(':') ? `[${host}]` : host}:${port}`;
  const requestProxy = proxy.protocol === 'https:' ? https.request : http.request;
  const asking = requestProxy(withoutCredentials(proxy), {
    method: 'CONNECT',
    path: server,
    headers: { host: server, ...authorizationOf(proxy) },
    agent: false,
    ...(openedFor ? { signal: openedFor } : {}),
  });
  asking.once('connect', ({ statusCode = 0 }, socket, head) => {
    if (statusCode >= 200 && statusCode < 300) {
      if (head.length > 0) socket.unshift(head);
      callback(null, socket);
    } else {
      socket.destroy();
      callback(refused(proxy, statusCode));
    }
  });
  asking.once('error', (error) => callback(notReached(proxy, error)));
  asking.end();
}

function withoutCredentials(proxy: URL): URL {
  const address = new URL(proxy);
  address.username = '';
  address.password = '';
  return address;
}

function authorizationOf({ username, password }: URL): { readonly 'proxy-authorization'?: string } {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

function notReached({ origin }: URL, cause: Error & { readonly code?: string }): ProxyError {
  return new ProxyError({
    message: `Could not reach the proxy ${origin}`,
    remedy: 'Check the environment variables HTTP_PROXY and HTTPS_PROXY; NO_PROXY lists what is reached without.',
    systemCode: cause.code,
    cause,
  });
}

function refused({ origin }: URL, status: number): ProxyError {
  return new ProxyError({
    message:
      status === 407
        ? `The proxy ${origin} asks who calls`
        : `The proxy ${origin} opens no connection (HTTP ${status})`,
    status,
    retryable: status >= 500,
    remedy:
      status === 407
        ? 'Put user and password into the environment variable, as in http://user:password@proxy.example:3128.'
        : 'Ask who runs the proxy to allow the address, or list it in NO_PROXY.',
  });
}
