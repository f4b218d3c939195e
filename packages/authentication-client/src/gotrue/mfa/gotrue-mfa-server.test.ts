import { describe, expect, it } from '@jest/globals';
import { MemoryStorage } from '@sallyport/core/storage';
import { SlowStorage } from '@sallyport/core/testing';
import type { GoTrueAuthenticationClient } from '../gotrue-authentication-client.js';
import {
  accessToken,
  calls,
  type GoTrueFixture,
  names,
  raisedAnswer,
  setUp,
  setUpPending,
  setUpSignedIn,
  tokenAnswer,
  turn,
  wireFactor,
  wireUser,
  withFactor,
} from '../gotrue-client.fixture.js';

const challenge = { id: 'c1', type: 'totp', expires_at: 1 };
const wrong = { code: 'mfa_verification_failed', message: 'Invalid TOTP code entered' };
const mfaToken = accessToken();
const totp = '112 233';
const unverified = (id: string, at?: string, name?: string) => ({
  ...wireFactor(id, 'totp', 'unverified', at),
  ...(name ? { friendly_name: name } : {}),
});
const days = (day: number) => `2026-01-0${day}T00:00:00Z`;

describe('Authing’s words on GoTrue’s wire: binding an authenticator', () => {
  it('lists authenticators, of whatever state, and no other factors', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson(wireUser('ada', [wireFactor('f1'), unverified('f2'), wireFactor('f3', 'phone')]));
    await expect(client.mfa.getMfaAuthenticators({ type: 'totp' })).resolves.toEqual([
      expect.objectContaining({
        id: 'f1',
        userId: 'ada',
        enable: true,
        secret: null,
        recoveryCode: null,
        source: 'SELF',
      }),
      expect.objectContaining({ id: 'f2', enable: false }),
    ]);
    await expect(client.mfa.getMfaAuthenticators({ type: 'sms' })).resolves.toEqual([]);
    expect(transport.requests).toHaveLength(1);
  });

  it('begins, and first removes what was begun without a name and never confirmed', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson(
      wireUser('ada', [unverified('old'), unverified('named', days(1), 'Tablet'), wireFactor('f1')]),
    );
    transport.answerJson({ id: 'old' });
    transport.answerJson({ id: 'new', type: 'totp', totp: { qr_code: '<svg/>', secret: 'S', uri: 'otpauth://x' } });
    await expect(client.mfa.assosicateMfaAuthenticator({ authenticatorType: 'totp' })).resolves.toEqual({
      authenticator_type: 'totp',
      secret: 'S',
      qrcode_uri: 'otpauth://x',
      qrcode_data_url: 'data:image/svg+xml;utf-8,<svg/>',
      recovery_code: '',
    });
    expect(calls(transport)).toEqual(['GET /user', 'DELETE /factors/old', 'POST /factors']);
    expect(transport.lastBody).toEqual({ factor_type: 'totp' });
  });

  it('takes no factor without a secret for one (F08)', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson(wireUser()).answerJson({ id: 'new', type: 'totp' });
    await expect(client.mfa.associateMfaAuthenticator()).rejects.toMatchObject({ kind: 'invalid-response' });
  });

  it('confirms the newest that is not verified, and raises the session', async () => {
    const { client, transport, events } = await setUpSignedIn();
    const factors = [unverified('b', days(3)), unverified('a', days(2)), wireFactor('v', 'totp', 'verified', days(4))];
    transport.answerJson(wireUser('ada', factors)).answerJson(challenge).answerJson(raisedAnswer);
    await client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp });
    expect(calls(transport)).toEqual(['GET /user', 'POST /factors/b/challenge', 'POST /factors/b/verify']);
    expect(transport.lastBody).toEqual({ challenge_id: 'c1', code: '112233' });
    expect(client.snapshot.assuranceLevel).toBe('aal2');
    expect(names(events)).toEqual(['sessionRefreshed', 'factorEnrolled']);
  });

  it('says that there is none to confirm, or that the code is wrong', async () => {
    const { client, transport } = await setUpSignedIn();
    const confirm = () => client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp });
    transport.answerJson(wireUser('ada', [wireFactor('v')]));
    await expect(confirm()).rejects.toMatchObject({ kind: 'not-found' });
    transport
      .answerJson(wireUser('ada', [unverified('b')]))
      .answerJson(challenge)
      .answerJson(wrong, 422);
    await expect(confirm()).rejects.toMatchObject({ kind: 'invalid-code', code: 'mfa_verification_failed' });
    expect(client.snapshot.assuranceLevel).toBe('aal1');
  });

  it('removes all of them, and forgets them', async () => {
    const user = wireUser('ada', [wireFactor('a'), unverified('b'), wireFactor('p', 'phone')]);
    const { client, transport, events } = await setUpSignedIn({}, tokenAnswer({ aal: 'aal2' }, user));
    transport.answerJson(user).answerJson({ id: 'a' }).answerJson({ id: 'b' });
    await client.mfa.deleteMfaAuthenticator();
    expect(calls(transport)).toEqual(['GET /user', 'DELETE /factors/a', 'DELETE /factors/b']);
    expect(names(events)).toEqual(['userUpdated', 'factorRemoved']);
    await expect(client.mfa.getAuthenticatorAssuranceLevel()).resolves.toMatchObject({ data: { nextLevel: 'aal2' } });
  });

  it('forgets those that are gone when one cannot be removed', async () => {
    const user = wireUser('ada', [wireFactor('a'), wireFactor('b')]);
    const { client, transport, events } = await setUpSignedIn({}, tokenAnswer({ aal: 'aal2' }, user));
    transport.answerJson(user).answerJson({ id: 'a' }).answerJson({ code: 'conflict', message: 'busy' }, 409);
    await expect(client.mfa.deleteMfaAuthenticator()).rejects.toMatchObject({ code: 'conflict' });
    expect(names(events)).toEqual(['userUpdated']);
  });
});

