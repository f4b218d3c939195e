import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { InvalidResponseError } from '../errors/index.js';
import type { HttpRequest, HttpResponse, HttpTransport } from '../http/http-transport.js';
import { tooLarge } from '../http/too-large.js';
import { lazy } from '../loading/lazy.js';
import { createDirectRoute, type Route } from './node/direct-route.js';
import { readProxySettings } from './node/proxy-settings.js';

export { hasEnded, markProcess } from './node/process-mark.js';
export { openSharedFiles } from './node/versioned-files.js';

/**
 * Makes a transport over `node:http`: connections are kept alive, redirects are not followed. Where the environment names
 * a proxy, requests go by it.
 */
export function createTransport(): HttpTransport {
  const direct = createDirectRoute();
  // biome-ignore lint/style/noProcessEnv: these variables are how a machine says where its proxy is, and read nowhere else
  const settings = readProxySettings(process.env);
  if (!settings) return { send: (request) => send(request, direct), dispose: () => direct.dispose() };
  const proxies = new ProxyRoutes();
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
const loadProxyRoute = /* @__PURE__ */ lazy(() => import('./node/proxy-route.js'));

/** The routes by a proxy that were used so far: one for `http:`, one for `https:`, unless they have the same. */
class ProxyRoutes {
  readonly #routes = new Map<string, Route>();

  async to(proxy: URL): Promise<Route> {
    const { createProxyRoute } = await loadProxyRoute();
    const route = this.#routes.get(proxy.href) ?? createProxyRoute(proxy);
    this.#routes.set(proxy.href, route);
    return route;
  }

  dispose(): void {
    for (const route of this.#routes.values()) route.dispose();
  }
}

async function send(request: HttpRequest, route: Route): Promise<HttpResponse> {
  return exchange(request, request.form ? await encodeForm(request.form) : encodeText(request.body), route);
}

/** A body in bytes, and the headers that describe it. */
interface EncodedBody {
  readonly bytes: Buffer | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

// In bytes: Node would write the headers in the encoding of a text that it can send along with them.
function encodeText(body: string | undefined): EncodedBody {
  const bytes = body === undefined ? undefined : Buffer.from(body);
  return { bytes, headers: contentLength(bytes) };
}

// The platform's own encoding, the one of its `fetch`.
async function encodeForm(form: FormData): Promise<EncodedBody> {
  const encoded = new Response(form);
  const bytes = Buffer.from(await encoded.arrayBuffer());
  return { bytes, headers: { 'content-type': encoded.headers.get('content-type') ?? '', ...contentLength(bytes) } };
}

function exchange(request: HttpRequest, { bytes, headers }: EncodedBody, route: Route): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const { signal, onUploadProgress } = request;
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const outgoing = route.open(request, {
      method: request.method,
      headers: { ...request.headers, 'accept-encoding': 'gzip, deflate, br', ...headers },
    });

    const onAbort = (): void => {
      outgoing.destroy();
      settle(() => reject(signal?.reason));
    };
    const settle = (outcome: () => void): void => {
      signal?.removeEventListener('abort', onAbort);
      outcome();
    };
    signal?.addEventListener('abort', onAbort, { once: true });

    const isOpen = watchConnection(outgoing);
    const fail = (error: Error): void => settle(() => reject(route.failure(error, request, isOpen())));
    outgoing.on('error', fail);
    outgoing.on('upgrade', ({ statusCode }, socket) => {
      socket.destroy();
      settle(() => reject(protocolSwitch(statusCode)));
    });
    outgoing.on('response', (incoming) => {
      if (bytes && request.form) onUploadProgress?.({ sentBytes: bytes.length, totalBytes: bytes.length });
      const refusal = route.refusal(incoming, request);
      if (refusal) {
        outgoing.destroy();
        settle(() => reject(refusal));
        return;
      }
      readText(incoming, request.maxResponseBytes).then(
        (text) => settle(() => resolve({ status: incoming.statusCode ?? 0, headers: flatten(incoming), text })),
        (error: Error) => {
          outgoing.destroy();
          const isJudged = error instanceof InvalidResponseError;
          settle(() => reject(isJudged ? error : route.failure(error, request, true)));
        },
      );
    });
    outgoing.end(bytes);
  });
}

function protocolSwitch(status: number | undefined): InvalidResponseError {
  return new InvalidResponseError({
    message: `Expected an answer, received a switch to another protocol (HTTP ${status})`,
    status,
    remedy: 'Check that the address is the identity server’s and that no proxy answers in its place.',
  });
}

function contentLength(bytes: Buffer | undefined): Record<string, string> {
  return bytes === undefined ? {} : { 'content-length': String(bytes.length) };
}

// Until a connection stands, and is encrypted where it has to be, nothing of the request can have reached the server.
function watchConnection(outgoing: ClientRequest): () => boolean {
  let isOpen = false;
  outgoing.on('socket', (socket) => {
    if (outgoing.reusedSocket) isOpen = true;
    else socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => (isOpen = true));
  });
  return () => isOpen;
}

async function readText(incoming: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of decompressed(incoming)) {
      const bytes = chunk as Buffer; // what a stream without an encoding yields
      length += bytes.length;
      if (length > maxBytes) throw tooLarge(maxBytes, incoming.statusCode ?? 0);
      chunks.push(bytes);
    }
  } catch (error) {
    throw isCorruption(error) ? corrupt(incoming.statusCode ?? 0) : error;
  }
  // A body that ends before its announced length closes without an error on some paths.
  if (!incoming.complete) throw new Error('The connection closed in the middle of the answer');
  return new TextDecoder().decode(Buffer.concat(chunks)); // which drops a byte order mark, as browsers do
}

function decompressed(incoming: IncomingMessage): Readable {
  const decoder = decoderFor(incoming.headers['content-encoding']);
  if (!decoder) return incoming;
  // Without this a torn connection would leave the decoder waiting for ever.
  incoming.on('error', (error) => decoder.destroy(error));
  incoming.on('aborted', () => decoder.destroy(new Error('The connection closed in the middle of the answer')));
  return incoming.pipe(decoder);
}

// How zlib's codes begin, and those of its brotli. Whatever else ends a body is the connection's fault.
function isCorruption(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && /^(?:Z_|ERR__)/.test(String(error.code));
}

function corrupt(status: number): InvalidResponseError {
  return new InvalidResponseError({
    message: 'The answer is not compressed as it says, or not complete',
    status,
    remedy: 'Check that the address is the identity server’s and that no proxy answers in its place.',
  });
}

function decoderFor(encoding: string | undefined) {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip();
  if (encoding === 'deflate') return createInflate();
  if (encoding === 'br') return createBrotliDecompress();
  return undefined;
}

function flatten(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}
