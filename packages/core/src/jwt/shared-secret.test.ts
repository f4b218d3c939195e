import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { encode, goodClaims, jwk, rsa, setUp } from './tokens.fixture.js';

const SECRET = 'a secret of more than 32 bytes, as applications have';

function issueByHmac(secret: string, claims: object = goodClaims): string {
  const body = `${encode({ alg: 'HS256' })}.${encode(claims)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

describe('HS256', () => {
  it('is believed by the configured secret (TOK-02)', async () => {
    const { verifier, fetchJwks } = setUp({ secret: SECRET, algorithms: ['HS256'] });
    await expect(verifier.verify(issueByHmac(SECRET))).resolves.toEqual(goodClaims);
    expect(fetchJwks).not.toHaveBeenCalled();
  });

  it('is refused by another secret (TOK-02)', async () => {
    const call = setUp({ secret: SECRET, algorithms: ['HS256'] }).verifier.verify(issueByHmac(`${SECRET}!`));
    await expect(call).rejects.toMatchObject({ kind: 'token-signature' });
  });

  it('is refused without a secret, by an error that names the setting (TOK-02)', async () => {
    await expect(setUp().verifier.verify(issueByHmac(SECRET))).rejects.toMatchObject({
      kind: 'token',
      remedy: expect.stringContaining('id_token_signed_response_alg'),
    });
  });

  it('is refused by a key of the issuer’s set, whatever its type (TOK-02)', async () => {
    const keys = [{ kty: 'oct', k: Buffer.from(SECRET).toString('base64url') }, jwk(rsa, { alg: 'HS256' })];
    await expect(setUp({}, keys).verifier.verify(issueByHmac(SECRET))).rejects.toMatchObject({ kind: 'token' });
  });

  it.each([[undefined], [['RS256'] as const], [['RS256', 'ES256', 'PS256', 'EdDSA'] as const]])(
    'is refused with a secret where the allowed algorithms are %j (TOK-01)',
    async (algorithms) => {
      const { verifier } = setUp({ secret: SECRET, algorithms });
      await expect(verifier.verify(issueByHmac(SECRET))).rejects.toMatchObject({
        kind: 'token',
        remedy: expect.stringContaining('HS256'),
      });
    },
  );

  it.each([
    ['', 'is shorter than 32 bytes'],
    ['x'.repeat(31), 'is shorter than 32 bytes'],
    [rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'is a key and no secret'],
    [JSON.stringify(jwk(rsa, {})), 'is a key and no secret'],
    [undefined as never, 'algorithms has HS256, which needs a secret'],
  ])('is not configured with the secret %j (TOK-02)', (secret, problem) => {
    expect(() => setUp({ secret, algorithms: ['HS256'] })).toThrow(
      expect.objectContaining({ kind: 'configuration', message: expect.stringContaining(problem) }),
    );
  });
});
