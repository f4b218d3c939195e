import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { InputError } from '../errors/index.js';
import { codeChallengeOf, createCodeVerifier, randomToken } from './pkce.js';

afterEach(() => {
  jest.restoreAllMocks();
});

describe('codeChallengeOf', () => {
  const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  const codeChallenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

  it('codeChallengeOf derives the example of RFC 7636 appendix B by WebCrypto (CLI-02)', async () => {
    const digest = jest.spyOn(crypto.subtle, 'digest');
    await expect(codeChallengeOf(codeVerifier)).resolves.toBe(codeChallenge);
    expect(digest).toHaveBeenCalledTimes(1);
  });

  it('codeChallengeOf derives it in a context without WebCrypto, as on plain http', async () => {
    jest.spyOn(crypto, 'subtle', 'get').mockReturnValue(undefined as unknown as SubtleCrypto);
    await expect(codeChallengeOf(codeVerifier)).resolves.toBe(codeChallenge);
  });

  it.each([[''], ['a'.repeat(42)], ['a'.repeat(129)], [`${'a'.repeat(43)}+`], [`${'a'.repeat(43)}\n`], [undefined]])(
    'refuses %j, which is no code verifier',
    async (text) => {
      await expect(codeChallengeOf(text as string)).rejects.toThrow(InputError);
    },
  );
});

describe.each([
  ['createCodeVerifier', createCodeVerifier],
  ['randomToken', randomToken],
])('%s', (_, create) => {
  it('makes 43 characters that every part of a URL can carry (CLI-02)', () => {
    expect(create()).toMatch(/^[A-Za-z\d_-]{43}$/);
  });

  it('never makes the same twice', () => {
    expect(new Set(Array.from({ length: 1_000 }, create)).size).toBe(1_000);
  });

  it('takes 256 bits from the generator of crypto, and nothing from Math.random (CLI-02)', () => {
    const random = jest.spyOn(Math, 'random');
    const secure = jest.spyOn(crypto, 'getRandomValues');
    create();
    expect(secure.mock.calls.map(([bytes]) => (bytes as Uint8Array).length)).toEqual([32]);
    expect(random).not.toHaveBeenCalled();
  });

  it('fails where there is no generator, rather than make do with less (CLI-02)', () => {
    jest.spyOn(crypto, 'getRandomValues').mockImplementation(() => {
      throw new Error('no entropy');
    });
    expect(create).toThrow('no entropy');
  });
});
