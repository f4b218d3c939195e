import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from '@jest/globals';
import type { GivenKey } from '../domain/settings/settings.js';
import { AssuredTokenSigner } from './assured-token-signer.js';
import { KeyRing } from './key-ring.js';

it('AssuredTokenSigner reads a given key once for all tokens', async () => {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  let reads = 0;
  const given = { ...jwk, kty: 'EC', alg: 'ES256', kid: 'given' } as const;
  const counted: GivenKey = Object.defineProperty({ ...given }, 'x', {
    enumerable: true,
    get: () => {
      reads += 1;
      return jwk.x;
    },
  });
  const signer = new AssuredTokenSigner({
    algorithm: () => 'RS256',
    keys: new KeyRing(() => []),
    sharedSecret: () => '',
    givenKeys: () => [counted],
  });
  const tokens = [signer.sign({ sub: 'ada' }), signer.sign({ sub: 'grace' })];
  expect(reads).toBe(1);
  expect(await Promise.all(tokens.map((token) => signer.open(token)))).toEqual([{ sub: 'ada' }, { sub: 'grace' }]);
});
