/** @jest-environment-options {"url": "http://127.0.0.1/"} */
import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { AxiosTransport } from '../http/axios-transport.js';
import type { HttpRequest } from '../http/http-transport.js';
import { isBrowser } from './runtime.js';

const TEN_KB = 10_240;
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
  jest.restoreAllMocks();
});

async function serve(handler: RequestListener): Promise<string> {
  const server = http.createServer(handler);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
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

const send = (url: string, rest?: Partial<HttpRequest>) => new AxiosTransport().send(request(url, rest));

describe('AxiosTransport in a browser', () => {
  it('knows where it runs', () => {
    expect(isBrowser()).toBe(true);
  });

  it('sends method, path, headers and body, and hands out status, headers and text', async () => {
    let seen: unknown;
    const url = await serve(async (incoming, outgoing) => {
      let body = '';
      for await (const chunk of incoming) body += String(chunk);
      const { authorization, 'content-type': type } = incoming.headers;
      seen = { method: incoming.method, path: incoming.url, authorization, type, body };
      outgoing.writeHead(401, { 'X-Request-Id': 'req-1' }).end('{"a":"ü"}');
    });
    const headers = { authorization: 'Bearer t', 'content-type': 'application/json' };
    const response = await send(`${url}/a%2Fb?c=d`, { method: 'POST', headers, body: '{"name":"Zoë"}' });
    expect(seen).toEqual({
      method: 'POST',
      path: '/a%2Fb?c=d',
      authorization: 'Bearer t',
      type: 'application/json',
      body: '{"name":"Zoë"}',
    });
    expect(response).toMatchObject({ status: 401, headers: { 'x-request-id': 'req-1' }, text: '{"a":"ü"}' });
  });

  it.each([
    [true, 'include'],
    [false, 'omit'],
  ])('sends cookies along only where it is told to: %p', async (withCredentials, credentials) => {
    const url = await serve((_, outgoing) => outgoing.end());
    const asked = jest.spyOn(globalThis, 'fetch');
    await send(url, { withCredentials });
    expect(asked.mock.calls[0]?.[1]).toMatchObject({ credentials, redirect: 'manual', cache: 'no-store' });
  });

  it.each([[301], [302], [303], [307], [308]])('follows no redirect: %d (NET-02, F10)', async (status) => {
    const elsewhere = jest.fn<RequestListener>((_, outgoing) => void outgoing.end());
    const target = await serve(elsewhere);
    const url = await serve((_, outgoing) => outgoing.writeHead(status, { location: target }).end());
    const call = send(url, { method: 'POST', headers: { authorization: 'Bearer canary' }, body: '{}' });
    await expect(call).rejects.toMatchObject({ kind: 'network' });
    expect(elsewhere).not.toHaveBeenCalled();
  });

  it('refuses a body that is too long, by what it unpacks to (NET-03, F09)', async () => {
    const bomb = gzipSync(Buffer.alloc(5 * 1024 * 1024));
    const url = await serve((_, outgoing) => outgoing.setHeader('content-encoding', 'gzip').end(bomb));
    await expect(send(url)).rejects.toMatchObject({ kind: 'invalid-response', status: 200 });
  });

  it('gives no part of a body that breaks off (F03)', async () => {
    const url = await serve((incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-length': '1000' });
      outgoing.write('{"code":200', () => incoming.socket.destroy());
    });
    await expect(send(url)).rejects.toMatchObject({ kind: 'network', sent: true });
  });

  it('says that it does not know whether a request that failed was sent (F01)', async () => {
    const url = await serve(() => {});
    for (const cleanUp of cleanUps.splice(0)) await cleanUp();
    const call = send(`${url}/?token=canary`, { headers: { authorization: 'Bearer canary' } });
    const error = (await call.catch((reason: unknown) => reason)) as Error;
    expect(error).toMatchObject({ kind: 'network', sent: true });
    expect(`${error.stack}${JSON.stringify(error)}${String(error.cause)}`).not.toContain('canary');
  });

  it('rejects with the reason of an abort, before the call and during it', async () => {
    const reason = { why: 'any value will do' };
    const controller = new AbortController();
    const url = await serve(() => controller.abort(reason));
    await expect(send(url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(send(url, { signal: controller.signal })).rejects.toBe(reason);
  });
});
