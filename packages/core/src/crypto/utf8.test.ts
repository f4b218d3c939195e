import { afterEach, describe, expect, it } from '@jest/globals';
import { decodeUtf8, encodeUtf8 } from './utf8.js';

const { TextEncoder: RealEncoder, TextDecoder: RealDecoder } = globalThis;

afterEach(() => {
  Object.assign(globalThis, { TextEncoder: RealEncoder, TextDecoder: RealDecoder });
});

describe.each([
  ['with TextEncoder and TextDecoder', {}],
  ['without TextEncoder and TextDecoder', { TextEncoder: undefined, TextDecoder: undefined }],
])('UTF-8 %s', (_, globals) => {
  it.each(['', 'plain %41', 'Zoë', '密码', '👩‍💻', '\uFEFFmark', 'lone \uD83D surrogate', '\uDC00'])(
    'encodes %j',
    (text) => {
      Object.assign(globalThis, globals);
      expect([...encodeUtf8(text)]).toEqual([...new RealEncoder().encode(text)]);
    },
  );

  it.each(['', '{"name":"Zoë"}', '👩‍💻', '\uFEFFmark'])('decodes %j', (text) => {
    Object.assign(globalThis, globals);
    expect(decodeUtf8(new RealEncoder().encode(text))).toBe(text);
  });

  it.each([[[0xff]], [[0xc0, 0x80]], [[0xed, 0xa0, 0x80]], [[0xe2, 0x82]]])('refuses the bytes %j', (bytes) => {
    Object.assign(globalThis, globals);
    expect(() => decodeUtf8(Uint8Array.from(bytes))).toThrow();
  });
});
