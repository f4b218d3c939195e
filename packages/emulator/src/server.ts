import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { ConfigurationError } from '@sallyport/core';

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

/** @throws {ConfigurationError} The port cannot be had. */
export async function listen(listener: RequestListener, host: string, port: number): Promise<ListeningServer> {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, ...LIMITS }, listener);
  server.maxConnections = MAX_CONNECTIONS;
  server.on('clientError', refuseBytes);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, host, port)));
    server.listen(port, host, resolve);
  });
  // A server that listens on TCP has such an address.
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  await closed;
}

/** What is not HTTP, or has headers without end, is answered before any wire is known. */
function refuseBytes(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const body = JSON.stringify({ code: Number.parseInt(status, 10), message: status.slice(4), data: null });
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
  socket.end(`${head}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n${body}`);
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): ConfigurationError {
  return new ConfigurationError({
    message: `port: cannot listen on ${host}:${port} (${error.code ?? error.message})`,
    remedy: 'Choose another port, or 0 for one that is free.',
  });
}
