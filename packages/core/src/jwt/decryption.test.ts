import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { CompactEncrypt, type CompactJWEHeaderParameters } from 'jose';
import type { Jwk } from './jwks-cache.js';
import { encode, goodClaims, goodHeader, issue, otherRsa, setUp } from './tokens.fixture.js';

const rsaKey = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ecKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const strangeKey = generateKeyPairSync('rsa', { modulusLength: 2048 });

const privateJwk = ({ privateKey }: { readonly privateKey: KeyObject }, rest: object = {}): Jwk =>
  ({ ...privateKey.export({ format: 'jwk' }), ...rest }) as Jwk; // a private key has a type

const expected = { clientId: 'app' };

function encrypt(text: string, header: CompactJWEHeaderParameters, { publicKey }: { readonly publicKey: KeyObject }) {
  return new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader(header).encrypt(publicKey);
}

const privateKeys = [privateJwk(strangeKey), privateJwk(rsaKey), privateJwk(ecKey, { kid: 'ec', use: 'enc' })];

describe('an encrypted ID token', () => {
  it.each([
    ['RSA-OAEP', 'A128GCM', rsaKey],
    ['RSA-OAEP-256', 'A256GCM', rsaKey],
    ['ECDH-ES', 'A128CBC-HS256', ecKey],
  ])('is decrypted by %s, %s and then verified (TOK-08)', async (alg, enc, key) => {
    const token = await encrypt(issue(), { alg, enc, cty: 'JWT' }, key);
    await expect(setUp({ privateKeys }).verifier.verifyIdToken(token, expected)).resolves.toEqual(goodClaims);
  });

  it('is found its key by name', async () => {
    const token = await encrypt(issue(), { alg: 'ECDH-ES', enc: 'A128GCM', kid: 'ec' }, ecKey);
    await expect(setUp({ privateKeys }).verifier.verifyIdToken(token, expected)).resolves.toEqual(goodClaims);
  });

  it('is refused where no private key is there (TOK-08)', async () => {
    const token = await encrypt(issue(), { alg: 'RSA-OAEP', enc: 'A128GCM' }, rsaKey);
    await expect(setUp().verifier.verifyIdToken(token, expected)).rejects.toMatchObject({
      kind: 'token',
      message: expect.stringContaining('encrypted tokens are not enabled'),
    });
  });

  it.each([
    ['a signature by somebody else', issue(goodClaims, goodHeader, otherRsa), 'token-signature'],
    ['no signature', `${encode({ alg: 'none' })}.${encode(goodClaims)}.`, 'token'],
    ['claims alone', JSON.stringify(goodClaims), 'token'],
  ])('is refused with %s inside: that it is encrypted proves nothing', async (_, inside, kind) => {
    const token = await encrypt(inside, { alg: 'RSA-OAEP', enc: 'A128GCM' }, rsaKey);
    await expect(setUp({ privateKeys }).verifier.verifyIdToken(token, expected)).rejects.toMatchObject({ kind });
  });

  it('is refused with another encrypted token inside', async () => {
    const inside = await encrypt(issue(), { alg: 'RSA-OAEP', enc: 'A128GCM' }, rsaKey);
    const token = await encrypt(inside, { alg: 'RSA-OAEP', enc: 'A128GCM' }, rsaKey);
    await expect(setUp({ privateKeys }).verifier.verifyIdToken(token, expected)).rejects.toMatchObject({
      kind: 'token',
    });
  });

  it('is refused when it was encrypted for somebody else', async () => {
    const token = await encrypt(issue(), { alg: 'RSA-OAEP', enc: 'A128GCM' }, otherRsa);
    await expect(setUp({ privateKeys }).verifier.verifyIdToken(token, expected)).rejects.toMatchObject({
      kind: 'token',
      remedy: expect.stringContaining('privateKeys'),
    });
  });

  it.each([
    [{ alg: 'dir', enc: 'A128GCM' }],
    [{ alg: 'RSA1_5', enc: 'A128GCM' }],
    [{ alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2c: 1e9 }],
    [{ alg: 'RSA-OAEP', enc: 'none' }],
    [{ alg: 'RSA-OAEP' }],
    [{ alg: ['RSA-OAEP'], enc: 'A128GCM' }],
    [{ alg: 'RSA-OAEP', enc: 'A128GCM', zip: 'DEF' }],
    [{ alg: 'RSA-OAEP', enc: 'A128GCM', crit: ['exp'] }],
  ])('is refused with the header %j', async (header) => {
    const token = `${encode(header)}.AAAA.AAAA.AAAA.AAAA`;
    await expect(setUp({ privateKeys }).verifier.verifyIdToken(token, expected)).rejects.toMatchObject({
      kind: 'token',
    });
  });

  it.each([[{}], ['key'], [null], [{ kty: 'RSA', n: 'n', e: 'e' }], [{ kty: 'oct', k: 'k', d: 'd' }]])(
    'is not decrypted by %j, which is no private key',
    (key) => {
      expect(() => setUp({ privateKeys: [key] })).toThrow(
        expect.objectContaining({ kind: 'configuration', message: expect.stringContaining('privateKeys[0]') }),
      );
    },
  );
});
