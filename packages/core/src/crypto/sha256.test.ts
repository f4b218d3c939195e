import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sha256 } from './sha256.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const reference = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('sha256', () => {
  // RFC 6234 section 8.5, TEST1, TEST2_1, TEST4, and the empty message.
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['01234567'.repeat(80), '594847328451bdfa85056225462cc1d867d877fb388df0ce35f25ab5562bfbb5'],
  ])('of %j is the one that RFC 6234 tells', (message, digest) => {
    expect(hex(sha256(new TextEncoder().encode(message)))).toBe(digest);
  });

  it('of every length around the edges of a block is what node:crypto finds', () => {
    const lengths = Array.from({ length: 200 }, (_, length) => new Uint8Array(length).fill(length));
    expect(lengths.map((bytes) => hex(sha256(bytes)))).toEqual(lengths.map(reference));
  });

  it('of anything is what node:crypto finds', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => hex(sha256(bytes)) === reference(bytes)));
  });

  it('of a long message is what node:crypto finds', () => {
    const bytes = new Uint8Array(1_000_003).fill(0x5a);
    expect(hex(sha256(bytes))).toBe(reference(bytes));
  });
});
