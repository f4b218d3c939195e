import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type Clock, ConfigurationError } from '@sallyport/core';
import { headersOfEveryAnswer } from './http/common-headers.js';
import type { EventSockets } from './sockets/event-sockets.js';

const MAX_HEADER_BYTES = 16 * 1024;
const MAX_CONNECTIONS = 1_000;

// Guards on real input and output, on the machine's own time: somebody who sends a byte a minute must not hold on.
const LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 };

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
}

/** @throws {ConfigurationError} The port cannot be had. */
export async function listen(
  listener: RequestListener,
  { host, port, clock, sockets }: ListenOptions,
): Promise<ListeningServer> {
  // Without a host the listener refuses, in the form of all answers.
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, requireHostHeader: false, ...LIMITS }, listener);
  server.maxConnections = MAX_CONNECTIONS;
  server.on('upgrade', (incoming, socket, head) => sockets.upgrade(incoming, socket, head));
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

/** What is not HTTP, or has headers without end, is answered before any wire is known. */
function refuseBytes(error: NodeJS.ErrnoException, socket: Socket, clock: Clock): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const body = JSON.stringify({ code: Number.parseInt(status, 10), message: status.slice(4), data: null });
  const headers = {
    'content-type': 'application/json',
    'content-length': String(body.length),
    connection: 'close',
    ...headersOfEveryAnswer(clock),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`);
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): ConfigurationError {
  return new ConfigurationError({
    message: `port: cannot listen on ${host}:${port} (${error.code ?? error.message})`,
    remedy: 'Choose another port, or 0 for one that is free.',
  });
}