describe('Authing’s words on GoTrue’s wire: the second step', () => {
  const three = ['third', 'first', 'second'].map((id, index) =>
    wireFactor(id, 'totp', 'verified', days([3, 1, 2][index] ?? 9)),
  );

  it('tries the oldest first, three at most', async () => {
    const four = wireUser('ada', [
      ...three,
      wireFactor('fourth', 'totp', 'verified', days(4)),
      unverified('u', days(1)),
    ]);
    const { client, transport } = await setUpPending({}, four);
    for (let tried = 0; tried < 3; tried += 1) transport.answerJson(challenge).answerJson(wrong, 422);
    await expect(client.mfa.verifyTotpMfa({ totp, mfaToken })).rejects.toMatchObject({ kind: 'invalid-code' });
    const tried = calls(transport).filter((call) => call.endsWith('/verify'));
    expect(tried).toEqual(['first', 'second', 'third'].map((id) => `POST /factors/${id}/verify`));
    expect(client.state).toBe('mfaRequired');
    expect(client.pendingSignIn?.mfaToken).toBe(mfaToken);
  });

  it('goes on to the next one only after a wrong code', async () => {
    const user = wireUser('ada', three);
    const { client, transport } = await setUpPending({}, user);
    transport.answerJson(challenge);
    transport.answerJson({ code: 'over_request_rate_limit', message: 'slow down' }, 429);
    await expect(client.mfa.verifyTotpMfa({ totp, mfaToken })).rejects.toMatchObject({ kind: 'rate-limited' });
    expect(transport.requests).toHaveLength(2);
  });

  it('passes with the one that the code fits', async () => {
    const user = wireUser('ada', three);
    const { client, transport } = await setUpPending({}, user);
    transport.answerJson(challenge).answerJson(wrong, 422).answerJson(challenge).answerJson(raisedAnswer);
    const passed = await client.mfa.verifyTotpMfa({ totp, mfaToken });
    expect(passed).toMatchObject({ id: 'ada', token: raisedAnswer.access_token });
    expect(client.state).toBe('signedIn');
  });

  it('asks the server for no factors, where the session knows them', async () => {
    const { client, transport } = await setUpPending();
    transport.answerJson(challenge).answerJson(raisedAnswer);
    await client.mfa.verifyTotpMfa({ totp, mfaToken });
    expect(calls(transport)).toEqual(['POST /factors/f1/challenge', 'POST /factors/f1/verify']);
  });

  it('tries one that was bound elsewhere meanwhile, and none twice', async () => {
    const { client, transport } = await setUpPending();
    transport.answerJson(challenge).answerJson(wrong, 422);
    transport.answerJson(
      wireUser('ada', [wireFactor('older', 'totp', 'verified', '2025-01-01T00:00:00Z'), wireFactor('f1')]),
    );
    transport.answerJson(challenge).answerJson(raisedAnswer);
    await client.mfa.verifyTotpMfa({ totp, mfaToken });
    const tried = calls(transport).filter((call) => !call.endsWith('/challenge'));
    expect(tried).toEqual(['POST /factors/f1/verify', 'GET /user', 'POST /factors/older/verify']);
    expect(client.state).toBe('signedIn');
  });

  it('verifyTotpMfa ends the local session when a hook of the server rejects the factor', async () => {
    const { client, transport, events } = await setUpPending();
    transport
      .answerJson(challenge)
      .answerJson({ code: 'mfa_verification_rejected', message: 'Ask the help desk' }, 403);
    await expect(client.mfa.verifyTotpMfa({ totp, mfaToken })).rejects.toMatchObject({
      kind: 'permission-denied',
      code: 'mfa_verification_rejected',
      message: 'Ask the help desk',
    });
    expect([client.state, client.pendingSignIn]).toEqual(['signedOut', null]);
    expect(names(events)).toEqual(['signInExpired']);
    await expect(client.getCurrentUser()).resolves.toBeNull();
    expect(transport.requests).toHaveLength(2);
  });

  it('verifyTotpMfa keeps the session when the server refuses a factor for another reason', async () => {
    const { client, transport } = await setUpPending();
    transport.answerJson(challenge).answerJson({ code: 'feature_disabled', message: 'no' }, 403);
    await expect(client.mfa.verifyTotpMfa({ totp, mfaToken })).rejects.toMatchObject({ code: 'feature_disabled' });
    expect(client.state).toBe('mfaRequired');
  });

  it('says that the code is wrong, also where the server has been asked', async () => {
    const { client, transport } = await setUpPending();
    transport.answerJson(challenge).answerJson(wrong, 422).answerJson(withFactor);
    await expect(client.mfa.verifyTotpMfa({ totp, mfaToken })).rejects.toMatchObject({ kind: 'invalid-code' });
    expect(transport.requests).toHaveLength(3);
  });

  it('goes on with what the server has, where one is gone, and forgets that one', async () => {
    const { client, transport } = await setUpPending({}, wireUser('ada', [wireFactor('gone'), wireFactor('f1')]));
    transport.answerJson({ code: 'mfa_factor_not_found', message: 'gone' }, 404);
    transport.answerJson(challenge).answerJson(wrong, 422).answerJson(withFactor);
    await expect(client.mfa.verifyTotpMfa({ totp, mfaToken })).rejects.toMatchObject({ kind: 'invalid-code' });
    transport.requests.splice(0);
    transport.answerJson(challenge).answerJson(raisedAnswer);
    await client.mfa.verifyTotpMfa({ totp, mfaToken });
    expect(calls(transport)).toEqual(['POST /factors/f1/challenge', 'POST /factors/f1/verify']);
  });

  it('asks nothing any more of a user whose authenticators are gone', async () => {
    const { client, transport, events } = await setUpPending();
    transport.answerJson({ code: 'mfa_factor_not_found', message: 'gone' }, 404).answerJson(wireUser());
    await expect(client.mfa.verifyTotpMfa({ totp, mfaToken })).rejects.toMatchObject({ kind: 'not-found' });
    expect(client.state).toBe('signedIn');
    expect(names(events)).toEqual(['userUpdated', 'signedIn']);
  });

  it('keeps a factor that the server still has, whatever else was not found', async () => {
    const { client, transport } = await setUpPending();
    transport.answerRaw(404, { 'content-type': 'text/plain' }, '404 page not found').answerJson(withFactor);
    await expect(client.mfa.verifyTotpMfa({ totp, mfaToken })).rejects.toMatchObject({ kind: 'not-found' });
    expect(client.state).toBe('mfaRequired');
  });

  it('passes with a recovery code, of which the next one is not handed out', async () => {
    const { client, transport } = await setUpPending();
    transport.answerJson(raisedAnswer);
    const passed = await client.mfa.verifyTotpRecoveryCode({ recoveryCode: 'aaaa-bbbb', mfaToken });
    expect(passed).toMatchObject({ id: 'ada', recoveryCode: null });
    expect(calls(transport)).toEqual(['POST /factors/recovery-codes/verify']);
    expect(transport.lastBody).toEqual({ code: 'aaaa-bbbb' });
  });

  it.each([['mfa_verification_failed'], ['mfa_recovery_codes_verification_failed']])(
    'verifyTotpRecoveryCode gives the remedy for recovery codes when the server answers %s',
    async (code) => {
      const { client, transport } = await setUpPending();
      transport.answerJson({ code, message: 'no' }, 422);
      await expect(client.mfa.verifyTotpRecoveryCode({ recoveryCode: 'x', mfaToken })).rejects.toMatchObject({
        kind: 'invalid-code',
        code,
        retryable: false,
        remedy: expect.stringContaining('recovery code'),
      });
    },
  );

  it('knows no recovery codes where the server is older', async () => {
    const { client, transport } = await setUpPending();
    transport.answerRaw(404, { 'content-type': 'text/plain' }, '404 page not found');
    await expect(client.mfa.verifyTotpRecoveryCode({ recoveryCode: 'x', mfaToken })).rejects.toMatchObject({
      kind: 'unsupported-by-server',
    });
    expect(client.state).toBe('mfaRequired');
  });

  it.each<[string, (client: GoTrueAuthenticationClient) => Promise<unknown>]>([
    ['an email', ({ mfa }) => mfa.verifyAppEmailMfa({ email: 'ada@example.com', code: '111111', mfaToken })],
    ['a face', ({ mfa }) => mfa.verifyFaceMfa('photo', mfaToken)],
    ['enrolling a face', ({ mfa }) => mfa.associateFaceByUrl({ baseFace: 'https://a', compareFace: 'https://b' })],
    ['binding an address', ({ mfa }) => mfa.phoneOrEmailBindable({ email: 'ada@example.com', mfaToken })],
  ])('is not passed with %s, which the server has not; nothing is sent', async (_, call) => {
    const { client, transport } = await setUpPending();
    await expect(call(client)).rejects.toMatchObject({ kind: 'unsupported-by-server' });
    expect(transport.requests).toEqual([]);
    expect(client.mfa.capabilities).toMatchObject({ verify: ['totp', 'sms', 'recovery_code'], enroll: ['totp'] });
  });

  it('says that the user has no authenticator', async () => {
    const user = wireUser('ada', [wireFactor('p', 'phone')]);
    const { client, transport } = await setUpPending({}, user);
    transport.answerJson(user);
    await expect(client.mfa.verifyTotpMfa({ totp, mfaToken })).rejects.toMatchObject({ kind: 'not-found' });
  });

  it.each(['', '   ', undefined, 112233])(
    'refuses a code that can never be right, and sends nothing: %p',
    async (code) => {
      const { client, transport } = await setUpPending();
      await expect(client.mfa.verifyTotpMfa({ totp: code as never, mfaToken })).rejects.toMatchObject({
        kind: 'invalid-input',
      });
      expect(transport.requests).toEqual([]);
    },
  );
});

