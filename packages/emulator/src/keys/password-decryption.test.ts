import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DevelopmentPasswordKey } from './password-decryption.js';

const passwordKey = new DevelopmentPasswordKey();
const key = createPublicKey(passwordKey.publicPem());
const SIZE = 256;

/** Encrypts a whole block, whatever padding it has. */
const encryptBlock = (block: Buffer): Buffer => publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, block);
const encrypt = (text: Uint8Array | string): Buffer =>
  publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, typeof text === 'string' ? Buffer.from(text) : text);
const padding = (length: number): Buffer => Buffer.from(randomBytes(length).map((byte) => byte || 1));
const block = (head: readonly number[], pad: Buffer, tail: Buffer): string =>
  encryptBlock(Buffer.concat([Buffer.from(head), pad, tail])).toString('base64');

describe('the key of passwords', () => {
  it.each(['', 'a', 'correct horse', 'pässwörd', 'a😀b', '\u0000\n', '\ufeffmark', 'p'.repeat(245)])(
    'gives %j back',
    (password) => {
      expect(passwordKey.decrypt(encrypt(password).toString('base64'))).toBe(password);
    },
  );

  it('takes ciphertexts that lost their leading zeros', () => {
    for (let tries = 0; tries < 3_000; tries += 1) {
      const ciphertext = encrypt('short');
      if (ciphertext[0] !== 0) continue;
      expect(passwordKey.decrypt(ciphertext.subarray(1).toString('base64'))).toBe('short');
      return;
    }
    throw new Error('No ciphertext began with a zero, which is as good as impossible');
  });

  it('reads CESU-8 as the UTF-8 it stands for', () => {
    expect(passwordKey.decrypt(encrypt(Buffer.from('61eda0bdedb88062', 'hex')).toString('base64'))).toBe('a😀b');
    expect(passwordKey.decrypt(encrypt(Buffer.from('edafbfedbfbf', 'hex')).toString('base64'))).toBe('\u{10ffff}');
  });

  it.each([
    ['another first byte', [1, 2]],
    ['another block type', [0, 1]],
  ])('refuses %s', (_, head) => {
    expect(() => passwordKey.decrypt(block(head, padding(SIZE - 6), Buffer.from('\0abc')))).toThrow('decrypted');
  });

  it('refuses padding that is too short, or never ends', () => {
    expect(() =>
      passwordKey.decrypt(block([0, 2], padding(7), Buffer.concat([Buffer.from([0]), Buffer.alloc(SIZE - 10, 0x61)]))),
    ).toThrow('decrypted');
    expect(
      passwordKey.decrypt(block([0, 2], padding(8), Buffer.concat([Buffer.from([0]), Buffer.alloc(SIZE - 11, 0x61)]))),
    ).toHaveLength(245);
    expect(() => passwordKey.decrypt(block([0, 2], padding(SIZE - 2), Buffer.alloc(0)))).toThrow('decrypted');
  });

  it.each([
    '',
    'plain text',
    '====',
    'A'.repeat(2_000),
    Buffer.alloc(SIZE, 0xff).toString('base64'),
    Buffer.alloc(SIZE + 1, 1).toString('base64'),
  ])('refuses %j', (text) => {
    expect(() => passwordKey.decrypt(text)).toThrow('decrypted');
  });

  it.each(['ff', 'c3', 'eda0bd', 'edb880eda0bd'])('refuses the bytes %s, which are no text', (hex) => {
    expect(() => passwordKey.decrypt(encrypt(Buffer.from(hex, 'hex')).toString('base64'))).toThrow('decrypted');
  });
});
