import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { assertSameSubject, type ExpectedIdToken } from './id-token.js';
import { goodClaims, goodHeader, issue, SECONDS, setUp } from './tokens.fixture.js';

const expected: ExpectedIdToken = { clientId: 'app', nonce: 'n-1' };
const idClaims = { ...goodClaims, nonce: 'n-1' };

const verdict = (claims: object, expectation: Partial<ExpectedIdToken> = {}, header: object = goodHeader) =>
  setUp().verifier.verifyIdToken(issue(claims, header), { ...expected, ...expectation });

const refused = (kind: string, claim = '') =>
  expect.objectContaining({ kind, message: expect.stringContaining(claim && `(${claim})`) });

const leftHalf = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');

describe('verifyIdToken', () => {
  it('answers the claims', async () => {
    const claims = { ...idClaims, amr: ['pwd', 'otp'], auth_time: SECONDS - 20 };
    await expect(verdict(claims)).resolves.toEqual(claims);
  });

  it.each([[undefined], ['JWT'], ['jwt'], ['application/jwt']])('takes the type %j', async (typ) => {
    await expect(verdict(idClaims, {}, { ...goodHeader, typ })).resolves.toMatchObject({ sub: 'ada' });
  });

  it.each([['at+jwt'], ['AT+JWT'], ['application/at+jwt'], ['logout+jwt'], ['dpop+jwt'], ['secevent+jwt']])(
    'refuses the type %j (TOK-18)',
    async (typ) => {
      await expect(verdict(idClaims, {}, { ...goodHeader, typ })).rejects.toEqual(refused('token'));
    },
  );

  it('refuses a logout token that says no type (TOK-18)', async () => {
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    await expect(verdict({ ...idClaims, events })).rejects.toEqual(refused('token'));
  });

  it.each([[undefined], [''], [null], [5], [['ada']]])('must be about somebody, not %j (TOK-16)', async (sub) => {
    await expect(verdict({ ...idClaims, sub })).rejects.toEqual(refused('token-claim', 'sub'));
  });

  it.each([
    ['other', undefined, 'aud'],
    [['other'], undefined, 'aud'],
    [[], undefined, 'aud'],
    [undefined, undefined, 'aud'],
    [['app', 5], undefined, 'aud'],
    [['app', 'other'], undefined, 'azp'],
    [['app', 'other'], 'other', 'azp'],
    ['app', 'other', 'azp'],
    ['app', '', 'azp'],
    ['app', null, 'azp'],
  ])('must not be for %j with azp %j (TOK-12)', async (aud, azp, claim) => {
    await expect(verdict({ ...idClaims, aud, azp })).rejects.toEqual(refused('token-claim', claim));
  });

  it.each([
    ['app', undefined],
    [['app'], undefined],
    ['app', 'app'],
    [['other', 'app'], 'app'],
  ])('may be for %j with azp %j (TOK-12)', async (aud, azp) => {
    await expect(verdict({ ...idClaims, aud, azp })).resolves.toMatchObject({ sub: 'ada' });
  });

  it.each([[undefined], [''], ['n-2'], ['N-1'], [['n-1']], [null]])(
    'must have the nonce that was sent, not %j (TOK-15)',
    async (nonce) => {
      await expect(verdict({ ...idClaims, nonce })).rejects.toEqual(refused('token-claim', 'nonce'));
    },
  );

  it.each([
    ['at_hash', 'accessToken'],
    ['c_hash', 'code'],
  ])('compares %s where both are there (TOK-17)', async (claim, member) => {
    const good = { ...idClaims, [claim]: leftHalf('value') };
    await expect(verdict(good, { [member]: 'value' })).resolves.toMatchObject({ sub: 'ada' });
    await expect(verdict(idClaims, { [member]: 'value' })).resolves.toMatchObject({ sub: 'ada' });
    await expect(verdict(good, { [member]: 'other' })).rejects.toEqual(refused('token-claim', claim));
    await expect(verdict({ ...good, [claim]: null }, { [member]: 'value' })).rejects.toEqual(
      refused('token-claim', claim),
    );
  });

  it.each([
    [SECONDS - 360, true],
    [SECONDS - 361, false],
    [undefined, false],
    [String(SECONDS), false],
    [null, false],
  ])('with max_age 300 may have auth_time %j: %p (TOK-17)', async (auth_time, isGood) => {
    const call = verdict({ ...idClaims, auth_time }, { maxAgeSeconds: 300 });
    if (isGood) await expect(call).resolves.toMatchObject({ sub: 'ada' });
    else await expect(call).rejects.toEqual(refused('token-claim', 'auth_time'));
  });

  it.each([['pwd'], [[5]], [null], [{}]])('must name its methods by texts, not %j', async (amr) => {
    await expect(verdict({ ...idClaims, amr })).rejects.toEqual(refused('token-claim', 'amr'));
  });
});

describe('verifyIdToken after a refresh', () => {
  const refreshed = (claims: object) =>
    setUp().verifier.verifyIdToken(issue(claims), { clientId: 'app', previous: idClaims });

  it.each([[goodClaims], [idClaims], [{ ...goodClaims, aud: ['app'] }]])('takes %j', async (claims) => {
    await expect(refreshed(claims)).resolves.toMatchObject({ sub: 'ada' });
  });

  it.each([
    ['another user', { sub: 'eve' }, 'sub'],
    ['another audience', { aud: ['app', 'other'], azp: 'app' }, 'aud'],
    ['another sign-in', { nonce: 'n-2' }, 'nonce'],
  ])('refuses one for %s (TOK-19)', async (_, change, claim) => {
    await expect(refreshed({ ...goodClaims, ...change })).rejects.toEqual(refused('token-claim', claim));
  });

  it('refuses one whose predecessor is by another issuer (TOK-19)', async () => {
    const previous = { ...idClaims, iss: 'https://evil.example/oidc' };
    const call = setUp().verifier.verifyIdToken(issue(goodClaims), { clientId: 'app', previous });
    await expect(call).rejects.toEqual(refused('token-claim', 'iss'));
  });
});

describe('assertSameSubject', () => {
  it('wants user information about the same user (TOK-16)', async () => {
    const claims = await verdict(idClaims);
    expect(() => assertSameSubject({ sub: 'ada' }, claims)).not.toThrow();
    for (const sub of ['eve', '', undefined, null, ['ada']]) {
      expect(() => assertSameSubject({ sub }, claims)).toThrow(expect.objectContaining({ kind: 'token-claim' }));
    }
  });
});
