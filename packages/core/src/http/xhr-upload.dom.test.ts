/** @jest-environment-options {"url": "http://127.0.0.1/"} */
import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { AxiosTransport } from './axios-transport.js';
import type { HttpRequest, UploadProgress } from './http-transport.js';

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

async function serve(handler: RequestListener): Promise<string> {
  const server = http
    .createServer((incoming, outgoing) => {
      outgoing.setHeader('access-control-allow-origin', '*');
      // Whoever listens to an upload makes it a request that browsers ask for beforehand.
      if (incoming.method === 'OPTIONS') outgoing.writeHead(204).end();
      else handler(incoming, outgoing);
    })
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function send(url: string, rest: Partial<HttpRequest> = {}) {
  const form = new FormData();
  form.append('file', new File(['pixels'.repeat(20_000)], 'a.png', { type: 'image/png' }));
  return new AxiosTransport().send({
    method: 'POST',
    url,
    headers: { accept: 'application/json' },
    body: undefined,
    form,
    onUploadProgress: () => {},
    signal: undefined,
    maxResponseBytes: 1_000,
    withCredentials: false,
    ...rest,
  });
}

describe('an upload in a browser that is watched', () => {
  it('tells how far it is, and sends no credential', async () => {
    let headers: unknown;
    let body = '';
    const url = await serve(async (incoming, outgoing) => {
      headers = incoming.headers;
      for await (const chunk of incoming) body += String(chunk);
      outgoing.setHeader('content-type', 'application/json').end('{"code":200}');
    });
    // biome-ignore lint/suspicious/noDocumentCookie: as pages do that have a session of their own
    document.cookie = 'session=canary';
    const told: UploadProgress[] = [];
    const response = await send(url, { onUploadProgress: (progress) => void told.push(progress) });
    expect(response).toMatchObject({
      status: 200,
      text: '{"code":200}',
      headers: { 'content-type': 'application/json' },
    });
    expect(headers).toMatchObject({ accept: 'application/json', 'content-type': expect.stringContaining('boundary=') });
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).not.toHaveProperty('cookie');
    expect(body).toContain('name="file"; filename="a.png"');
    expect(told.length).toBeGreaterThan(0);
    expect(told.at(-1)).toEqual({ sentBytes: told.at(-1)?.totalBytes, totalBytes: expect.any(Number) });
  });

  it('reads no more of an answer than is allowed (NET-03)', async () => {
    const url = await serve((_, outgoing) => outgoing.end('x'.repeat(50_000)));
    await expect(send(url)).rejects.toMatchObject({ kind: 'invalid-response' });
  });

  it('believes no answer from elsewhere (NET-02)', async () => {
    const target = await serve((_, outgoing) => outgoing.end('{"code":200}'));
    const url = await serve((_, outgoing) => outgoing.writeHead(302, { location: target }).end());
    await expect(send(url)).rejects.toMatchObject({ kind: 'invalid-response' });
  });

  it('rejects with the reason of an abort, before it and during it', async () => {
    const reason = { why: 'any value will do' };
    const controller = new AbortController();
    const url = await serve(() => controller.abort(reason));
    await expect(send(url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(send(url, { signal: controller.signal })).rejects.toBe(reason);
  });

  it('says that it does not know whether the server has the file', async () => {
    const url = await serve((incoming) => incoming.socket.destroy());
    jest.spyOn(console, 'error').mockImplementation(() => {}); // where jsdom reports what the page could not load
    await expect(send(url)).rejects.toMatchObject({ kind: 'network', sent: true });
  });
});
