import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { SM2 } from 'gm-crypto';
import { sm2Encrypt } from './sm2-encrypt.js';

const { publicKey, privateKey } = SM2.generateKeyPair();

// Another implementation: what we encrypt must be legible to somebody else.
const decrypt = (ciphertext: string): string =>
  SM2.decrypt(ciphertext, privateKey, {
    mode: SM2.constants.C1C3C2,
    inputEncoding: 'hex',
    outputEncoding: 'utf8',
  });

const encrypt = (text: string, key = publicKey): Promise<string> => sm2Encrypt(new TextEncoder().encode(text), key);

afterEach(() => {
  jest.resetModules();
});

describe('sm2Encrypt', () => {
  it.each([['pw'], ['pä$$wörd'], ['correct horse 🐎 battery'], ['x'.repeat(500)]])('encrypts %j', async (password) => {
    const ciphertext = await encrypt(password);
    expect(ciphertext).toMatch(/^[\da-f]+$/);
    expect(ciphertext).toHaveLength(2 * (64 + 32 + new TextEncoder().encode(password).length));
    expect(decrypt(ciphertext)).toBe(password);
  });

  it('gives another ciphertext each time', async () => {
    expect(await encrypt('pw')).not.toBe(await encrypt('pw'));
  });

  it('refuses a key that is no point of the curve', async () => {
    await expect(encrypt('pw', `04${'1'.repeat(128)}`)).rejects.toMatchObject({ kind: 'configuration' });
  });

  it('sm2Encrypt names the package that the script for pages does not find', async () => {
    jest.unstable_mockModule('sm-crypto-v2', () => {
      throw new Error('Cannot find module');
    });
    jest.resetModules(); // the package is loaded once
    const { sm2Encrypt: encryptAnew } = await import('./sm2-encrypt.js');
    await expect(encryptAnew(new Uint8Array(1), publicKey)).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('sm-crypto-v2'),
      remedy: expect.stringContaining('import map'),
    });
  });
});
