import { describe, expect, it } from '@jest/globals';
import { ManualClock, ServerClock } from '@sallyport/core/clock';
import { jwt } from '../../client.fixture.js';
import { freshNativeTokens, refreshedTokens, type TokenEndpointAnswer } from './issued-tokens.js';
import { nativeTokens, type ToldTimes } from './native-tokens.js';

const NOW_SECONDS = 1_700_000_000;
const NOW_MS = NOW_SECONDS * 1000;

const clock = (): ServerClock => new ServerClock(new ManualClock(NOW_MS));
const fromWire = <T>(value: object): T => value as T; // what a server sends is not what a type says

describe('a token that says', () => {
  const good = { iat: NOW_SECONDS, exp: NOW_SECONDS + 60 };

  it.each([
    ['when it was issued and when it ends', good, NOW_MS, NOW_MS + 60_000],
    ['nothing', {}, NOW_MS, null],
    ['texts', { iat: '1', exp: '2' }, NOW_MS, null],
    ['that it ends in 1970', { iat: NOW_SECONDS, exp: 0 }, NOW_MS, null],
    ['that it ended before it was issued', { iat: NOW_SECONDS, exp: NOW_SECONDS - 60 }, NOW_MS, null],
    ['numbers that are no dates', { iat: 1e300, exp: Number.MAX_VALUE }, NOW_MS, null],
    ['negative numbers', { iat: -5, exp: -4 }, NOW_MS, null],
  ])('%s', (_, claims, issuedAt, expiresAt) => {
    expect(nativeTokens(jwt(claims), clock())).toMatchObject({ issuedAt, expiresAt });
    expect(nativeTokens('opaque', clock(), fromWire<ToldTimes>(claims))).toMatchObject({ issuedAt, expiresAt });
  });

  it('what the server says differently beside it counts for less where it is no date', () => {
    const told = fromWire<ToldTimes>({ iat: 'soon', exp: '0' });
    expect(nativeTokens(jwt(good), clock(), told)).toMatchObject({ issuedAt: NOW_MS, expiresAt: NOW_MS + 60_000 });
  });

  it('that it was issued at no possible time teaches nobody the time', () => {
    const serverClock = clock();
    for (const iat of [-1, 0, 1e300, NOW_MS]) freshNativeTokens(jwt({ iat }), serverClock);
    expect(serverClock.offsetMs).toBe(0);
  });
});

describe('the answer of a token endpoint', () => {
  const previous = { refreshToken: 'r1' };
  const refresh = (answer: object) =>
    refreshedTokens(fromWire<TokenEndpointAnswer>({ access_token: 'a2', ...answer }), previous, clock());

  it.each([[undefined], [null], [''], [5]])('with the refresh token %j leaves the old one good (CLI-21)', (token) => {
    expect(refresh({ refresh_token: token }).refreshToken).toBe('r1');
  });

  it.each([[undefined], [null], ['']])('with the ID token %j has no other bearer than the access token', (token) => {
    expect(refresh({ id_token: token })).toMatchObject({ token: 'a2', accessToken: null });
  });

  it.each([['3600'], [Number.NaN], [0], [-1], [1e300], [null]])(
    'with the lifetime %j says nothing of it',
    (lifetime) => {
      expect(refresh({ expires_in: lifetime }).expiresAt).toBeNull();
    },
  );

  it('with a lifetime says when the tokens end', () => {
    expect(refresh({ expires_in: 60 }).expiresAt).toBe(NOW_MS + 60_000);
  });
});
