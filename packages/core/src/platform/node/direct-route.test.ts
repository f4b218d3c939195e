import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createDirectRoute } from './direct-route.js';

const servers: ReturnType<typeof createServer>[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A server that keeps connections for as long as anybody wants. */
async function listen(answer: (respond: () => void) => void): Promise<{ url: string; sockets: Socket[] }> {
  const server = createServer((_, outgoing) => answer(() => outgoing.end('ok')));
  server.keepAliveTimeout = 600_000;
  servers.push(server);
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // of a server that listens on a port
  return { url: `http://127.0.0.1:${port}/`, sockets };
}

function get(route: ReturnType<typeof createDirectRoute>, url: string): Promise<string> {
  const request = { method: 'GET', url, headers: {}, body: undefined, signal: undefined };
  const outgoing = route.open(
    { ...request, maxResponseBytes: 1_000, withCredentials: false },
    { method: 'GET', headers: {} },
  );
  outgoing.end();
  return new Promise((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      incoming.on('end', () => resolve(text));
    });
  });
}

describe('a connection to a server', () => {
  it('serves the next request, and is let go by us once it is idle for long, before a server does', async () => {
    const { url, sockets } = await listen((respond) => respond());
    const route = createDirectRoute({}, 30);
    await get(route, url);
    await get(route, url);
    expect(sockets).toHaveLength(1);
    const [socket] = sockets;
    if (socket && !socket.destroyed) await once(socket, 'close');
    await expect(get(route, url)).resolves.toBe('ok');
    expect(sockets).toHaveLength(2);
    route.dispose();
  });

  it('is not cut off while an answer takes longer than that', async () => {
    let respond: () => void = () => {};
    const asked = new Promise<void>((resolve) => {
      void listen((answer) => {
        respond = answer;
        resolve();
      }).then(({ url }) => answers.push(get(route, url)));
    });
    const route = createDirectRoute({}, 5);
    const answers: Promise<string>[] = [];
    await asked;
    const idle = createDirectRoute({}, 40); // another connection, whose end tells that the time has passed
    const { url, sockets } = await listen((answer) => answer());
    await get(idle, url);
    const [socket] = sockets;
    if (socket && !socket.destroyed) await once(socket, 'close');
    respond();
    await expect(Promise.all(answers)).resolves.toEqual(['ok']);
    route.dispose();
  });
});
