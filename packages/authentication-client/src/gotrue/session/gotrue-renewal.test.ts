import { describe, expect, it } from '@jest/globals';
import { NetworkError } from '@sallyport/core/errors';
import {
  calls,
  NOW_SECONDS,
  names,
  setUp,
  setUpSignedIn,
  tokenAnswer,
  turn,
  wireUser,
} from '../gotrue-client.fixture.js';

const later = tokenAnswer({ jti: '2', iat: NOW_SECONDS + 3_700 });

/** Another visit, with a session that has ended meanwhile. */
async function setUpEnded() {
  const { client, storage, clock } = await setUpSignedIn();
  await client.dispose();
  await clock.advance(3_700_000);
  return setUp({ storage, clock });
}

describe('the renewal of a GoTrue session', () => {
  it.each(['x3k9q2mzr7ab', 'AeQ_9-xYz.binary-looking~token+/='])(
    'takes a refresh token as it is: %s',
    async (token) => {
      const { client, transport } = await setUpSignedIn({}, { ...tokenAnswer(), refresh_token: token });
      transport.answerJson(tokenAnswer({ jti: '2' }));
      await client.refreshToken();
      expect(transport.lastBody).toEqual({ refresh_token: token });
      expect(transport.last.headers).not.toHaveProperty('authorization');
    },
  );

  it('makes one request for a hundred calls that find the token ended (F14, CLI-17)', async () => {
    const { client, transport } = await setUpEnded();
    transport.answerJson(later);
    for (let call = 0; call < 100; call += 1) transport.answerJson(wireUser());
    await Promise.all(Array.from({ length: 100 }, () => client.getCurrentUser()));
    expect(calls(transport)).toEqual(['POST /token?grant_type=refresh_token', ...Array(100).fill('GET /user')]);
  });

  it.each([
    [400, 'refresh_token_already_used'],
    [400, 'refresh_token_not_found'],
    [400, 'session_expired'],
    [400, 'session_not_found'],
    [400, 'validation_failed'],
    [400, 'user_banned'],
  ])('ends the session once when the server refuses it: %i %s (F23)', async (status, code) => {
    const { client, transport, events, storage } = await setUpSignedIn();
    transport.answerJson({ code, message: 'Invalid Refresh Token' }, status);
    const renewals = Promise.allSettled([client.refreshToken(), client.refreshToken()]);
    await transport.sent(1);
    await expect(client.getUserIdentities()).rejects.toMatchObject({ kind: 'not-signed-in' });
    expect(await renewals).toEqual(
      Array.from({ length: 2 }, () => ({
        status: 'rejected',
        reason: expect.objectContaining({ kind: 'session-lost', code, status }),
      })),
    );
    expect(client.state).toBe('signedOut');
    expect(events).toEqual([['sessionExpired', { userId: 'ada' }]]);
    expect(calls(transport).filter((call) => call.startsWith('POST /token'))).toHaveLength(1);
    expect(storage.get('sallyport:v1:session:https%3A%2F%2Fid.example%2Fauth%2Fv1')).toBeNull();
  });

  it('reads the code of older servers as well', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ code: 400, error_code: 'refresh_token_already_used', msg: 'no' }, 400);
    await expect(client.refreshToken()).rejects.toMatchObject({
      kind: 'session-lost',
      code: 'refresh_token_already_used',
    });
  });

  it.each([
    ['a lock that was not won', 409, { code: 'conflict', message: 'busy' }],
    ['too many requests', 429, { code: 'over_request_rate_limit', message: 'slow down' }],
    ['a server that fails', 503, { code: 'unexpected_failure', message: 'oops' }],
    ['a refusal of who stands between', 401, { message: 'No API key found in request' }],
  ])('leaves the session stale, and tries again later: %s', async (_, status, body) => {
    const { client, transport, clock, events } = await setUpSignedIn();
    transport.answerJson(body, status);
    await expect(client.refreshToken()).rejects.toMatchObject({ status });
    expect(client.state).toBe('stale');
    expect(names(events)).toEqual(['sessionStale']);
    transport.answerJson(tokenAnswer({ jti: '2', iat: NOW_SECONDS + 3_595 }));
    await clock.advance(3_595_000);
    await transport.sent(2);
    await turn();
    expect(client.state).toBe('signedIn');
    expect(names(events)).toEqual(['sessionStale', 'sessionRefreshed']);
  });

  it('survives a network that is gone, and goes on when it is back (F01)', async () => {
    const { client, transport, clock, events } = await setUpEnded();
    const offline = new NetworkError({ message: 'offline', sent: true, retryable: true });
    transport.failWith(offline);
    await expect(client.getUserIdentities()).rejects.toBe(offline);
    await expect(client.getUserIdentities()).rejects.toBe(offline); // one request does for both
    expect(client.state).toBe('stale');
    transport.answerJson(later).answerJson(wireUser());
    await clock.advance(60_000); // longer than is waited after a failure
    await turn();
    await expect(client.getCurrentUser()).resolves.toMatchObject({ id: 'ada' });
    expect(client.state).toBe('signedIn');
    expect(names(events)).toEqual(['sessionStale', 'sessionRefreshed']);
  });

  it('takes nobody else’s tokens', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson(tokenAnswer({ sub: 'bob' }));
    await expect(client.refreshToken()).rejects.toMatchObject({ kind: 'invalid-response' });
    expect(client.snapshot).toMatchObject({ userId: 'ada' });
  });

  it('takes over what the server says of the user and the level', async () => {
    const { client, transport } = await setUpSignedIn();
    const changed = { ...wireUser(), user_metadata: { nickname: 'Countess' } };
    transport.answerJson(tokenAnswer({ jti: '2', aal: 'aal2' }, changed));
    await client.refreshToken();
    expect(client.snapshot.assuranceLevel).toBe('aal2');
    await expect(client.mfa.getAuthenticatorAssuranceLevel()).resolves.toMatchObject({
      data: { currentLevel: 'aal2' },
    });
  });

  it('comes to nothing after a sign-out (CLI-19, F18)', async () => {
    const { client, transport } = await setUpSignedIn();
    const answer = transport.answerLater();
    const renewing = client.refreshToken().catch((reason: unknown) => reason);
    await transport.sent(1);
    transport.answerRaw(204, {}, '');
    await client.logout();
    answer(tokenAnswer({ jti: '2' }));
    expect(await renewing).toMatchObject({ kind: 'not-signed-in' });
    expect(client.state).toBe('signedOut');
  });
});
