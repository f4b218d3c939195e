import { once } from 'node:events';
import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import axios from 'axios';
import { NetworkError, TimeoutError } from '../errors/index.js';
import { AxiosTransport } from './axios-transport.js';
import { startDeadline } from './deadline.js';
import type { ConnectionLimits, HttpRequest } from './http-transport.js';

const TEN_KB = 10_240;
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  jest.restoreAllMocks();
});

async function listen(server: net.Server): Promise<string> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    if (server.listening) await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = (handler: RequestListener): Promise<string> => listen(http.createServer(handler));

/** A server that speaks bytes, for answers that no HTTP library would give. */
const serveBytes = (handler: (socket: net.Socket) => void): Promise<string> =>
  listen(net.createServer((socket) => socket.once('data', () => handler(socket))));

function open(limits: ConnectionLimits = {}): AxiosTransport {
  const transport = new AxiosTransport(limits);
  cleanUps.push(() => transport.dispose());
  return transport;
}

const request = (url: string, rest: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  headers: {},
  body: undefined,
  signal: undefined,
  maxResponseBytes: TEN_KB,
  withCredentials: false,
  ...rest,
});

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  return text;
}

describe('AxiosTransport', () => {
  it('sends method, path, headers and body as they are', async () => {
    let seen: unknown;
    const url = await serve(async (incoming, outgoing) => {
      const { method, url: path, headers } = incoming;
      seen = { method, path, headers, body: await textOf(incoming) };
      outgoing.end('ok');
    });
    const body = '{"name":"Zoë 😀"}';
    const headers = { authorization: 'Bearer t', 'content-type': 'application/json', 'x-lang': 'é' };
    await open().send(request(`${url}/a%2Fb?c=d%20e`, { method: 'PATCH', headers, body }));
    expect(seen).toEqual({
      method: 'PATCH',
      path: '/a%2Fb?c=d%20e',
      headers: {
        authorization: 'Bearer t',
        'content-type': 'application/json',
        'x-lang': 'é',
        'content-length': String(Buffer.byteLength(body)),
        'accept-encoding': 'gzip, deflate, br',
        connection: 'keep-alive',
        host: new URL(url).host,
      },
      body,
    });
  });

  it('adds no body and no content type to a request that has none', async () => {
    let seen: http.IncomingHttpHeaders = {};
    const url = await serve((incoming, outgoing) => {
      seen = incoming.headers;
      outgoing.end();
    });
    await open().send(request(url));
    expect(Object.keys(seen).sort()).toEqual(['accept-encoding', 'connection', 'host']);
  });

  it.each([[200], [204], [400], [401], [404], [429], [500], [503]])(
    'answers %d, and judges no status',
    async (status) => {
      const url = await serve((_, outgoing) => outgoing.writeHead(status, { 'X-Request-Id': 'req-1' }).end());
      await expect(open().send(request(url))).resolves.toMatchObject({
        status,
        headers: { 'x-request-id': 'req-1' },
        text: '',
      });
    },
  );

  it('hands out the text, and leaves JSON to others', async () => {
    const url = await serve((_, outgoing) => outgoing.setHeader('content-type', 'application/json').end('{"a":"ü"}'));
    await expect(open().send(request(url))).resolves.toMatchObject({ text: '{"a":"ü"}' });
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('unpacks %s', async (encoding, pack) => {
    const url = await serve((_, outgoing) => outgoing.setHeader('content-encoding', encoding).end(pack('{"a":"ü"}')));
    await expect(open().send(request(url))).resolves.toMatchObject({ text: '{"a":"ü"}' });
  });

  it('puts a character together whose bytes came apart', async () => {
    const [first, second] = [Buffer.from([0xc3]), Buffer.from([0xbc])];
    const url = await serve((_, outgoing) => {
      outgoing.write(first);
      setImmediate(() => outgoing.end(second));
    });
    await expect(open().send(request(url))).resolves.toMatchObject({ text: 'ü' });
  });

  it('drops a byte order mark, as browsers do', async () => {
    const url = await serve((_, outgoing) => outgoing.end('\ufeff{}'));
    await expect(open().send(request(url))).resolves.toMatchObject({ text: '{}' });
  });

  it('uses one connection for one call after the other', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((incoming, outgoing) => {
      ports.add(incoming.socket.remotePort);
      outgoing.end('ok');
    });
    const transport = open();
    for (let call = 0; call < 5; call += 1) await transport.send(request(url));
    expect(ports.size).toBe(1);
  });

  it('closes idle connections when it is disposed of', async () => {
    let closed: Promise<unknown> | undefined;
    const url = await serve((incoming, outgoing) => {
      closed ??= once(incoming.socket, 'close');
      outgoing.end('ok');
    });
    const transport = open();
    await transport.send(request(url));
    transport.dispose();
    await closed;
  });
});

describe('a redirect', () => {
  it.each([[301], [302], [303], [307], [308]])('%d is handed back and not followed (NET-02, F10)', async (status) => {
    const elsewhere = jest.fn((_: IncomingMessage, outgoing: ServerResponse) => void outgoing.end());
    const target = await serve(elsewhere);
    const url = await serve((_, outgoing) => outgoing.writeHead(status, { location: target }).end());
    const headers = { authorization: 'Bearer secret' };
    const response = await open().send(request(url, { method: 'POST', headers, body: '{"password":"x"}' }));
    expect([response.status, elsewhere.mock.calls.length]).toEqual([status, 0]);
  });
});

describe('limits', () => {
  it('end a body that drips, by the deadline of the whole exchange (NET-01, F04)', async () => {
    let stop = (): void => {};
    const url = await serve((_, outgoing) => {
      const drip = (): void => void outgoing.write('.', () => setImmediate(drip));
      outgoing.once('close', () => stop());
      drip();
    });
    const closed = new Promise<void>((resolve) => {
      stop = resolve;
    });
    const { signal } = startDeadline(50);
    const call = open().send(request(url, { signal, maxResponseBytes: 2 ** 30 }));
    await expect(call).rejects.toBeInstanceOf(TimeoutError);
    await closed;
  });

  it('end a call that gets no answer at all (F05)', async () => {
    const url = await serve(() => {});
    await expect(open().send(request(url, { signal: startDeadline(20).signal }))).rejects.toBeInstanceOf(TimeoutError);
  });

  it('refuse a body that is too long (NET-03, F09)', async () => {
    const url = await serve((_, outgoing) => outgoing.end('x'.repeat(TEN_KB + 1)));
    await expect(open().send(request(url))).rejects.toMatchObject({ kind: 'invalid-response', status: 200 });
  });

  it('take a body of just the length that is allowed (NET-03)', async () => {
    const url = await serve((_, outgoing) => outgoing.end('x'.repeat(TEN_KB)));
    await expect(open().send(request(url))).resolves.toMatchObject({ text: 'x'.repeat(TEN_KB) });
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('refuse a %s bomb by what it unpacks to (NET-03, F09)', async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(20 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(100_000);
    const url = await serve((_, outgoing) => outgoing.setHeader('content-encoding', encoding).end(bomb));
    await expect(open().send(request(url))).rejects.toMatchObject({ kind: 'invalid-response' });
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('refuse a body that is no %s, or not all of it, as an answer (F08)', async (encoding, pack) => {
    const whole = pack('x'.repeat(5_000));
    for (const bytes of [Buffer.from('<html>Log in to the Wi-Fi</html>'), whole.subarray(0, -4)]) {
      const url = await serve((_, outgoing) => {
        outgoing.writeHead(203, { 'content-encoding': encoding }).end(bytes);
      });
      await expect(open().send(request(url))).rejects.toMatchObject({
        kind: 'invalid-response',
        status: 203,
        retryable: false,
      });
    }
  });

  it('stop reading a body without end, and close its connection (NET-03, F09)', async () => {
    const sent = { bytes: 0 };
    let stop = (): void => {};
    const closed = new Promise<void>((resolve) => {
      stop = resolve;
    });
    const url = await serve((_, outgoing) => {
      const chunk = Buffer.alloc(TEN_KB);
      const pour = (): void =>
        void outgoing.write(chunk, (error) => {
          sent.bytes += chunk.length;
          if (!error) setImmediate(pour);
        });
      outgoing.once('close', stop);
      pour();
    });
    await expect(open().send(request(url))).rejects.toMatchObject({ kind: 'invalid-response' });
    await closed;
    expect(sent.bytes).toBeLessThan(50 * 1024 * 1024);
  });
});

describe('a connection that fails', () => {
  it('before it stands sends nothing, and says so (F01)', async () => {
    const url = await serve(() => {});
    for (const cleanUp of cleanUps.splice(0)) await cleanUp();
    await expect(open().send(request(url))).rejects.toMatchObject({
      kind: 'network',
      sent: false,
      systemCode: 'ECONNREFUSED',
      retryable: true,
    });
  });

  it('before the answer may have been sent (F02)', async () => {
    const url = await serveBytes((socket) => socket.resetAndDestroy());
    const error: unknown = await open()
      .send(request(url, { method: 'POST', body: '{}' }))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ sent: true, systemCode: 'ECONNRESET' });
  });

  it.each([
    ['with a Content-Length', 'Content-Length: 1000\r\n\r\n{"code":200', false],
    ['in chunks', 'Transfer-Encoding: chunked\r\n\r\nb\r\n{"code":200\r\n', false],
    ['with a Content-Length, reset', 'Content-Length: 1000\r\n\r\n{"code":200', true],
    ['in chunks, reset', 'Transfer-Encoding: chunked\r\n\r\nb\r\n{"code":200\r\n', true],
  ])('in the middle of a body %s gives no part of it (F03)', async (_, rest, reset) => {
    const url = await serveBytes((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${rest}`, () =>
        reset ? socket.resetAndDestroy() : socket.destroy(),
      ),
    );
    await expect(open().send(request(url))).rejects.toMatchObject({ kind: 'network', sent: true });
  });

  it('in the middle of a compressed body rejects, and does not wait (F03)', async () => {
    const packed = gzipSync('x'.repeat(5_000));
    const url = await serveBytes((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`);
      socket.write(packed.subarray(0, 20), () => socket.resetAndDestroy());
    });
    await expect(open().send(request(url))).rejects.toMatchObject({ kind: 'network', sent: true });
  });

  it('is no different from an answer that is not HTTP', async () => {
    const url = await serveBytes((socket) => socket.end('SSH-2.0-OpenSSH\r\n\r\n'));
    await expect(open().send(request(url))).rejects.toMatchObject({ kind: 'network', sent: true });
  });

  it('leaves the transport fit for the next call', async () => {
    let calls = 0;
    const url = await serve((incoming, outgoing) => {
      calls += 1;
      if (calls === 1) incoming.socket.destroy();
      else outgoing.end('ok');
    });
    const transport = open();
    await expect(transport.send(request(url))).rejects.toBeInstanceOf(NetworkError);
    await expect(transport.send(request(url))).resolves.toMatchObject({ text: 'ok' });
  });

  it('never shows what was sent (NET-07)', async () => {
    const url = await serveBytes((socket) => socket.resetAndDestroy());
    const headers = { authorization: 'Bearer canary' };
    const sending = open().send(request(`${url}/?token=canary`, { method: 'POST', headers, body: 'canary' }));
    const error = (await sending.catch((reason: unknown) => reason)) as NetworkError;
    expect(`${error.stack}${JSON.stringify(error)}${JSON.stringify({ ...error })}`).not.toContain('canary');
    expect(error.cause).toMatchObject({ code: 'ECONNRESET' });
    expect(inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain('canary');
  });
});

describe('an abort', () => {
  const reason = { why: 'any value will do' };

  it('before the call sends nothing and rejects with the reason', async () => {
    const handler = jest.fn<RequestListener>();
    const url = await serve(handler);
    await expect(open().send(request(url, { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    expect(handler).not.toHaveBeenCalled();
  });

  it('while the answer is waited for rejects with the reason and ends the request', async () => {
    const controller = new AbortController();
    let closed: Promise<unknown> | undefined;
    const url = await serve((incoming) => {
      closed = once(incoming.socket, 'close');
      controller.abort(reason);
    });
    await expect(open().send(request(url, { signal: controller.signal }))).rejects.toBe(reason);
    await closed;
  });

  it('in the middle of the body rejects with the reason', async () => {
    const controller = new AbortController();
    const url = await serve((_, outgoing) => {
      outgoing.write('begun', () => controller.abort(reason));
    });
    await expect(open().send(request(url, { signal: controller.signal }))).rejects.toBe(reason);
  });

  it('after the call changes nothing', async () => {
    const controller = new AbortController();
    const url = await serve((_, outgoing) => outgoing.end('ok'));
    const remove = jest.spyOn(controller.signal, 'removeEventListener');
    const response = await open().send(request(url, { signal: controller.signal }));
    controller.abort(reason);
    expect(response.text).toBe('ok');
    expect(remove).toHaveBeenCalled();
  });
});

describe('axios as other code knows it', () => {
  const settings = () => ({
    timeout: axios.defaults.timeout,
    baseURL: axios.defaults.baseURL,
    adapter: axios.defaults.adapter,
    headers: JSON.stringify(axios.defaults.headers),
    maxRedirects: axios.defaults.maxRedirects,
  });

  it('keeps its defaults', async () => {
    const before = settings();
    const url = await serve((_, outgoing) => outgoing.end('ok'));
    await open().send(request(url));
    expect(settings()).toEqual(before);
  });

  it('has no say in our requests: neither its defaults nor its interceptors', async () => {
    const seen: http.IncomingHttpHeaders[] = [];
    const url = await serve((incoming, outgoing) => {
      seen.push(incoming.headers);
      outgoing.end('ok');
    });
    const intercepted = jest.fn(<T>(config: T): T => config);
    const id = axios.interceptors.request.use(intercepted);
    axios.defaults.headers.common['x-evil'] = '1';
    axios.defaults.baseURL = 'http://evil.invalid';
    cleanUps.push(() => {
      axios.interceptors.request.eject(id);
      delete axios.defaults.headers.common['x-evil'];
      delete axios.defaults.baseURL;
    });
    await open().send(request(url));
    expect([intercepted.mock.calls.length, seen.map((headers) => headers['x-evil'])]).toEqual([0, [undefined]]);
  });
});

describe('AxiosTransport with a server that closes idle connections', () => {
  const WRITES = 60;

  /** Answers each request, and closes its idle connections on demand. */
  async function setUp() {
    let calls = 0;
    const sockets = new Set<net.Socket>();
    const server = http.createServer((_, outgoing) => {
      calls += 1;
      outgoing.end('ok');
    });
    server.keepAliveTimeout = 600_000;
    let opened = 0;
    server.on('connection', (socket) => {
      opened += 1;
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    const url = await listen(server);
    let nowMs = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
    return {
      url,
      seen: () => ({ calls, opened }),
      closeIdle: () => {
        for (const socket of sockets) socket.resetAndDestroy();
      },
      idle: (milliseconds: number) => {
        nowMs += milliseconds;
      },
    };
  }

  it('loses no write that meets a connection at the moment of its end', async () => {
    const { url, seen, closeIdle, idle } = await setUp();
    const transport = open();
    const statuses: number[] = [];
    for (let write = 0; write < WRITES; write += 1) {
      await transport.send(request(url, { idempotent: true }));
      idle(1_001);
      closeIdle();
      statuses.push((await transport.send(request(url, { method: 'POST', body: '{}' }))).status);
    }
    expect(statuses).toEqual(Array.from({ length: WRITES }, () => 200));
    expect(seen().calls).toBe(2 * WRITES);
  });

  it('sends an idempotent request on a connection that was idle for a second', async () => {
    const { url, seen, idle } = await setUp();
    const transport = open();
    for (let turn = 0; turn < 3; turn += 1) {
      await transport.send(request(url, { method: 'POST', body: '{}', idempotent: true }));
      idle(1_001);
    }
    expect(seen()).toEqual({ calls: 3, opened: 1 });
  });

  it('sends a write on a connection that was in use a moment ago', async () => {
    const { url, seen } = await setUp();
    const transport = open();
    for (let turn = 0; turn < 3; turn += 1) await transport.send(request(url, { method: 'POST', body: '{}' }));
    expect(seen()).toEqual({ calls: 3, opened: 1 });
  });

  it('refuses a switch of protocols at once', async () => {
    const url = await serveBytes((socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
    );
    await expect(open().send(request(url))).rejects.toMatchObject({ kind: 'invalid-response', status: 101 });
  });
});

describe('a limit of connections', () => {
  it('AxiosTransport opens no connection beyond maxSockets, and sends each request in the end', async () => {
    const sockets = new Set<net.Socket>();
    const url = await serve((incoming, outgoing) => {
      sockets.add(incoming.socket);
      outgoing.end('ok');
    });
    const transport = open({ maxSockets: 3 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => transport.send(request(url))));
    expect(answers.map(({ text }) => text)).toEqual(Array.from({ length: 20 }, () => 'ok'));
    expect(sockets.size).toBe(3);
  });

  it('a request that breaks on a connection which another request has just released counts as sent', async () => {
    let requests = 0;
    const url = await serve((incoming, outgoing) => {
      requests += 1;
      if (requests === 1) outgoing.end('ok');
      else incoming.socket.destroy();
    });
    const transport = open({ maxSockets: 1 });
    const [first, second] = await Promise.allSettled([transport.send(request(url)), transport.send(request(url))]);
    expect(first).toMatchObject({ status: 'fulfilled' });
    expect(second).toMatchObject({ status: 'rejected', reason: { kind: 'network', sent: true } });
  });

  it('a request that waits for a connection rejects with the reason of its abort', async () => {
    const reached: string[] = [];
    const url = await serve(({ url: path = '' }) => void reached.push(path));
    const transport = open({ maxSockets: 1 });
    const first = new AbortController();
    const held = transport.send(request(`${url}/first`, { signal: first.signal }));
    const second = new AbortController();
    const waiting = transport.send(request(`${url}/second`, { signal: second.signal }));
    second.abort('no longer needed');
    await expect(waiting).rejects.toBe('no longer needed');
    first.abort('done');
    await expect(held).rejects.toBe('done');
    expect(reached).not.toContain('/second');
  });
});

describe('addresses', () => {
  it.each([
    ['', '/'],
    ['?a=b', '/?a=b'],
    ['/a b/ü?c=ö#d', '/a%20b/%C3%BC?c=%C3%B6'],
    ['/a%2Fb/%C3%BC?c=d%23', '/a%2Fb/%C3%BC?c=d%23'],
  ])('AxiosTransport requests the path of a URL that ends in %j as a browser would', async (written, requested) => {
    const url = await serve((incoming, outgoing) => outgoing.end(incoming.url));
    const transport = open();
    await expect(transport.send(request(`${url}${written}`))).resolves.toMatchObject({ text: requested });
    await expect(transport.send(request(`${url}${written}`))).resolves.toMatchObject({ text: requested });
  });
});
