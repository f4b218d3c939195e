import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { InvalidResponseError } from '../../errors/index.js';
import type { ConnectionLimits, HttpRequest, HttpResponse, HttpTransport } from '../../http/http-transport.js';
import { lazy } from '../../loading/lazy.js';
import { readAnswerText } from './answer-text.js';
import { createDirectRoute, type Route } from './direct-route.js';
import { readProxySettings } from './proxy-settings.js';

/**
 * Makes a transport over `node:http`: connections are kept alive, redirects are not followed. Where the environment names
 * a proxy, requests go by it.
 */
export function createTransport(limits: ConnectionLimits = {}): HttpTransport {
  const direct = createDirectRoute(limits);
  // biome-ignore lint/style/noProcessEnv: these variables are how a machine says where its proxy is, and read nowhere else
  const settings = readProxySettings(process.env);
  if (!settings) return { send: (request) => send(request, direct), dispose: () => direct.dispose() };
  const proxies = new ProxyRoutes(limits);
  return {
    send: async (request) => {
      const proxy = settings.proxyFor(new URL(request.url));
      return send(request, proxy ? await proxies.to(proxy) : direct);
    },
    dispose: () => {
      direct.dispose();
      proxies.dispose();
    },
  };
}

// Most machines have no proxy.
const loadProxyRoute = /* @__PURE__ */ lazy(() => import('./proxy-route.js'));

/** The routes by a proxy that were used so far: one for `http:`, one for `https:`, unless they have the same. */
class ProxyRoutes {
  readonly #routes = new Map<string, Route>();
  readonly #limits: ConnectionLimits;

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
  }

  async to(proxy: URL): Promise<Route> {
    const { createProxyRoute } = await loadProxyRoute();
    const route = this.#routes.get(proxy.href) ?? createProxyRoute(proxy, this.#limits);
    this.#routes.set(proxy.href, route);
    return route;
  }

  dispose(): void {
    for (const route of this.#routes.values()) route.dispose();
  }
}

function send(request: HttpRequest, route: Route): Promise<HttpResponse> {
  const { form, body } = request;
  if (form) return sendForm(request, form, route);
  if (body === undefined) return exchange(request, undefined, route);
  // Node writes headers and a text in one piece, and both in the encoding of the text. Headers are latin-1, so a text
  // goes along with them if it is the same there.
  const length = Buffer.byteLength(body);
  const content = length === body.length ? body : Buffer.from(body);
  return exchange(request, { content, length }, route);
}

/** A body as Node writes it. */
interface EncodedBody {
  readonly content: string | Buffer;
  /** In bytes. */
  readonly length: number;
  /** By default that of the request. */
  readonly contentType?: string;
}

// The platform's own encoding, the one of its `fetch`.
async function sendForm(request: HttpRequest, form: FormData, route: Route): Promise<HttpResponse> {
  const encoded = new Response(form);
  const contentType = encoded.headers.get('content-type') ?? '';
  const content = Buffer.from(await encoded.arrayBuffer());
  return exchange(request, { content, length: content.length, contentType }, route);
}

function exchange(request: HttpRequest, body: EncodedBody | undefined, route: Route): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const { method, signal } = request;
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const outgoing = route.open(request, { method, headers: headersOf(request, body) });
    const onAbort = (): void => {
      outgoing.destroy();
      fail(signal?.reason);
    };
    signal?.addEventListener('abort', onAbort);
    const fail = (error: unknown): void => {
      signal?.removeEventListener('abort', onAbort);
      reject(error);
    };
    const failOnTheWay = (error: Error): void => fail(route.failure(error, request, isOpen()));

    const isOpen = watchConnection(outgoing);
    outgoing.on('error', failOnTheWay);
    outgoing.on('upgrade', ({ statusCode }, socket) => {
      socket.destroy();
      fail(protocolSwitch(statusCode));
    });
    outgoing.on('response', (incoming) => {
      if (body && request.form) request.onUploadProgress?.({ sentBytes: body.length, totalBytes: body.length });
      const refusal = route.refusal(incoming, request);
      if (refusal) {
        outgoing.destroy();
        fail(refusal);
        return;
      }
      readAnswerText(
        incoming,
        request.maxResponseBytes,
        (text) => {
          signal?.removeEventListener('abort', onAbort);
          resolve({ status: incoming.statusCode ?? 0, headers: receivedHeaders(incoming), text });
        },
        (error) => {
          outgoing.destroy();
          if (error instanceof InvalidResponseError) fail(error);
          else failOnTheWay(error);
        },
      );
    });
    if (body) outgoing.end(body.content, 'latin1');
    else outgoing.end();
  });
}

function headersOf({ headers }: HttpRequest, body: EncodedBody | undefined): Record<string, string> {
  const all: Record<string, string> = { ...headers, 'accept-encoding': 'gzip, deflate, br' };
  if (body?.contentType !== undefined) all['content-type'] = body.contentType;
  if (body) all['content-length'] = String(body.length);
  return all;
}

function protocolSwitch(status: number | undefined): InvalidResponseError {
  return new InvalidResponseError({
    message: `Expected an answer, received a switch to another protocol (HTTP ${status})`,
    status,
    remedy: 'Check that the address is the identity server’s and that no proxy answers in its place.',
  });
}

/**
 * Watches whether the connection of a request is open. Until it is, and is encrypted where it has to be, nothing of the
 * request can have reached the server.
 */
function watchConnection(outgoing: ClientRequest): () => boolean {
  let isOpen = false;
  outgoing.on('socket', (socket) => {
    // A connection that another request has just released is open, whether or not Node calls it reused.
    if (outgoing.reusedSocket || isConnected(socket)) isOpen = true;
    else socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => (isOpen = true));
  });
  return () => isOpen;
}

function isConnected(socket: Socket): boolean {
  // Node sets the protocol of the application, or `false`, when the handshake is complete.
  return !socket.connecting && !(socket instanceof TLSSocket && socket.alpnProtocol === null);
}

function receivedHeaders({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  const { 'set-cookie': cookies } = headers; // the only one that Node gives as a list
  // Node sets no header to undefined.
  return (cookies ? { ...headers, 'set-cookie': cookies.join(', ') } : headers) as Readonly<Record<string, string>>;
}
