import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { InvalidResponseError } from '../errors/index.js';
import type { HttpRequest } from '../http/http-transport.js';
import { createTransport } from './browser/fetch-transport.js';

const request = (rest: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url: 'https://id.example/path?token=canary',
  headers: { authorization: 'Bearer canary' },
  body: undefined,
  signal: undefined,
  maxResponseBytes: 1_000,
  withCredentials: false,
  ...rest,
});

let answer: () => Response;
const asked = jest.fn<typeof fetch>();
const { fetch: realFetch } = globalThis;

/** `fetch` of Cloudflare Workers with a compatibility date before 2024-11-11. */
async function strictFetch(_: unknown, init: RequestInit = {}): Promise<Response> {
  if (init.redirect === 'error') throw new TypeError('Invalid redirect value, must be one of "follow" or "manual"');
  if ('cache' in init) throw new Error("The 'cache' field on 'RequestInitializerDict' is not implemented.");
  return answer();
}

beforeEach(() => {
  answer = () => new Response('{"a":1}');
  globalThis.fetch = asked.mockReset().mockImplementation(strictFetch);
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

describe('the transport over fetch', () => {
  it('passes options that Cloudflare Workers accept', async () => {
    await expect(createTransport().send(request())).resolves.toMatchObject({ status: 200, text: '{"a":1}' });
    expect(asked.mock.calls[0]?.[1]).toMatchObject({ redirect: 'manual', credentials: 'omit' });
  });

  it.each([[301], [302], [303], [307], [308]])(
    'refuses a redirect with status %d and follows none (NET-02)',
    async (status) => {
      answer = () => new Response('not for the caller', { status, headers: { location: 'https://evil.example/' } });
      await expect(createTransport().send(request())).rejects.toMatchObject({
        kind: 'network',
        sent: true,
        message: 'No complete answer from https://id.example',
        cause: { message: 'The server redirects, which is never followed' },
      });
      expect(asked).toHaveBeenCalledTimes(1);
    },
  );

  it('refuses a redirect whose status the browser hides (NET-02)', async () => {
    answer = () => Object.assign(Response.error()); // the status of an opaque redirect is 0 as well
    await expect(createTransport().send(request())).rejects.toMatchObject({ kind: 'network', sent: true });
  });

  it.each([[300], [304]])('returns an answer with status %d, which is no redirect', async (status) => {
    answer = () => new Response(null, { status });
    await expect(createTransport().send(request())).resolves.toMatchObject({ status });
  });

  it('keeps the failure of fetch as the cause of a NetworkError', async () => {
    const failure = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    asked.mockRejectedValue(failure);
    await expect(createTransport().send(request())).rejects.toMatchObject({
      kind: 'network',
      cause: failure,
    });
  });

  it('rejects with an InvalidResponseError when the answer is too long', async () => {
    answer = () => new Response('x'.repeat(1_001));
    await expect(createTransport().send(request())).rejects.toBeInstanceOf(InvalidResponseError);
  });
});
