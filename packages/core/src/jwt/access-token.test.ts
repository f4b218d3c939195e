import { describe, expect, it } from '@jest/globals';
import { goodClaims, goodHeader, issue, setUp } from './tokens.fixture.js';

const typed = { ...goodHeader, typ: 'at+jwt' };
const scoped = { ...goodClaims, scope: 'openid profile' };

const verdict = (claims: object, header: object, allowUntyped?: boolean) =>
  setUp({ audience: 'app' }).verifier.verifyAccessToken(issue(claims, header), { allowUntyped });

describe('verifyAccessToken', () => {
  it.each([['at+jwt'], ['AT+JWT'], ['application/at+jwt']])('takes the type %j (TOK-18)', async (typ) => {
    await expect(verdict(goodClaims, { ...goodHeader, typ })).resolves.toEqual(goodClaims);
  });

  it.each([[undefined], ['JWT'], ['id+jwt'], ['logout+jwt'], ['dpop+jwt'], [''], [5], [null]])(
    'refuses the type %j (TOK-18)',
    async (typ) => {
      await expect(verdict(scoped, { ...goodHeader, typ })).rejects.toMatchObject({ kind: 'token' });
    },
  );

  it.each([[undefined], ['JWT']])('takes the type %j where that is allowed (TOK-18)', async (typ) => {
    await expect(verdict(scoped, { ...goodHeader, typ }, true)).resolves.toEqual(scoped);
  });

  it.each([
    ['an ID token', { ...goodClaims, nonce: 'n-1' }, goodHeader],
    ['an ID token that has a scope', { ...scoped, nonce: 'n-1' }, goodHeader],
    ['an ID token by its at_hash', { ...scoped, at_hash: 'x' }, goodHeader],
    ['a session token', goodClaims, goodHeader],
    ['a logout token', { ...scoped, events: {} }, goodHeader],
    ['a logout token by its type', scoped, { ...goodHeader, typ: 'logout+jwt' }],
  ])('refuses %s even where the type may be missing (TOK-18)', async (_, claims, header) => {
    await expect(verdict(claims, header, true)).rejects.toMatchObject({ kind: 'token' });
  });

  it.each([
    [{ aud: 'other' }],
    [{ aud: undefined }],
    [{ sub: '' }],
    [{ sub: undefined }],
    [{ iss: 'https://e.example' }],
  ])('judges every claim: %j', async (change) => {
    await expect(verdict({ ...goodClaims, ...change }, typed)).rejects.toMatchObject({ kind: 'token-claim' });
  });
});

describe('the audience of verifyAccessToken', () => {
  const token = issue(goodClaims, typed);

  it.each([[undefined], [{}], [{ allowUntyped: true }], [{ dangerouslyAllowAnyAudience: false }]])(
    'is required with the expectations %j (TOK-12)',
    async (expected) => {
      await expect(setUp().verifier.verifyAccessToken(token, expected)).rejects.toMatchObject({
        kind: 'configuration',
        message: expect.stringContaining('audience'),
      });
    },
  );

  it('is left out with dangerouslyAllowAnyAudience alone', async () => {
    const call = setUp().verifier.verifyAccessToken(token, { dangerouslyAllowAnyAudience: true });
    await expect(call).resolves.toEqual(goodClaims);
  });

  it('is compared though dangerouslyAllowAnyAudience is set, where the verifier has one', async () => {
    const { verifier } = setUp({ audience: 'other' });
    const call = verifier.verifyAccessToken(token, { dangerouslyAllowAnyAudience: true });
    await expect(call).rejects.toMatchObject({ kind: 'token-claim' });
  });
});
