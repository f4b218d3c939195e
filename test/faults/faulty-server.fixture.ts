import { once } from 'node:events';
import http, { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach } from '@jest/globals';
import { certificate, certificateKey } from './certificate.fixture.js';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Runs after the test, the last registered first. */
export function cleanUpWith(cleanUp: () => unknown): void {
  cleanUps.push(cleanUp);
}

/** One request as it arrived, and the means to mistreat it. */
export interface Call {
  /** 1 for the first request that the server got. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly response: ServerResponse;
  readonly socket: Socket;
}

export type Behaviour = (call: Call) => unknown;

export interface FaultyServer {
  readonly url: string;
  /** Every request, as it came. */
  readonly calls: readonly Call[];
  /** From now on the server behaves otherwise. */
  become(behaviour: Behaviour): void;
  /** Closes the port and every connection. Later requests are refused. */
  stop(): Promise<void>;
}

/** Listens on a free port of the loopback interface until the test is over. */
export async function listen(server: Server): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {}); // what breaks here was broken on purpose
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  cleanUpWith(stop);
  return { port: (server.address() as AddressInfo).port, stop };
}

/**
 * A server that treats each request as `behaviour` says.
 *
 * @param now - What its clock says, in epoch milliseconds. Without it the answers tell no time: the clients of these tests
 * stand in another year.
 */
export function serve(behaviour: Behaviour = answer(null), now?: () => number): Promise<FaultyServer> {
  return serveOn(http.createServer(), 'http', behaviour, now);
}

/** The same over TLS, with the certificate of these tests. */
export function serveSecurely(behaviour: Behaviour = answer(null)): Promise<FaultyServer> {
  return serveOn(https.createServer({ key: certificateKey, cert: certificate }), 'https', behaviour);
}

async function serveOn(
  server: http.Server,
  scheme: 'http' | 'https',
  behaviour: Behaviour,
  now?: () => number,
): Promise<FaultyServer> {
  const calls: Call[] = [];
  let behave = behaviour;
  server.on('request', async (incoming: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: path = '', headers, socket } = incoming;
    response.sendDate = false;
    if (now) response.setHeader('date', new Date(now()).toUTCString());
    let body = '';
    for await (const chunk of incoming) body += String(chunk);
    const call = { number: calls.length + 1, method, path, headers, body, response, socket };
    calls.push(call);
    await behave(call);
  });
  const { port, stop } = await listen(server);
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    calls,
    become: (next) => {
      behave = next;
    },
    stop,
  };
}

const isGraphql = (path: string): boolean => path.endsWith('/graphql/v2');

/** The root field of a GraphQL request, or the path of any other. */
export function target({ path, body }: Pick<Call, 'path' | 'body'>): string {
  if (!isGraphql(path)) return path.split('?')[0] ?? '';
  return /\{\s*(\w+)/.exec((JSON.parse(body) as { query: string }).query)?.[1] ?? '';
}

/** Sends this body as JSON. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Behaviour {
  return ({ response }) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Sends bytes as they are. */
export function bytes(body: string | Uint8Array, type = 'application/json', status = 200): Behaviour {
  return ({ response }) => response.writeHead(status, { 'content-type': type }).end(body);
}

/** Answers REST and GraphQL alike, in the envelope of each. */
export function answer(value: unknown): Behaviour {
  return (call) => json(isGraphql(call.path) ? { data: { [target(call)]: value } } : { code: 200, data: value })(call);
}

/** Refuses in the envelope of REST, or of GraphQL with HTTP 200 as this wire has it. */
export function refuse(code: number, message = 'refused', status = 200): Behaviour {
  return (call) =>
    isGraphql(call.path)
      ? json({ errors: [{ message: { code, message, data: null } }], data: null }, status)(call)
      : json({ code, message, data: null }, status)(call);
}

/** One behaviour for each request, the last one for all that come after. */
export function inTurn(...behaviours: readonly Behaviour[]): Behaviour {
  let turn = 0;
  return (call) => {
    const behaviour = behaviours[Math.min(turn, behaviours.length - 1)];
    turn += 1;
    return behaviour?.(call);
  };
}

/** Treats calls to one target in one way, and the rest in another. */
export function where(targets: Readonly<Record<string, Behaviour>>, rest: Behaviour = answer(null)): Behaviour {
  return (call) => (targets[target(call)] ?? rest)(call);
}

/** Closes the connection with a reset, before a byte of an answer. */
export const reset: Behaviour = ({ socket }) => socket.resetAndDestroy();

/** Never answers. */
export const silence: Behaviour = () => {};

/** Breaks off in the middle of a body that promised to be longer. */
export function breakOff(framing: 'length' | 'chunked', how: 'reset' | 'close'): Behaviour {
  return ({ response, socket }) => {
    response.writeHead(200, {
      'content-type': 'application/json',
      ...(framing === 'length' ? { 'content-length': '1000' } : {}),
    });
    response.write('{"code":200,"data":{"id":"ada"', () =>
      how === 'reset' ? socket.resetAndDestroy() : socket.destroy(),
    );
  };
}

/** Sends a byte now and then, and never ends. */
export const drip: Behaviour = ({ response }) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const next = (): void => {
    if (!response.destroyed) response.write(' ', () => setImmediate(next));
  };
  next();
};

/** Pours out bytes as fast as they are taken, and never ends. */
export function pour(chunk: Uint8Array): Behaviour {
  return ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const next = (error?: Error | null): void => {
      if (!error && !response.destroyed) response.write(chunk, next);
    };
    next();
  };
}

/** Whether anything of a secret arrived: in the address, in a header, or in the body. */
export function hasSeen(server: FaultyServer, secret: string): boolean {
  return server.calls.some(({ path, headers, body }) => JSON.stringify([path, headers, body]).includes(secret));
}
