import { describe, expect, it, jest } from '@jest/globals';
import type { MfaRequiredError } from '@sallyport/core/errors';
import { MemoryStorage } from '@sallyport/core/storage';
import { SlowStorage } from '@sallyport/core/testing';
import {
  accessToken,
  afresh,
  calls,
  NOW_SECONDS,
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

const KEY = 'supabase.auth.token';
const due = { kind: 'mfa-required' };

describe('a sign-in of a user with a verified factor', () => {
  it('is stored as the session, and rejected with the access token as its mfaToken', async () => {
    const { client, transport, events } = setUp();
    transport.answerJson(tokenAnswer({}, withFactor));
    const error = await client.loginByEmail('ada@example.com', 'pw').catch((reason: MfaRequiredError) => reason);
    expect(error).toMatchObject({ ...due, step: 'verify-second-factor' });
    expect((error as MfaRequiredError).data).toEqual({ mfaToken: accessToken() });
    expect(JSON.stringify(error)).not.toContain(accessToken());
    expect(client.snapshot).toMatchObject({ state: 'mfaRequired', userId: 'ada', assuranceLevel: 'aal1' });
    expect(client.pendingSignIn).toMatchObject({
      mfaToken: accessToken(),
      passed: ['pwd'],
      offered: [{ type: 'totp', isEnrolled: true, address: null, phoneCountryCode: null }],
      user: { identifier: 'a•••@example.com', username: null, name: null, nickname: 'ada', avatar: null },
    });
    expect(events).toEqual([['mfaRequired', { offered: ['totp'], expiresAt: client.pendingSignIn?.expiresAt }]]);
  });

  it('offers each kind once, by our own words, and those that nobody knows', async () => {
    const factors = [wireFactor('p', 'phone'), wireFactor('a'), wireFactor('b'), wireFactor('h', 'horoscope')];
    const { client } = await setUpPending({}, wireUser('ada', [...factors, wireFactor('w', 'webauthn', 'unverified')]));
    expect(client.pendingSignIn?.offered.map(({ type }) => type)).toEqual(['sms', 'totp', 'horoscope']);
  });

  it('is a sign-in like any other where requireAal2 is off', async () => {
    const { client, transport, events } = setUp({ requireAal2: false });
    transport.answerJson(tokenAnswer({}, withFactor));
    await expect(client.loginByEmail('ada@example.com', 'pw')).resolves.toMatchObject({ id: 'ada' });
    expect(client).toMatchObject({ state: 'signedIn', pendingSignIn: null });
    expect(events).toEqual([['signedIn', { userId: 'ada', assuranceLevel: 'aal1' }]]);
  });

  it.each([
    ['no factor', wireUser()],
    ['a factor that was never verified', wireUser('ada', [wireFactor('f1', 'totp', 'unverified')])],
  ])('waits for nothing with %s', async (_, user) => {
    const { client } = await setUpSignedIn({}, tokenAnswer({}, user));
    expect(client.state).toBe('signedIn');
  });

  it('waits for nothing where the second factor is proved', async () => {
    const { client } = await setUpSignedIn({}, raisedAnswer);
    expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
  });
});

describe('while a second factor is due', () => {
  it('refuses what is not about it, and sends nothing', async () => {
    const { client, transport, storage } = await setUpPending({ flowType: 'pkce' });
    const set = jest.spyOn(storage, 'set');
    const refused = [
      client.updateProfile({ nickname: 'Ada' }),
      client.updateProfile({ email: 'ada@example.org' }),
      client.updatePassword('new one'),
      client.reauthenticate(),
      client.getUserIdentities(),
      client.linkIdentity('google'),
      client.unlinkIdentity({ identity_id: 'row-1' }),
      client.signOut({ scope: 'others' }),
      client.getAccessToken(),
      (async () => client.checkLoggedIn())(),
    ];
    for (const refusal of refused) await expect(refusal).rejects.toMatchObject(due);
    expect(transport.requests).toEqual([]);
    expect(set).not.toHaveBeenCalled();
  });

  it('hands the token to no API of the application', async () => {
    const { client } = await setUpPending({ apiOrigins: ['https://api.example'] });
    const fetched = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response());
    await expect(client.fetch('https://api.example/orders')).rejects.toMatchObject(due);
    expect(fetched).not.toHaveBeenCalled();
    await client.fetch('https://elsewhere.example/');
    expect(fetched).toHaveBeenCalledTimes(1);
    fetched.mockRestore();
  });

  it('hands the token to no axios either', async () => {
    const { client } = await setUpPending({ apiOrigins: ['https://api.example'] });
    let intercept: (config: never) => unknown = () => {};
    const use = (handler: (config: never) => unknown) => {
      intercept = handler;
      return 0;
    };
    const axios = { interceptors: { request: { use, eject() {} }, response: { use: () => 0, eject() {} } } };
    client.attachTo(axios as never); // as far as it is looked at
    const config = { url: 'https://api.example/orders', headers: { has: () => false, set() {} } };
    await expect((async () => intercept(config as never))()).rejects.toMatchObject(due);
  });

  it('reads the user, and the sign-in that waits stays the same object', async () => {
    const { client, transport, events } = await setUpPending();
    const before = client.pendingSignIn;
    transport.answerJson(withFactor);
    await expect(client.getCurrentUser()).resolves.toMatchObject({ id: 'ada' });
    expect(client.pendingSignIn).toBe(before);
    expect(names(events)).toEqual([]);
  });

  it('lists factors, and signs out', async () => {
    const { client, transport, events } = await setUpPending();
    transport.answerJson(withFactor).answerRaw(204, {}, '');
    await expect(client.mfa.listFactors()).resolves.toMatchObject({ data: { all: [{ id: 'f1' }] }, error: null });
    await client.logout();
    expect(client).toMatchObject({ state: 'signedOut', pendingSignIn: null });
    expect(names(events)).toEqual(['signedOut']);
  });

  it('renews the session as any other, and still waits', async () => {
    const { client, transport, clock, events } = await setUpPending();
    const before = client.pendingSignIn;
    transport.answerJson(tokenAnswer({ jti: '2', iat: 1767225600 + 3550 }, withFactor));
    await clock.advance(3_550_000);
    await transport.sent(1);
    await turn();
    expect(client.state).toBe('mfaRequired');
    expect(client.pendingSignIn?.mfaToken).not.toBe(before?.mfaToken);
    expect(names(events)).toEqual(['sessionRefreshed']);
  });

  it('renews on demand, and hands no token out', async () => {
    const { client, transport, events } = await setUpPending();
    transport.answerJson(tokenAnswer({ jti: '2' }, withFactor));
    await expect(client.refreshToken()).rejects.toMatchObject(due);
    expect(names(events)).toEqual(['sessionRefreshed']);
  });

  it('goes on after a reload, without a request, and tells nothing of what was there', async () => {
    const { storage } = await setUpPending();
    const reloaded = setUp({ storage });
    expect(reloaded.client.state).toBe('mfaRequired');
    expect(reloaded.client.pendingSignIn?.mfaToken).toBe(accessToken());
    await reloaded.client.ready();
    await turn();
    expect(reloaded.events).toEqual([]);
    expect(reloaded.transport.requests).toEqual([]);
  });

  it('is known once a storage has answered that takes its time', async () => {
    const before = await setUpPending({ storageKey: KEY });
    const storage = new SlowStorage();
    storage.values.set(KEY, before.storage.get(KEY) ?? '');
    const { client, events } = setUp({ storage, storageKey: KEY });
    expect(client.state).toBe('unknown');
    const ready = client.ready();
    await turn();
    storage.answer();
    await ready;
    expect(client.state).toBe('mfaRequired');
    expect(events).toEqual([]);
  });

  it('lets somebody else sign in', async () => {
    const { client, transport, events } = await setUpPending();
    transport.answerJson(tokenAnswer({ sub: 'bob' }));
    await client.loginByEmail('bob@example.com', 'pw');
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'bob' });
    expect(names(events)).toEqual(['signedIn']);
  });

  it('lets a registration that has to be confirmed leave the session', async () => {
    const { client, transport, events } = await setUpPending();
    transport.answerJson(wireUser('eve'));
    await expect(client.registerByEmail('eve@example.com', 'pw')).resolves.toMatchObject({ id: 'eve' });
    expect(client.snapshot).toMatchObject({ state: 'mfaRequired', userId: 'ada' });
    expect(events).toEqual([]);
  });
});

