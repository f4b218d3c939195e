import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ManualClock } from '../clock/index.js';
import { JwksCache } from './jwks-cache.js';
import { JwtVerifier } from './jwt-verifier.js';
import { goodClaims, goodHeader, ISSUER, issue, jwk, NOW, otherRsa, rsa, SECONDS, setUp } from './tokens.fixture.js';

afterEach(() => {
  jest.restoreAllMocks();
});

const spy = () => jest.spyOn(crypto.subtle, 'verify');

describe('the memory of verified tokens', () => {
  it('has each signature verified once', async () => {
    const { verifier } = setUp();
    const verify = spy();
    const token = issue();
    for (let call = 0; call < 10; call += 1) await verifier.verify(token);
    expect(verify).toHaveBeenCalledTimes(1);
  });

  it('keeps no token that was refused', async () => {
    const { verifier } = setUp();
    const verify = spy();
    const forged = issue(goodClaims, goodHeader, otherRsa);
    for (let call = 0; call < 3; call += 1) await expect(verifier.verify(forged)).rejects.toBeDefined();
    expect(verify).toHaveBeenCalledTimes(3);
  });

  it('does not take a token for one that differs in its last character', async () => {
    const { verifier } = setUp();
    const token = issue();
    await verifier.verify(token);
    const forged = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BA' : 'AA'}`;
    await expect(verifier.verify(forged)).rejects.toMatchObject({ kind: 'token-signature' });
  });

  it('ends with the token', async () => {
    const { verifier, clock } = setUp();
    const token = issue({ ...goodClaims, exp: SECONDS + 100 });
    await verifier.verify(token);
    await clock.advance(161_000);
    await expect(verifier.verify(token)).rejects.toMatchObject({ kind: 'token-expired' });
    const verify = spy();
    await expect(verifier.verify(token)).rejects.toMatchObject({ kind: 'token-expired' });
    expect(verify).toHaveBeenCalledTimes(1);
  });

  it('judges the claims each time, by what is asked this time', async () => {
    const { verifier } = setUp({ audience: 'app' });
    const token = issue({ ...goodClaims, nonce: 'n-1' });
    await verifier.verifyIdToken(token, { clientId: 'app', nonce: 'n-1' });
    await expect(verifier.verifyIdToken(token, { clientId: 'app', nonce: 'n-2' })).rejects.toMatchObject({
      kind: 'token-claim',
    });
    await expect(verifier.verifyAccessToken(token)).rejects.toMatchObject({ kind: 'token' });
  });

  it('forgets what a key vouched for that the issuer took back (TOK-07)', async () => {
    const clock = new ManualClock(NOW);
    const published = { keys: [jwk(rsa, { kid: 'rsa' })] };
    const verifier = new JwtVerifier({ keys: new JwksCache(async () => published, clock), clock, issuer: ISSUER });
    await verifier.verify(issue());
    published.keys = [jwk(otherRsa, { kid: 'rsa' })];
    await clock.advance(10 * 60_000);
    await expect(verifier.verify(issue())).rejects.toMatchObject({ kind: 'token-signature' });
  });

  it('is bounded, and the longest unused goes first', async () => {
    const { verifier } = setUp();
    const first = issue({ ...goodClaims, jti: 'first' });
    const second = issue({ ...goodClaims, jti: 'second' });
    await verifier.verify(first);
    await verifier.verify(second);
    for (let jti = 0; jti < 499; jti += 1) {
      await verifier.verify(issue({ ...goodClaims, jti }));
      await verifier.verify(first);
    }
    const verify = spy();
    await verifier.verify(first);
    expect(verify).not.toHaveBeenCalled();
    await verifier.verify(second);
    expect(verify).toHaveBeenCalledTimes(1);
  });

  it('holds no token of more than 8 kB', async () => {
    const { verifier } = setUp();
    const verify = spy();
    const token = issue({ ...goodClaims, x: 'x'.repeat(9_000) });
    await verifier.verify(token);
    await verifier.verify(token);
    expect(verify).toHaveBeenCalledTimes(2);
  });
});
