import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '@sallyport/core/clock';
import { ConfigurationError } from '@sallyport/core/errors';
import { Callers } from './http/callers.js';
import { headersOfEveryAnswer } from './http/common-headers.js';
import { errorAnswer, requestOf } from './http/error-answers.js';
import type { EventSockets } from './sockets/event-sockets.js';

const MAX_HEADER_BYTES = 16 * 1024;

/** How long a caller may take, on the machine's own time, and how many there may be at once. */
export interface CallerLimits {
  /** From the first byte of the headers to their end; from a connection to its first byte as well. */
  readonly headersMs: number;
  /** The whole request. */
  readonly requestMs: number;
  /** Without a byte in either direction, while an answer waits to be read. */
  readonly stalledMs: number;
  readonly connections: number;
}

const LIMITS: CallerLimits = { headersMs: 10_000, requestMs: 30_000, stalledMs: 30_000, connections: 1_000 };
const KEEP_ALIVE_MS = 65_000;
const CHECKS_PER_LIMIT = 10;

/** A server that accepts connections. */
export interface ListeningServer {
  readonly port: number;
  /** Ends all connections and resolves when nothing of the server is left. */
  close(): Promise<void>;
}

/** Where a server listens, and what dates the answers that no application gives. */
interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
  /** What goes on as a WebSocket. */
  readonly sockets: EventSockets;
  readonly limits?: CallerLimits;
}

/** @throws {ConfigurationError} The port cannot be had. */
export async function listen(
  listener: RequestListener,
  { host, port, clock, sockets, limits = LIMITS }: ListenOptions,
): Promise<ListeningServer> {
  const settings = {
    maxHeaderSize: MAX_HEADER_BYTES,
    requireHostHeader: false, // without a host the listener refuses, in the form of all answers
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.headersMs / CHECKS_PER_LIMIT,
    keepAliveTimeout: KEEP_ALIVE_MS,
  };
  const server = createServer(settings, listener);
  server.setTimeout(limits.stalledMs, (socket) => socket.destroy());
  server.maxConnections = 2 * limits.connections;
  const callers = new Callers(limits.connections);
  server.on('connection', (socket) => callers.admit(socket));
  server.on('request', ({ socket }, answer) => callers.serve(socket, answer));
  server.on('checkExpectation', (incoming: IncomingMessage, answer: ServerResponse) =>
    refuseExpectation(incoming, answer, clock),
  );
  server.on('upgrade', (incoming, socket, head) => {
    callers.release(incoming.socket);
    sockets.upgrade(incoming, socket, head);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => refuseBytes(error, socket, clock));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, host, port)));
    server.listen(port, host, resolve);
  });
  // A server that listens on TCP has such an address.
  return { port: (server.address() as AddressInfo).port, close: () => close(server, sockets) };
}

async function close(server: Server, sockets: EventSockets): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  sockets.close();
  await closed;
}

const STATUSES: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** Answers an `Expect` that this server does not know, in the form of the wire that the request was meant for. */
function refuseExpectation(incoming: IncomingMessage, answer: ServerResponse, clock: Clock): void {
  const message = 'The server knows no expectation but 100-continue';
  const { body, headers } = errorAnswer(requestOf(incoming), { status: 417, message });
  const all = { ...headersOfEveryAnswer(clock), ...headers, 'content-type': 'application/json', connection: 'close' };
  answer.writeHead(417, all).end(JSON.stringify(body));
}

/** What is not HTTP, or has headers without end, is answered before any wire is known. */
function refuseBytes(error: NodeJS.ErrnoException, socket: Socket, clock: Clock): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = STATUSES[error.code ?? ''] ?? '400 Bad Request';
  const body = JSON.stringify({ code: Number.parseInt(status, 10), message: status.slice(4), data: null });
  const headers = {
    'content-type': 'application/json',
    'content-length': String(body.length),
    connection: 'close',
    ...headersOfEveryAnswer(clock),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.once('finish', () => socket.destroy()); // not kept open by a caller that never closes its side
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`);
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): ConfigurationError {
  return new ConfigurationError({
    message: `port: cannot listen on ${host}:${port} (${error.code ?? error.message})`,
    remedy: 'Choose another port, or 0 for one that is free.',
  });
}