describe('once the second factor is proved', () => {
  it('tells of a sign-in, once', async () => {
    const { client, transport, events } = await setUpPending();
    transport.answerJson({ id: 'c1', type: 'totp', expires_at: 1 }).answerJson(raisedAnswer);
    const mfaToken = client.pendingSignIn?.mfaToken ?? '';
    await expect(client.mfa.verifyTotpMfa({ totp: '112233', mfaToken })).resolves.toMatchObject({ id: 'ada' });
    expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
    expect(client.pendingSignIn).toBeNull();
    expect(events).toEqual([['signedIn', { userId: 'ada', assuranceLevel: 'aal2' }]]);
    expect(client.checkLoggedIn()).toBe('ada');
  });

  it('tells the other tabs too, whether they have seen the demand come or found it there', async () => {
    const { client, transport, storage } = await setUpPending();
    const [seen, found] = [setUp({ storage }), setUp({ storage })];
    expect([seen.client.state, found.client.state]).toEqual(['mfaRequired', 'mfaRequired']);
    transport.answerJson(tokenAnswer({ jti: '2' }, withFactor));
    await client.refreshToken().catch(() => {});
    await turn();
    expect(names(seen.events)).toEqual(['sessionRefreshed']);
    afresh(seen);
    afresh(found);
    transport.answerJson(raisedAnswer);
    await client.mfa.verify({ factorId: 'f1', challengeId: 'c1', code: '112233' });
    await turn();
    for (const tab of [seen, found]) {
      expect(tab.client.state).toBe('signedIn');
      expect(tab.events).toEqual([['signedIn', { userId: 'ada', assuranceLevel: 'aal2', origin: 'other-tab' }]]);
    }
  });

  it('tells nobody of a sign-in who was signed in before', async () => {
    const { client, transport, events } = await setUpSignedIn();
    transport.answerJson(raisedAnswer);
    await client.mfa.verify({ factorId: 'f1', challengeId: 'c1', code: '112233' });
    expect(events).toEqual([
      ['sessionRefreshed', { expiresAt: client.expiresAt }],
      ['factorEnrolled', { factor: 'totp' }],
    ]);
  });

  it('comes after a renewal that is under way: of two at once the server takes one for a theft (CLI-19)', async () => {
    const { client, transport } = await setUpPending();
    const answer = transport.answerLater();
    const renewing = client.refreshToken();
    await transport.sent(1);
    const verifying = client.mfa.verify({ factorId: 'f1', challengeId: 'c1', code: '112233' });
    await turn();
    expect(transport.requests).toHaveLength(1);
    transport.answerJson(raisedAnswer);
    answer(tokenAnswer({ jti: 'renewed' }, withFactor));
    await Promise.allSettled([renewing, verifying]);
    expect(transport.last.headers.authorization).toBe(`Bearer ${accessToken({ jti: 'renewed' })}`);
    expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
  });

  it('keeps renewals waiting, which find the raised session (CLI-19)', async () => {
    const { client, transport } = await setUpPending();
    const answer = transport.answerLater();
    const verifying = client.mfa.verify({ factorId: 'f1', challengeId: 'c1', code: '112233' });
    await transport.sent(1);
    const renewing = client.refreshToken();
    await turn();
    expect(transport.requests).toHaveLength(1);
    const next = tokenAnswer({ aal: 'aal2', jti: 'next' }, withFactor);
    transport.answerJson(next);
    answer(raisedAnswer);
    await verifying;
    await expect(renewing).resolves.toMatchObject({ token: next.access_token });
    expect(transport.lastBody).toEqual({ refresh_token: raisedAnswer.refresh_token });
  });

  it('renews a session first that is about to end, and never beside it (CLI-19)', async () => {
    const before = await setUpPending();
    await before.client.dispose();
    await before.clock.advance(3_590_000);
    const { client, transport } = setUp({ storage: before.storage, clock: before.clock });
    const renewed = tokenAnswer({ jti: 'renewed', iat: NOW_SECONDS + 3_590 }, withFactor);
    transport.answerJson(renewed).answerJson(raisedAnswer);
    await client.mfa.verify({ factorId: 'f1', challengeId: 'c1', code: '112233' });
    expect(calls(transport)).toEqual(['POST /token?grant_type=refresh_token', 'POST /factors/f1/verify']);
    expect(transport.last.headers.authorization).toBe(`Bearer ${renewed.access_token}`);
  });

  it('is refused where the session has ended, which a renewal tells, and keeps nobody waiting', async () => {
    const { client, transport, events } = await setUpPending();
    transport.answerJson({ code: 'session_not_found', message: 'gone' }, 403);
    transport.answerJson({ code: 'refresh_token_not_found', message: 'gone' }, 400);
    const { error } = await client.mfa.verify({ factorId: 'f1', challengeId: 'c1', code: '112233' });
    expect(error).toMatchObject({ name: 'AuthSessionMissingError' });
    expect(client.state).toBe('signedOut');
    expect(names(events)).toEqual(['signInExpired']);
  });

  it('is signed in when the factor is taken away instead', async () => {
    const { client, transport, events } = await setUpPending();
    transport.answerJson(wireUser());
    await client.getCurrentUser();
    expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal1' });
    expect(events).toEqual([
      ['userUpdated', { userId: 'ada' }],
      ['signedIn', { userId: 'ada', assuranceLevel: 'aal1' }],
    ]);
  });
});

