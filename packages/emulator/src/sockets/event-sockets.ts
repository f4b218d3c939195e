import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';
import type { Domain } from '../domain/create-domain.js';
import type { PublishedEvent } from '../domain/events/event.types.js';
import { Refusal } from '../domain/refusal.js';
import { isLoopbackHost, isLoopbackOrigin } from '../http/loopback.js';

const LOCAL = 'http://localhost';
const MAX_BYTES = 4 * 1024;
// RFC 6455, 7.4.1: the rules of the server forbid it to go on.
const SIGNED_OUT = 1_008;

/** Who listens, and to what. */
interface Listener {
  /** Whether it may still listen: a sign-in ends while a connection lasts. */
  readonly isSignedIn: () => boolean;
  readonly concerns: (event: PublishedEvent) => boolean;
}

/** The addresses of events, and whose token opens each. */
const PATHS: Readonly<Record<string, (domain: Domain, token: string) => Promise<Listener>>> = {
  // Users hear their own events.
  '/events/v1/authentication/sub': async ({ sessions }, token) => {
    const { session } = await sessions.authenticate(token);
    return {
      isSignedIn: () => sessions.get(session.id) !== undefined,
      concerns: ({ userId }) => userId === session.userId,
    };
  },
  '/events/v1/management/sub': async ({ managementTokens }, token) => {
    await managementTokens.authenticate(token);
    return { isSignedIn: () => true, concerns: () => true };
  },
};

/** Listens to events over WebSockets. The library is loaded when somebody comes. */
export class EventSockets {
  readonly #domain: Domain;
  #server: Promise<WebSocketServer> | undefined;

  readonly #onUnexpected: (error: unknown) => void;
  /** All that were upgraded, whether they are open or still asked for their token. */
  readonly #sockets = new Set<Duplex>();

  constructor(domain: Domain, onUnexpected: (error: unknown) => void) {
    this.#domain = domain;
    this.#onUnexpected = onUnexpected;
  }

  /** Answers a request to go on as a WebSocket. */
  upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    this.#answer(incoming, socket, head).catch((error: unknown) => {
      socket.destroy();
      this.#onUnexpected(error);
    });
  }

  /** Ends all connections. */
  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #answer(incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const url = URL.canParse(incoming.url ?? '', LOCAL) ? new URL(incoming.url ?? '', LOCAL) : null;
    if (url === null) return refuse(socket, 404);
    const { pathname, searchParams } = url;
    const { host = '', origin } = incoming.headers;
    if (!isLoopbackHost(host) || (origin !== undefined && !isLoopbackOrigin(origin))) return refuse(socket, 403);
    const open = Object.hasOwn(PATHS, pathname) ? PATHS[pathname] : undefined;
    const eventType = searchParams.get('code') ?? '';
    if (!open || eventType === '') return refuse(socket, 404);
    try {
      const listener = await open(this.#domain, searchParams.get('token') ?? '');
      const server = await this.#load();
      server.handleUpgrade(incoming, socket, head, (client) => this.#listen(client, eventType, listener));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(socket, 401);
    }
  }

  #listen(client: WebSocket, eventType: string, { isSignedIn, concerns }: Listener): void {
    const end = this.#domain.eventHub.subscribe((event) => {
      if (!isSignedIn()) client.close(SIGNED_OUT);
      else if (event.type === eventType && concerns(event)) client.send(event.data);
    });
    client.on('close', end);
    client.on('error', () => client.terminate());
  }

  #load(): Promise<WebSocketServer> {
    this.#server ??= import('ws').then(
      ({ WebSocketServer: Server }) => new Server({ noServer: true, maxPayload: MAX_BYTES, perMessageDeflate: false }),
    );
    return this.#server;
  }
}

const REASONS = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' } as const;

function refuse(socket: Duplex, status: keyof typeof REASONS): void {
  socket.end(`HTTP/1.1 ${status} ${REASONS[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
