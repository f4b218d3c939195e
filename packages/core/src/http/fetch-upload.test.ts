import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { platformUploads } from './platform-uploads.js';
import type { UploadRequest } from './upload-transport.js';

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

const send = (url: string, rest: Partial<UploadRequest> = {}) =>
  platformUploads.send({
    url,
    field: 'file',
    file: new Blob(['pixels'], { type: 'image/png' }),
    fileName: 'a.png',
    signal: new AbortController().signal,
    maxResponseBytes: 1_000,
    onProgress: undefined,
    ...rest,
  });

describe('an upload in Node', () => {
  it('sends a form with the file alone, and hands out the answer', async () => {
    let seen: unknown;
    const url = await serve(async (incoming, outgoing) => {
      const { method, headers } = incoming;
      const body = await new Response(incoming as never, { headers: headers as never }).formData();
      const file = body.get('file') as File;
      const names = [...body.keys()];
      seen = { method, names, name: file.name, type: file.type, text: await file.text(), headers };
      outgoing.writeHead(201, { 'X-Request-Id': 'req-1' }).end('{"code":200}');
    });
    const onProgress = jest.fn();
    const response = await send(`${url}/api?a=b`, { onProgress });
    expect(seen).toMatchObject({ method: 'POST', names: ['file'], name: 'a.png', type: 'image/png', text: 'pixels' });
    expect((seen as { headers: object }).headers).not.toHaveProperty('authorization');
    expect((seen as { headers: object }).headers).not.toHaveProperty('cookie');
    expect(response).toMatchObject({ status: 201, headers: { 'x-request-id': 'req-1' }, text: '{"code":200}' });
    expect(onProgress.mock.calls).toEqual([[{ sentBytes: 6, totalBytes: 6 }]]);
  });

  it('follows no redirect (NET-02)', async () => {
    const elsewhere = jest.fn<RequestListener>((_, outgoing) => void outgoing.end());
    const target = await serve(elsewhere);
    const url = await serve((_, outgoing) => outgoing.writeHead(307, { location: target }).end());
    await expect(send(url)).rejects.toMatchObject({ kind: 'network' });
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
  });

  it('says that it does not know whether the server has the file', async () => {
    const url = await serve((incoming) => incoming.socket.destroy());
    await expect(send(url)).rejects.toMatchObject({ kind: 'network', sent: true });
  });
});