describe('a level that falls', () => {
  const two = wireUser('ada', [wireFactor('f1'), wireFactor('f2', 'phone')]);

  it('is due again after a factor was removed and the session renewed', async () => {
    const { client, transport, events } = await setUpSignedIn({}, tokenAnswer({ aal: 'aal2' }, two));
    transport.answerJson({ id: 'f1' });
    await client.mfa.unenroll({ factorId: 'f1' });
    expect(client.state).toBe('signedIn');
    const left = wireUser('ada', [wireFactor('f2', 'phone')]);
    transport.answerJson(tokenAnswer({ jti: '2' }, left));
    await expect(client.refreshToken()).rejects.toMatchObject(due);
    expect(client).toMatchObject({ state: 'mfaRequired', snapshot: { assuranceLevel: 'aal1' } });
    expect(names(events)).toEqual(['userUpdated', 'factorRemoved', 'sessionRefreshed', 'mfaRequired']);
  });

  it('is not passed over by a call that is repeated after a refusal', async () => {
    const { client, transport } = await setUpSignedIn({}, tokenAnswer({ aal: 'aal2' }, two));
    transport.answerJson({ code: 'bad_jwt', message: 'no' }, 403).answerJson(tokenAnswer({ jti: '2' }, two));
    await expect(client.updatePassword('new one')).rejects.toMatchObject(due);
    expect(calls(transport)).toEqual(['PUT /user', 'POST /token?grant_type=refresh_token']);
  });

  it('is not passed over by a request to the application’s API either', async () => {
    const options = { apiOrigins: ['https://api.example'] };
    const { client, transport } = await setUpSignedIn(options, tokenAnswer({ aal: 'aal2' }, two));
    const refusal = new Response(null, { status: 401 });
    const fetched = jest.spyOn(globalThis, 'fetch').mockResolvedValue(refusal);
    transport.answerJson(tokenAnswer({ jti: '2' }, two));
    await expect(client.fetch('https://api.example/orders')).resolves.toBe(refusal);
    expect(fetched).toHaveBeenCalledTimes(1);
    fetched.mockRestore();
  });
});

describe('a demand that the server makes itself', () => {
  it('names the session’s token for the second step', async () => {
    const { client, transport } = await setUpSignedIn({ requireAal2: false });
    transport.answerJson({ code: 'insufficient_aal', message: 'AAL2 is required' }, 401);
    const error = await client.updatePassword('new one').catch((reason: MfaRequiredError) => reason);
    expect(error).toMatchObject({ ...due, code: 'insufficient_aal', status: 401, message: 'AAL2 is required' });
    expect((error as MfaRequiredError).data).toEqual({ mfaToken: accessToken() });
  });
});

describe('clients that share a storage', () => {
  it('hear of a sign-in elsewhere as of a demand', async () => {
    const storage = new MemoryStorage();
    const [here, there] = [setUp({ storage }), setUp({ storage })];
    await there.client.ready();
    here.transport.answerJson(tokenAnswer({}, withFactor));
    await here.client.loginByEmail('ada@example.com', 'pw').catch(() => {});
    await turn();
    expect(there.client.state).toBe('mfaRequired');
    expect(names(there.events)).toEqual(['mfaRequired']);
  });
});
