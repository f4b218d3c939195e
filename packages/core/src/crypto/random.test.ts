import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { codeChallengeOf, createCodeVerifier } from './pkce.js';
import { randomId, secureRandom } from './random.js';

const real = Object.getOwnPropertyDescriptor(globalThis, 'crypto') ?? {};

describe.each([
  ['crypto', undefined],
  ['crypto.getRandomValues', {}],
])('without %s', (_, value) => {
  beforeEach(() => void Object.defineProperty(globalThis, 'crypto', { configurable: true, value }));
  afterEach(() => void Object.defineProperty(globalThis, 'crypto', real));

  it.each([
    ['randomId', randomId],
    ['secureRandom', secureRandom],
    ['createCodeVerifier', createCodeVerifier],
  ])('%s throws a ConfigurationError that names the polyfill', (_name, call) => {
    expect(call).toThrow(
      expect.objectContaining({
        kind: 'configuration',
        message: 'This platform has no crypto.getRandomValues',
        remedy: expect.stringContaining('react-native-get-random-values'),
      }),
    );
  });

  it('codeChallengeOf hashes by our own SHA-256 (RFC 7636 appendix B)', async () => {
    const challenge = codeChallengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk');
    expect(await challenge).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
  });
});
