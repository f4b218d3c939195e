import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { AxiosTransport } from './axios-transport.js';
import type { HttpRequest } from './http-transport.js';

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

async function serve(handler: RequestListener): Promise<string> {
  const server = http.createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function send(url: string, rest: Partial<HttpRequest> = {}) {
  const transport = new AxiosTransport();
  cleanUps.push(() => transport.dispose());
  const form = new FormData();
  form.append('file', new File(['pixels'], 'a.png', { type: 'image/png' }));
  return transport.send({
    method: 'POST',
    url,
    headers: {},
    body: undefined,
    form,
    signal: undefined,
    maxResponseBytes: 1_000,
    withCredentials: false,
    ...rest,
  });
}

describe('a form in Node', () => {
  it('goes out with its content type and length, and its end is reported', async () => {
    let seen: unknown;
    const url = await serve(async (incoming, outgoing) => {
      const { method, headers } = incoming;
      const body = await new Response(incoming as never, { headers: headers as never }).formData();
      const file = body.get('file') as File;
      const names = [...body.keys()];
      seen = { method, names, name: file.name, type: file.type, text: await file.text(), headers };
      outgoing.writeHead(201, { 'X-Request-Id': 'req-1' }).end('{"code":200}');
    });
    const onUploadProgress = jest.fn();
    const response = await send(`${url}/api?a=b`, { onUploadProgress });
    expect(seen).toMatchObject({ method: 'POST', names: ['file'], name: 'a.png', type: 'image/png', text: 'pixels' });
    const { headers } = seen as { headers: Record<string, string> };
    const totalBytes = Number(headers['content-length']);
    expect(Object.keys(headers).sort()).toEqual([
      'accept-encoding',
      'connection',
      'content-length',
      'content-type',
      'host',
    ]);
    expect(onUploadProgress.mock.calls).toEqual([[{ sentBytes: totalBytes, totalBytes }]]);
    expect(response).toMatchObject({ status: 201, headers: { 'x-request-id': 'req-1' }, text: '{"code":200}' });
  });

  it('has the bytes of the platform’s own fetch', async () => {
    const bodies: string[] = [];
    const url = await serve(async (incoming, outgoing) => {
      const boundary = /boundary=(\S+)/.exec(incoming.headers['content-type'] ?? '')?.[1] ?? '';
      let body = '';
      for await (const chunk of incoming) body += String(chunk);
      bodies.push(body.replaceAll(boundary, 'boundary'));
      outgoing.end();
    });
    const form = new FormData();
    form.append('file', new File(['pixels'], 'a.png', { type: 'image/png' }));
    await send(url, { form });
    await fetch(url, { method: 'POST', body: form });
    expect(bodies[0]).toContain('filename="a.png"');
    expect(bodies[0]).toBe(bodies[1]);
  });

  it('follows no redirect (NET-02)', async () => {
    const elsewhere = jest.fn<RequestListener>((_, outgoing) => void outgoing.end());
    const target = await serve(elsewhere);
    const url = await serve((_, outgoing) => outgoing.writeHead(307, { location: target }).end());
    await expect(send(url)).resolves.toMatchObject({ status: 307 });
    expect(elsewhere).not.toHaveBeenCalled();
  });

  it('reads no more of an answer than is allowed (NET-03)', async () => {
    const url = await serve((_, outgoing) => outgoing.end('x'.repeat(5_000)));
    await expect(send(url)).rejects.toMatchObject({ kind: 'invalid-response' });
  });

  it('rejects with the reason of an abort (NET-01)', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const url = await serve(() => controller.abort(reason));
    await expect(send(url, { signal: controller.signal })).rejects.toBe(reason);
    await expect(send(url, { signal: controller.signal })).rejects.toBe(reason);
  });

  it('says that it does not know whether the server has the file', async () => {
    const url = await serve((incoming) => incoming.socket.destroy());
    await expect(send(url)).rejects.toMatchObject({ kind: 'network', sent: true });
  });
});
