import { constants, createPrivateKey, generateKeyPairSync, privateDecrypt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rsaEncrypt } from './rsa-encrypt.js';

function keyPair(modulusLength: number) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
  return { privateKey, pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

const keys = new Map([1024, 2048, 3072].map((bits) => [bits, keyPair(bits)] as const));
const small = keys.get(1024) ?? keyPair(1024);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The whole padded block, as node:crypto sees it. */
function blockOf(ciphertext: string, { privateKey } = small): Buffer {
  return privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, Buffer.from(ciphertext, 'base64'));
}

function unpad(block: Buffer): { readonly padding: Buffer; readonly message: string } {
  const end = block.indexOf(0, 2);
  return { padding: block.subarray(2, end), message: block.subarray(end + 1).toString('utf8') };
}

describe('rsaEncrypt', () => {
  it.each([[1024], [2048], [3072]])('makes with %d bits what node:crypto decrypts (RFC 8017 7.2.1)', (bits) => {
    const pair = keys.get(bits) ?? keyPair(bits);
    const block = blockOf(rsaEncrypt(utf8('correct horse'), pair.pem), pair);
    expect([block.length, block[0], block[1]]).toEqual([bits / 8, 0, 2]);
    expect(unpad(block).message).toBe('correct horse');
  });

  it('keeps any text as UTF-8, byte for byte', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
        fc.pre(utf8(text).length <= 117);
        expect(unpad(blockOf(rsaEncrypt(utf8(text), small.pem))).message).toBe(text);
      }),
      { numRuns: 50 },
    );
    expect(unpad(blockOf(rsaEncrypt(utf8('a😀b'), small.pem))).message).toBe('a😀b');
  });

  it('takes as much as the key can carry and not a byte more', () => {
    expect(unpad(blockOf(rsaEncrypt(utf8('x'.repeat(117)), small.pem))).message).toBe('x'.repeat(117));
    expect(() => rsaEncrypt(utf8('x'.repeat(118)), small.pem)).toThrow(
      expect.objectContaining({ kind: 'invalid-input', message: expect.stringContaining('117') }),
    );
  });

  it('counts bytes, not characters', () => {
    expect(() => rsaEncrypt(utf8('密'.repeat(40)), small.pem)).toThrow(
      expect.objectContaining({ kind: 'invalid-input' }),
    );
  });

  it('does not show a password that is too long (CLI-22)', () => {
    expect(() => rsaEncrypt(utf8('canary'.repeat(100)), small.pem)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') }),
    );
  });

  it('pads anew each time, with eight bytes or more and no zero among them', () => {
    const seen = new Set<string>();
    for (let turn = 0; turn < 40; turn += 1) {
      const { padding, message } = unpad(blockOf(rsaEncrypt(utf8('x'.repeat(117)), small.pem)));
      expect([padding.length, message]).toEqual([8, 'x'.repeat(117)]);
      seen.add(padding.toString('hex'));
    }
    expect(seen.size).toBe(40);
  });

  it('has the full length also where the number is short', () => {
    for (let turn = 0; turn < 300; turn += 1) {
      expect(Buffer.from(rsaEncrypt(utf8('x'), small.pem), 'base64')).toHaveLength(128);
    }
  });

  it('reads a key with or without line breaks and with Windows’ own', () => {
    const bare = small.pem.replace(/-----[^-]*-----|\s/g, '');
    for (const pem of [bare, small.pem.replace(/\n/g, '\r\n'), `  ${small.pem}  `]) {
      expect(unpad(blockOf(rsaEncrypt(utf8('x'), pem))).message).toBe('x');
    }
  });

  const spkiOf = (type: 'ec' | 'ed25519' | 'rsa-pss'): string => {
    const { publicKey } =
      type === 'ec'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : type === 'ed25519'
          ? generateKeyPairSync('ed25519')
          : generateKeyPairSync('rsa-pss', { modulusLength: 1024 });
    return publicKey.export({ type: 'spki', format: 'pem' }).toString();
  };

  it.each([
    ['nothing', ''],
    ['a word', 'key'],
    ['HTML', '<html></html>'],
    ['a torn key', small.pem.slice(0, 120)],
    [
      'a private key',
      createPrivateKey(small.privateKey.export({ type: 'pkcs8', format: 'pem' }))
        .export({ type: 'pkcs8', format: 'pem' })
        .toString(),
    ],
    ['an EC key', spkiOf('ec')],
    ['an Ed25519 key', spkiOf('ed25519')],
    ['a key for signatures only', spkiOf('rsa-pss')],
  ])('refuses %s for a key', (_, pem) => {
    expect(() => rsaEncrypt(utf8('canary'), pem)).toThrow(
      expect.objectContaining({ kind: 'configuration', message: expect.not.stringContaining('canary') }),
    );
  });
});