describe('Authing’s words on GoTrue’s wire: a code on the phone', () => {
  const phone = '+15550001111';
  const user = wireUser('ada', [
    { ...wireFactor('new', 'phone', 'verified', days(2)), phone: '15550001111' },
    { ...wireFactor('old', 'phone', 'verified', days(1)), phone: '15550002222' },
    wireFactor('u', 'phone', 'unverified', days(3)),
  ]);
  const sent = (fixture: GoTrueFixture, user_ = user) =>
    fixture.transport.answerJson(user_).answerJson({ ...challenge, type: 'phone' });

  it('is sent to the verified phone with the number, and passes the second step', async () => {
    const fixture = await setUpPending({}, user);
    const { client, transport } = fixture;
    sent(fixture).answerJson(raisedAnswer);
    await client.sendSmsCode(phone, undefined, 'mfa-verify');
    await client.mfa.verifyAppSmsMfa({ phone, code: '１１２２３３', mfaToken });
    expect(calls(transport)).toEqual(['GET /user', 'POST /factors/new/challenge', 'POST /factors/new/verify']);
    expect(transport.lastBody).toEqual({ challenge_id: 'c1', code: '112233' });
    expect(client.state).toBe('signedIn');
  });

  it('is asked for once more after a wrong one, and sent once', async () => {
    const fixture = await setUpPending({}, user);
    const { client, transport } = fixture;
    sent(fixture)
      .answerJson({ ...wrong, message: 'no' }, 422)
      .answerJson(raisedAnswer);
    await client.sendSmsCode(phone, undefined, 'mfa-verify');
    await expect(client.mfa.verifySmsMfa({ phone, code: '111111', mfaToken })).rejects.toMatchObject({
      kind: 'invalid-code',
    });
    await client.mfa.verifySmsMfa({ phone, code: '222222', mfaToken });
    expect(calls(transport).filter((call) => call.endsWith('/challenge'))).toHaveLength(1);
  });

  it.each(['mfa_challenge_expired', 'mfa_ip_address_mismatch'])('is over, and the sign-in is not: %s', async (code) => {
    const fixture = await setUpPending({}, user);
    const { client } = fixture;
    sent(fixture).answerJson({ code, message: 'no' }, 422);
    await client.sendSmsCode(phone, undefined, 'mfa-verify');
    await expect(client.mfa.verifySmsMfa({ phone, code: '111111', mfaToken })).rejects.toMatchObject({
      kind: 'challenge-expired',
      expired: 'code',
    });
    expect(client.state).toBe('mfaRequired');
  });

  it('was never sent: says so, and sends nothing', async () => {
    const { client, transport } = await setUpPending({}, user);
    await expect(client.mfa.verifySmsMfa({ phone, code: '111111', mfaToken })).rejects.toMatchObject({
      kind: 'challenge-expired',
      expired: 'code',
    });
    expect(transport.requests).toEqual([]);
  });

  it('that was sent to somebody else is nobody’s', async () => {
    const fixture = await setUpPending({}, user);
    const { client, transport } = fixture;
    sent(fixture);
    await client.sendSmsCode(phone, undefined, 'mfa-verify');
    transport.answerJson(tokenAnswer({ sub: 'bob' }, wireUser('bob', [wireFactor('p', 'phone')])));
    await client.loginByEmail('bob@example.com', 'pw').catch(() => {});
    const before = transport.requests.length;
    const token = client.pendingSignIn?.mfaToken ?? '';
    await expect(client.mfa.verifySmsMfa({ phone, code: '111111', mfaToken: token })).rejects.toMatchObject({
      expired: 'code',
    });
    expect(transport.requests).toHaveLength(before);
  });

  it('passes once', async () => {
    const fixture = await setUpPending({}, user);
    const { client } = fixture;
    sent(fixture).answerJson(raisedAnswer);
    await client.sendSmsCode(phone, undefined, 'mfa-verify');
    await client.mfa.verifySmsMfa({ phone, code: '111111', mfaToken });
    await expect(client.mfa.verifySmsMfa({ phone, code: '111111', mfaToken })).rejects.toMatchObject({
      expired: 'code',
    });
  });

  it('goes nowhere where the user has no phone', async () => {
    const { client, transport } = await setUpPending();
    transport.answerJson(withFactor);
    await expect(client.sendSmsCode(phone, undefined, 'mfa-verify')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('an mfaToken on GoTrue’s wire', () => {
  it('of a session that was renewed since stands for the session', async () => {
    const { client, transport } = await setUpPending();
    const renewed = tokenAnswer({ jti: '2' }, withFactor);
    transport.answerJson(renewed);
    await client.refreshToken().catch(() => {});
    transport.answerJson(challenge).answerJson(raisedAnswer);
    await client.mfa.verifyTotpMfa({ totp, mfaToken });
    const bearers = transport.requests.slice(1).map(({ headers }) => headers.authorization);
    expect(new Set(bearers)).toEqual(new Set([`Bearer ${renewed.access_token}`]));
    expect(client.state).toBe('signedIn');
  });

  it('of a session that ended while the page was open is renewed with it', async () => {
    const { client, transport, clock } = await setUpPending();
    transport.answerJson({ code: 'conflict', message: 'busy' }, 409);
    await client.refreshToken().catch(() => {});
    transport.answerJson(tokenAnswer({ jti: '2', iat: 1767225600 + 3_700 }, withFactor));
    await clock.advance(3_700_000);
    transport.answerJson(challenge).answerJson(raisedAnswer);
    await client.mfa.verifyTotpMfa({ totp, mfaToken });
    expect(client.state).toBe('signedIn');
  });

  it('of somewhere else is sent as it is, and begins the session here', async () => {
    const { client, transport, events } = setUp();
    transport.answerJson(withFactor).answerJson(challenge).answerJson(raisedAnswer);
    await client.mfa.verifyTotpMfa({ totp, mfaToken });
    expect(transport.requests.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill(`Bearer ${mfaToken}`));
    expect(events).toEqual([['signedIn', { userId: 'ada', assuranceLevel: 'aal2' }]]);
  });

  it.each([
    ['bad_jwt', 403],
    ['session_not_found', 403],
    ['no_authorization', 401],
  ])('of somewhere else that the server refuses means that the sign-in is over: %s', async (code, status) => {
    const { client, transport } = await setUpSignedIn({}, tokenAnswer({ sub: 'bob' }));
    transport.answerJson({ code, message: 'no' }, status);
    await expect(client.mfa.verifyTotpMfa({ totp, mfaToken })).rejects.toMatchObject({
      kind: 'challenge-expired',
      expired: 'sign-in',
      code,
    });
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'bob' });
    expect(transport.requests).toHaveLength(1);
  });

  it('of the session itself that is lost means the same', async () => {
    const { client, transport, events } = await setUpPending();
    transport.answerJson({ code: 'session_not_found', message: 'gone' }, 403);
    transport.answerJson({ code: 'refresh_token_not_found', message: 'gone' }, 400);
    await expect(client.mfa.verifyTotpMfa({ totp, mfaToken })).rejects.toMatchObject({
      kind: 'challenge-expired',
      expired: 'sign-in',
    });
    expect(client).toMatchObject({ state: 'signedOut', pendingSignIn: null });
    expect(names(events)).toEqual(['signInExpired']);
  });

  it('is compared with the session only once the storage has been read', async () => {
    const KEY = 'supabase.auth.token';
    const renewed = tokenAnswer({ jti: '2' }, withFactor);
    const storage = new SlowStorage();
    storage.values.set(KEY, JSON.stringify(renewed));
    const { client, transport } = setUp({ storage, storageKey: KEY });
    transport.answerJson(withFactor);
    const listing = client.mfa.getMfaAuthenticators({ type: 'totp', mfaToken });
    await turn();
    storage.answer();
    await listing;
    expect(transport.last.headers.authorization).toBe(`Bearer ${renewed.access_token}`);
  });

  it('is proved in vain when somebody signs out meanwhile (F18)', async () => {
    const { client, transport } = await setUpPending({ storage: new MemoryStorage() });
    transport.answerJson(challenge);
    const answer = transport.answerLater();
    const proving = client.mfa.verifyTotpMfa({ totp, mfaToken }).catch((reason: unknown) => reason);
    await transport.sent(2);
    transport.answerRaw(204, {}, '');
    await client.logout();
    answer(raisedAnswer);
    expect(await proving).toMatchObject({ kind: 'not-signed-in' });
    expect(client.state).toBe('signedOut');
  });
});

describe('GoTrue’s words on GoTrue’s wire', () => {
  it('need a session', async () => {
    const { client, transport } = setUp();
    const { mfa } = client;
    const answers = await Promise.all([
      mfa.enroll({ factorType: 'totp' }),
      mfa.challenge({ factorId: 'f1' }),
      mfa.verify({ factorId: 'f1', challengeId: 'c1', code: '112233' }),
      mfa.challengeAndVerify({ factorId: 'f1', code: '112233' }),
      mfa.unenroll({ factorId: 'f1' }),
      mfa.listFactors(),
      mfa.recoveryCodes.getStatus(),
      mfa.recoveryCodes.generate(),
      mfa.recoveryCodes.verify({ code: 'x' }),
      mfa.recoveryCodes.regenerate(),
      mfa.recoveryCodes.unenroll(),
    ]);
    for (const answer of answers) {
      expect(answer).toMatchObject({ data: null, error: { name: 'AuthSessionMissingError', status: 400 } });
    }
    await expect(mfa.getAuthenticatorAssuranceLevel()).resolves.toEqual({
      data: { currentLevel: null, nextLevel: null, currentAuthenticationMethods: [] },
      error: null,
    });
    expect(transport.requests).toEqual([]);
  });

  it.each([
    ['mfa_verification_failed', 422],
    ['mfa_challenge_expired', 422],
    ['insufficient_aal', 403],
    ['too_many_enrolled_mfa_factors', 422],
    ['mfa_factor_not_found', 404],
  ])('answer the code and the status of the server: %s', async (code, status) => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ code, message: 'no' }, status);
    const { error } = await client.mfa.verify({ factorId: 'f1', challengeId: 'c1', code: '112233' });
    expect(error).toMatchObject({ name: 'AuthApiError', code, status, message: 'no' });
  });

  const passkeyProof = {
    factorId: 'f1',
    challengeId: 'c1',
    webauthn: {
      type: 'request',
      rpId: 'localhost',
      rpOrigins: ['http://localhost'],
      credential_response: { id: 'YWJj', rawId: 'YWJj', type: 'public-key', response: {}, clientExtensionResults: {} },
    },
  };

  it('verify reports the kind passkey when the server rejects the proof of a passkey', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ code: 'unexpected_failure', message: 'Failed to validate login' }, 500);
    const { data, error } = await client.mfa.verify(passkeyProof as never);
    expect(data).toBeNull();
    expect(error).toMatchObject({
      kind: 'passkey',
      code: 'unexpected_failure',
      status: 500,
      message: 'Failed to validate login',
      retryable: false,
      retryAfterMs: null,
      remedy: expect.stringContaining('passkey'),
      cause: { kind: 'passkey', retryable: false },
    });
    expect(calls(transport)).toEqual(['POST /factors/f1/verify']);
    expect(client.state).toBe('signedIn');
  });

  it('verify reports the kind server when the server fails at a code', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ code: 'unexpected_failure', message: 'oops' }, 500);
    const { error } = await client.mfa.verify({ factorId: 'f1', challengeId: 'c1', code: '112233' });
    expect(error).toMatchObject({ kind: 'server', status: 500 });
  });

  it('verify ends the local session when a hook of the server rejects the factor', async () => {
    const { client, transport, events, storage } = await setUpSignedIn();
    transport.answerJson({ code: 'mfa_verification_rejected', message: 'Ask the help desk' }, 403);
    const { error } = await client.mfa.verify({ factorId: 'f1', challengeId: 'c1', code: '112233' });
    expect(error).toMatchObject({ code: 'mfa_verification_rejected', message: 'Ask the help desk', status: 403 });
    expect([client.state, events]).toEqual(['signedOut', [['sessionExpired', { userId: 'ada' }]]]);
    const next = setUp({ storage });
    await next.client.ready();
    expect(next.client.state).toBe('signedOut');
  });

  it.each(['recovery-codes/../f1', '..', 'a/b'])('let no id lead elsewhere: %s (NET-05)', async (factorId) => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ id: factorId });
    await client.mfa.unenroll({ factorId });
    for (const { url } of transport.requests) expect(new URL(url).pathname).toMatch(/\/factors\/[^/]+$/);
    expect(transport.requests.map(({ url }) => new URL(url).pathname)).not.toContain('/auth/v1/factors/f1');
  });

  it.each<[string, (client: GoTrueAuthenticationClient) => Promise<{ readonly error: unknown }>]>([
    ['enroll', ({ mfa }) => mfa.enroll({ factorType: 'totp' })],
    ['challenge', ({ mfa }) => mfa.challenge({ factorId: 'f1' })],
    ['verify', ({ mfa }) => mfa.verify({ factorId: 'f1', challengeId: 'c1', code: '112233' })],
    ['listFactors', ({ mfa }) => mfa.listFactors()],
    ['getAuthenticatorAssuranceLevel', ({ mfa }) => mfa.getAuthenticatorAssuranceLevel(mfaToken)],
    ['recoveryCodes.getStatus', ({ mfa }) => mfa.recoveryCodes.getStatus()],
    ['recoveryCodes.generate', ({ mfa }) => mfa.recoveryCodes.generate()],
    ['recoveryCodes.verify', ({ mfa }) => mfa.recoveryCodes.verify({ code: 'x' })],
    ['recoveryCodes.regenerate', ({ mfa }) => mfa.recoveryCodes.regenerate()],
    ['recoveryCodes.unenroll', ({ mfa }) => mfa.recoveryCodes.unenroll()],
  ])('take an empty answer for no success: %s (F08)', async (_, call) => {
    const { client, transport } = await setUpSignedIn();
    transport.answerRaw(200, {}, '');
    expect((await call(client)).error).toMatchObject({ cause: { kind: 'invalid-response' } });
    expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal1' });
  });

  it('tell of recovery codes that come and go', async () => {
    const { client, transport, events } = await setUpSignedIn();
    const codes = { id: 'r1', type: 'recovery_code', total: 1, codes: ['aaaa'] };
    transport.answerJson(codes).answerJson({ id: 'r1' });
    await client.mfa.recoveryCodes.generate();
    await client.mfa.recoveryCodes.unenroll();
    expect(events).toEqual([
      ['factorEnrolled', { factor: 'recovery_code' }],
      ['factorRemoved', { factor: 'recovery_code' }],
    ]);
  });

  it('forget recovery codes that are gone, as every factor', async () => {
    const user = wireUser('ada', [wireFactor('r1', 'recovery_code')]);
    const { client, transport } = await setUpSignedIn({ requireAal2: false }, tokenAnswer({}, user));
    transport.answerJson({ id: 'r1' });
    await client.mfa.recoveryCodes.unenroll();
    const { data } = await client.mfa.getAuthenticatorAssuranceLevel();
    expect(data).toMatchObject({ currentLevel: 'aal1', nextLevel: 'aal1' });
  });

  it.each([['not-a-jwt'], ['a.b'], ['a.b.c'], [`${mfaToken}.x`], [`${mfaToken}=`], ['a b.c.d']])(
    'getAuthenticatorAssuranceLevel refuses %j unsent, as the published client does',
    async (jwt) => {
      const { client, transport } = await setUpSignedIn({}, raisedAnswer);
      const sent = transport.requests.length;
      await expect(client.mfa.getAuthenticatorAssuranceLevel(jwt)).resolves.toMatchObject({
        data: null,
        error: { name: 'AuthInvalidJwtError', code: 'invalid_jwt', status: 400 },
      });
      expect(transport.requests).toHaveLength(sent);
    },
  );

  it('tell the level of the session, or of a token, without believing that it is good', async () => {
    const { client, transport } = await setUpSignedIn({}, raisedAnswer);
    transport.answerJson(wireUser());
    const amr = ['totp', { method: 'password', timestamp: 5 }];
    await expect(client.mfa.getAuthenticatorAssuranceLevel(accessToken({ amr }))).resolves.toMatchObject({
      data: { currentLevel: 'aal1', nextLevel: 'aal1', currentAuthenticationMethods: ['totp', 'password'] },
    });
    const sso = { method: 'sso/saml', timestamp: 6, provider: 'acme' };
    transport.answerJson(wireUser());
    await expect(client.mfa.getAuthenticatorAssuranceLevel(accessToken({ amr: [sso] }))).resolves.toMatchObject({
      data: { currentAuthenticationMethods: [sso] },
    });
    await expect(client.mfa.getAuthenticatorAssuranceLevel()).resolves.toMatchObject({
      data: { currentLevel: 'aal2', nextLevel: 'aal2' },
    });
    transport.answerJson({ code: 'bad_jwt', message: 'no' }, 403);
    await expect(client.mfa.getAuthenticatorAssuranceLevel(mfaToken)).resolves.toMatchObject({
      data: null,
      error: { code: 'bad_jwt', status: 403 },
    });
  });
});
