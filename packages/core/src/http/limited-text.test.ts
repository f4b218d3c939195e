import { afterEach, describe, expect, it } from '@jest/globals';
import { readLimitedText } from './limited-text.js';

const LIMIT = 1_000;

describe('readLimitedText outside browsers', () => {
  it('reads a stream, and cancels it once it is longer than the limit (NET-03)', async () => {
    let pulls = 0;
    let isCanceled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulls += 1;
        controller.enqueue(new Uint8Array(LIMIT));
      },
      cancel: () => {
        isCanceled = true;
      },
    });
    await expect(readLimitedText(new Response(endless), LIMIT)).rejects.toMatchObject({ kind: 'invalid-response' });
    expect([isCanceled, pulls < 5]).toEqual([true, true]);
    await expect(readLimitedText(new Response('{"a":"ü😀"}'), LIMIT)).resolves.toBe('{"a":"ü😀"}');
  });

  it('reads an answer without a stream, as React Native gives it, by its text', async () => {
    const answered = (text: string): Response => withBody(new Response(text), undefined);
    await expect(readLimitedText(answered('{"a":1}'), LIMIT)).resolves.toBe('{"a":1}');
    await expect(readLimitedText(answered('x'.repeat(LIMIT + 1)), LIMIT)).rejects.toMatchObject({
      kind: 'invalid-response',
      status: 200,
    });
  });

  it('reads nothing of an answer without a stream that announces more than the limit', async () => {
    const response = withBody(new Response('', { headers: { 'content-length': '1001' } }), undefined);
    await expect(readLimitedText(response, LIMIT)).rejects.toMatchObject({ kind: 'invalid-response' });
    expect(response.bodyUsed).toBe(false);
  });
});

describe('readLimitedText in a browser', () => {
  afterEach(() => {
    delete (globalThis as { document?: unknown }).document;
  });

  it('never takes the stream of an answer, which Chromium would mark as canceled', async () => {
    Object.assign(globalThis, { document: {} });
    const taken = (): never => {
      throw new Error('The stream was taken');
    };
    const response = withBody(new Response('{"a":1}'), { getReader: taken });
    await expect(readLimitedText(response, LIMIT)).resolves.toBe('{"a":1}');
  });
});

function withBody(response: Response, body: unknown): Response {
  return new Proxy(response, {
    get: (target, name) => {
      if (name === 'body') return body;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
