import { afterEach, describe, expect, it } from '@jest/globals';
import * as own from './base64.js';
import { encodeBase64Url } from './base64url.js';
import * as ofPages from './page-base64.js';

const { atob, btoa, Buffer: nodeBuffer } = globalThis;
afterEach(() => {
  Object.assign(globalThis, { atob, btoa, Buffer: nodeBuffer });
});

/** The same on a platform without the buffers of Node. */
function withoutBuffer<T>(decode: (text: string) => T): (text: string) => T {
  return (text) => {
    Object.assign(globalThis, { Buffer: undefined });
    try {
      return decode(text);
    } finally {
      Object.assign(globalThis, { Buffer: nodeBuffer });
    }
  };
}

const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);

describe.each([
  ['own code', { encodeBase64: own.encodeBase64, decodeBase64: withoutBuffer(own.decodeBase64) }],
  ['the code for Node', own],
  ['the code for pages', ofPages],
])('base64 by %s', (_, { encodeBase64, decodeBase64 }) => {
  it.each([0, 1, 2, 3, 4, 255, 256])('equals the base64 of Node for %d bytes', (length) => {
    const bytes = every.subarray(256 - length);
    const [base64, base64Url] = [Buffer.from(bytes).toString('base64'), Buffer.from(bytes).toString('base64url')];
    expect([encodeBase64(bytes), encodeBase64Url(bytes)]).toEqual([base64, base64Url]);
    expect([decodeBase64(base64), decodeBase64(base64Url)]).toEqual([bytes, bytes]);
  });

  it.each(['a', 'abcde', 'ab=c', 'a*bc', 'é€'])('refuses %p', (text) => {
    expect(() => decodeBase64(text)).toThrow();
  });
});

describe('base64 by own code', () => {
  it('works where atob and btoa are broken, as under jsdom-global', () => {
    const call = (): never => {
      throw new RangeError('Maximum call stack size exceeded');
    };
    Object.assign(globalThis, { atob: call, btoa: call });
    expect(own.decodeBase64(own.encodeBase64(every))).toEqual(every);
    Object.assign(globalThis, { Buffer: undefined });
    expect(own.decodeBase64(own.encodeBase64(every))).toEqual(every);
  });
});
