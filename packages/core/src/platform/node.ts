import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { InvalidResponseError, NetworkError } from '../errors/index.js';
import type { Exchange } from '../http/exchange.js';
import type { HttpRequest, HttpResponse } from '../http/http-transport.js';
import { tooLarge } from '../http/too-large.js';

export { hasEnded, markProcess } from './node/process-mark.js';
export { openSharedFiles } from './node/versioned-files.js';

/** Makes an exchange over `node:http`: connections are kept alive, redirects are not followed. */
export function createExchange(): Exchange {
  const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
  return {
    send: (request) => exchange(request, agents),
    dispose: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

function exchange(request: HttpRequest, agents: Agents): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const { signal } = request;
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const secure = request.url.startsWith('https:');
    const settings = {
      method: request.method,
      headers: { ...request.headers, 'accept-encoding': 'gzip, deflate, br', ...contentLength(request.body) },
    };
    const outgoing = secure
      ? https.request(request.url, { ...settings, agent: agents.https })
      : http.request(request.url, { ...settings, agent: agents.http });

    const onAbort = (): void => {
      outgoing.destroy();
      settle(() => reject(signal?.reason));
    };
    const settle = (outcome: () => void): void => {
      signal?.removeEventListener('abort', onAbort);
      outcome();
    };
    signal?.addEventListener('abort', onAbort, { once: true });

    const hasConnected = watchConnection(outgoing);
    const fail = (error: Error): void => settle(() => reject(asNetworkError(error, hasConnected(), request.url)));
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      readText(incoming, request.maxResponseBytes).then(
        (text) => settle(() => resolve({ status: incoming.statusCode ?? 0, headers: flatten(incoming), text })),
        (error: Error) => {
          outgoing.destroy();
          const isJudged = error instanceof InvalidResponseError;
          settle(() => reject(isJudged ? error : asNetworkError(error, true, request.url)));
        },
      );
    });
    // As bytes: Node would write the headers in the encoding of a text that it can send along with them.
    outgoing.end(request.body === undefined ? undefined : Buffer.from(request.body));
  });
}

function contentLength(body: string | undefined): { 'content-length'?: string } {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
}

// Until a connection stands, nothing of the request can have reached the server.
function watchConnection(outgoing: ClientRequest): () => boolean {
  let connected = false;
  outgoing.on('socket', (socket) => {
    if (socket.connecting) socket.once('connect', () => (connected = true));
    else connected = true;
  });
  return () => connected;
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

function asNetworkError(error: Error & { readonly code?: string }, sent: boolean, url: string): NetworkError {
  const { origin } = new URL(url);
  return new NetworkError({
    message: sent ? `The connection to ${origin} broke before the answer was complete` : `Could not reach ${origin}`,
    remedy: sent
      ? 'Check the network; the server may have acted on the request.'
      : 'Check the address and the network.',
    sent,
    systemCode: error.code,
  });
}
