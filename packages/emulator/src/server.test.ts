import { EventEmitter, once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@sallyport/core/clock';
import { setUpDomain } from './domain/domain.fixture.js';
import { type CallerLimits, type ListeningServer, listen } from './server.js';
import { EventSockets } from './sockets/event-sockets.js';
import { startEmulator } from './start-emulator.js';

const PATIENT: CallerLimits = { headersMs: 600_000, requestMs: 600_000, stalledMs: 600_000, connections: 1_000 };
const ASK = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';

const servers: ListeningServer[] = [];
const callers: Socket[] = [];

afterEach(async () => {
  for (const caller of callers.splice(0)) caller.destroy();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(limits: Partial<CallerLimits>, listener: RequestListener): Promise<number> {
  const { store } = setUpDomain();
  const sockets = new EventSockets({ store } as never, () => {}); // no test here upgrades
  const options = { host: '127.0.0.1', port: 0, clock: systemClock, sockets, limits: { ...PATIENT, ...limits } };
  const server = await listen(listener, options);
  servers.push(server);
  return server.port;
}

async function call(port: number, bytes: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  callers.push(socket);
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
}

const greet: RequestListener = (_, answer) => void answer.end('hello');

describe('listen', () => {
  it.each([
    ['headers', { headersMs: 50 }, 'GET / HTTP/1.1\r\nX-Slow: '],
    ['a first byte', { headersMs: 50 }, ''],
    ['a body', { headersMs: 40, requestMs: 50 }, 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx'],
  ])('listen answers 408 to a caller that does not finish %s', async (_, limits, bytes) => {
    const port = await serve(limits, () => {});
    const answer = await text(await call(port, bytes));
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(answer).toContain('{"code":408,"message":"Request Timeout","data":null}');
  });

  it('listen closes a connection whose answer stays unread', async () => {
    const ends = new EventEmitter();
    const closed = once(ends, 'close');
    const port = await serve({ stalledMs: 50 }, (_, answer) => {
      answer.once('close', () => ends.emit('close'));
      answer.end(Buffer.alloc(64 * 1024 * 1024));
    });
    const socket = await call(port, ASK);
    socket.pause();
    await closed;
  });

  it('listen admits a caller beside as many as it has places for that hold on to theirs', async () => {
    const port = await serve({ connections: 20 }, greet);
    for (let count = 0; count < 60; count += 1) await call(port, 'GET / HTTP/1.1\r\nX-Slow: ');
    expect(await text(await call(port, ASK))).toContain('hello');
  });

  it('listen admits a caller beside as many that do not read their answers', async () => {
    let isLong = true;
    const port = await serve({ connections: 5 }, (_, answer) => {
      answer.end(isLong ? Buffer.alloc(16 * 1024 * 1024) : 'hello');
    });
    for (let count = 0; count < 5; count += 1) {
      const socket = await call(port, ASK);
      await once(socket, 'readable');
    }
    isLong = false;
    expect(await text(await call(port, ASK))).toContain('hello');
  });
});

describe('startEmulator', () => {
  it.each([
    ['/auth/v1/user', '"msg":'],
    ['/oidc/token', '"error_description":'],
    ['/_emulator/clock', '{"error":{"code":"http-'],
    ['/api/v2/x', '"data":null}'],
  ])(
    'startEmulator answers an unknown Expect and a malformed address at %s in the form of its wire',
    async (path, form) => {
      const emulator = await startEmulator();
      try {
        const port = Number(new URL(emulator.url).port);
        const ask = (head: string) => call(port, `GET ${head}\r\nConnection: close\r\n\r\n`).then(text);
        const expectation = await ask(`${path} HTTP/1.1\r\nHost: localhost\r\nExpect: x`);
        expect(expectation).toMatch(/^HTTP\/1\.1 417 /);
        expect(expectation).toContain(form);
        const malformed = await ask(`${path}?x HTTP/1.1\r\nHost: local host`);
        expect(malformed).toMatch(/^HTTP\/1\.1 400 /);
        expect(malformed).toContain(form);
      } finally {
        await emulator.stop();
      }
    },
  );
});
