import { describe, expect, it, jest } from '@jest/globals';
import type { SallyportError } from '@sallyport/core/errors';
import type { GoTrueAuthenticationClient } from './gotrue-authentication-client.js';
import {
  accessToken,
  calls,
  jwt,
  NOW_SECONDS,
  names,
  setUp,
  setUpSignedIn,
  tokenAnswer,
  turn,
  wireUser,
} from './gotrue-client.fixture.js';

type Client = GoTrueAuthenticationClient;
type Call = readonly [name: string, call: (client: Client) => Promise<unknown>];

const email = 'ada@example.com';
const phone = '+15550001111';

/** Calls that begin a session. */
const BEGINNING: readonly Call[] = [
  ['registerByEmail', (client) => client.registerByEmail(email, 'pw')],
  ['registerByPhonePassword', (client) => client.registerByPhonePassword(phone, 'pw')],
  ['registerByEmailCode', (client) => client.registerByEmailCode(email, '123456')],
  ['registerByPhoneCode', (client) => client.registerByPhoneCode(phone, '123456')],
  ['signInAnonymously', (client) => client.signInAnonymously()],
  ['loginByEmail', (client) => client.loginByEmail(email, 'pw')],
  ['loginByPhonePassword', (client) => client.loginByPhonePassword(phone, 'pw')],
  ['loginByEmailCode', (client) => client.loginByEmailCode(email, '123456')],
  ['loginByPhoneCode', (client) => client.loginByPhoneCode(phone, '123456')],
  ['verifyOtp', (client) => client.verifyOtp({ type: 'email', token_hash: '9b74' })],
];

/** Calls that need a session. */
const NEEDING: readonly Call[] = [
  ['updateProfile', (client) => client.updateProfile({ nickname: 'Ada' })],
  ['updatePassword', (client) => client.updatePassword('new one')],
  ['reauthenticate', (client) => client.reauthenticate()],
  ['getUserIdentities', (client) => client.getUserIdentities()],
  ['linkIdentity', (client) => client.linkIdentity('google')],
  ['unlinkIdentity', (client) => client.unlinkIdentity({ identity_id: 'row-1' })],
  ['refreshToken', (client) => client.refreshToken()],
  ['signOut others', (client) => client.signOut({ scope: 'others' })],
  ['sendSmsCode mfa-verify', (client) => client.sendSmsCode(phone, undefined, 'mfa-verify')],
  ['mfa.getMfaAuthenticators', ({ mfa }) => mfa.getMfaAuthenticators()],
  ['mfa.associateMfaAuthenticator', ({ mfa }) => mfa.associateMfaAuthenticator()],
  ['mfa.confirm…', ({ mfa }) => mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp: '112233' })],
  ['mfa.deleteMfaAuthenticator', ({ mfa }) => mfa.deleteMfaAuthenticator()],
];

describe('GoTrueAuthenticationClient', () => {
  it.each(BEGINNING)('%s stores the session before it resolves', async (_, call) => {
    const { client, transport, events } = setUp();
    transport.answerJson(tokenAnswer());
    await expect(call(client)).resolves.toMatchObject({ id: 'ada', nickname: 'ada', raw: wireUser() });
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada', assuranceLevel: 'aal1' });
    expect(client.expiresAt).toEqual(new Date((NOW_SECONDS + 3600) * 1000));
    expect(events).toEqual([['signedIn', { userId: 'ada', assuranceLevel: 'aal1' }]]);
    expect(client.checkLoggedIn()).toBe('ada');
  });

  it.each(BEGINNING)('%s is overtaken by a sign-out (F18)', async (_, call) => {
    const { client, transport, storage } = setUp();
    const answer = transport.answerLater();
    const outcome = call(client).catch((reason: SallyportError) => reason);
    await transport.sent(1);
    await client.logout();
    answer(tokenAnswer());
    expect(await outcome).toMatchObject({ kind: 'not-signed-in' });
    expect(client.state).toBe('signedOut');
    expect(storage.get('sallyport:v1:session:https%3A%2F%2Fid.example%2Fauth%2Fv1')).toBeNull();
  });

  it.each(BEGINNING)('%s leaves the session that was there when the server refuses', async (_, call) => {
    const { client, transport, events } = await setUpSignedIn({}, tokenAnswer({ sub: 'bob' }));
    transport.answerJson({ code: 'over_request_rate_limit', message: 'for 12 seconds' }, 429);
    await expect(call(client)).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 12_000 });
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'bob' });
    expect(events).toEqual([]);
  });

  it.each(BEGINNING)('%s takes no answer for a session that lacks something (F08)', async (_, call) => {
    const whole = tokenAnswer();
    const halves = [
      undefined,
      null,
      'ok',
      [],
      {},
      { ...whole, access_token: '' },
      { ...whole, refresh_token: undefined },
      { ...whole, access_token: 'two\nlines' },
      { ...whole, user: { email } },
      { ...whole, user: undefined },
    ];
    for (const half of halves) {
      const { client, transport } = setUp();
      transport.answerRaw(200, { 'content-type': 'application/json' }, JSON.stringify(half) ?? '');
      await expect(call(client)).rejects.toMatchObject({ kind: 'invalid-response' });
      expect(client.state).toBe('signedOut');
    }
  });

  it.each(NEEDING)('%s needs a session, and sends nothing without one', async (_, call) => {
    const { client, transport } = setUp();
    await expect(call(client)).rejects.toMatchObject({ kind: 'not-signed-in' });
    expect(transport.requests).toEqual([]);
  });

  it('leaves who is signed in when an address waits for its confirmation', async () => {
    const { client, transport, events } = await setUpSignedIn();
    transport.answerJson(wireUser('eve'));
    await expect(client.registerByEmail('eve@example.com', 'pw')).resolves.toMatchObject({ id: 'eve' });
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada' });
    expect(events).toEqual([]);
  });

  it('says that an address has to be confirmed first', async () => {
    const { client, transport } = setUp();
    transport.answerJson({ code: 'email_not_confirmed', message: 'Email not confirmed' }, 400);
    await expect(client.loginByEmail(email, 'pw')).rejects.toMatchObject({ step: 'confirm-address' });
  });

  it('answers null when a change of address waits for the other mailbox', async () => {
    const { client, transport, events } = await setUpSignedIn();
    transport.answerJson({ code: '200', msg: 'Confirmation link accepted' });
    await expect(client.verifyOtp({ type: 'email_change', email, token: '1 2 3 4 5 6' })).resolves.toBeNull();
    expect(transport.lastBody).toMatchObject({ token: '123456' });
    expect(events).toEqual([]);
  });

  it('keeps a profile with a user who was registered by a code, and nothing where there is none', async () => {
    const { client, transport } = setUp();
    const changed = { ...wireUser(), user_metadata: { nickname: 'Countess' } };
    transport.answerJson(tokenAnswer()).answerJson(changed);
    const user = await client.registerByPhoneCode('5550001111', '123456', 'pw', { nickname: 'Countess' }, null);
    expect(user.nickname).toBe('Countess');
    expect(transport.lastBody).toMatchObject({ password: 'pw', data: { nickname: 'Countess' } });
    transport.answerJson(tokenAnswer());
    await client.registerByEmailCode(email, '123456', {});
    expect(calls(transport)).toEqual(['POST /verify', 'PUT /user', 'POST /verify']);
  });

  it('changes the profile, and says so', async () => {
    const { client, transport, events } = await setUpSignedIn();
    transport.answerJson({ ...wireUser(), user_metadata: { nickname: 'Countess' } });
    await expect(
      client.updateProfile({ nickname: 'Countess', company: null, password: 'never' }),
    ).resolves.toMatchObject({ nickname: 'Countess' });
    expect(transport.last.body).not.toContain('never');
    expect(transport.lastBody).toMatchObject({ data: { nickname: 'Countess', company: null } });
    expect(events).toEqual([['userUpdated', { userId: 'ada' }]]);
  });

  it('asks who is signed in only where somebody is, and says null where the server knows nobody', async () => {
    const { client, transport } = setUp();
    await expect(client.getCurrentUser()).resolves.toBeNull();
    expect(transport.requests).toEqual([]);
    transport.answerJson(tokenAnswer());
    await client.loginByEmail(email, 'pw');
    transport.answerJson({ code: 'session_not_found', message: 'gone' }, 403);
    transport.answerJson({ code: 'refresh_token_not_found', message: 'gone' }, 400);
    await expect(client.getCurrentUser()).resolves.toBeNull();
    expect(client.state).toBe('signedOut');
  });

  it.each<Call>([
    ['getCurrentUser', (client) => client.getCurrentUser()],
    ['updateProfile', (client) => client.updateProfile({ nickname: 'Ada' })],
    ['updatePassword', (client) => client.updatePassword('new one')],
  ])('%s takes no answer for a user that is none (F08)', async (_, call) => {
    const { client, transport } = await setUpSignedIn();
    transport.answerRaw(200, {}, '');
    await expect(call(client)).rejects.toMatchObject({ kind: 'invalid-response' });
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada' });
  });

  it.each(['MFA_VERIFY', 'FIRST_EMAIL_LOGIN_VERIFY', 'nonsense', 'constructor', '__proto__'])(
    'knows no email for %s',
    async (scene) => {
      const { client, transport } = setUp();
      await expect(client.sendEmail(email, scene as never)).rejects.toMatchObject({ kind: 'unsupported-by-server' });
      expect(transport.requests).toEqual([]);
    },
  );

  it('warns once when a second user signs in with the same client', async () => {
    const { client, transport, logger } = await setUpSignedIn();
    for (const sub of ['bob', 'eve']) {
      transport.answerJson(tokenAnswer({ sub }));
      await client.loginByEmail(email, 'pw');
    }
    expect(logger.lines).toEqual([[expect.stringContaining('client.as')]]);
  });

  it('acts for somebody else without touching the session', async () => {
    const { client, transport, storage } = await setUpSignedIn();
    const token = accessToken({ sub: 'bob', session_id: 's-bob', aal: 'aal2' });
    const bob = client.as({ token });
    expect(() => bob.checkLoggedIn()).toThrow(expect.objectContaining({ kind: 'not-signed-in' }));
    transport.answerJson(wireUser('bob'));
    await expect(bob.getCurrentUser()).resolves.toMatchObject({ id: 'bob' });
    expect(transport.last.headers).toMatchObject({ authorization: `Bearer ${token}` });
    expect(bob.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
    expect(client.snapshot).toMatchObject({ userId: 'ada' });
    expect(JSON.stringify(storage)).not.toContain(token);
    expect(() => client.as({ token: 'null' })).toThrow(expect.objectContaining({ kind: 'invalid-input' }));
  });

  it('binds options to calls', async () => {
    const { client, transport } = await setUpSignedIn();
    const bound = client.with({ headers: { 'X-Request': '1' } });
    transport.answerJson(wireUser());
    await bound.getCurrentUser();
    expect(transport.last.headers).toMatchObject({ 'x-request': '1' });
    const controller = new AbortController();
    controller.abort(new Error('changed my mind'));
    await expect(client.with({ signal: controller.signal }).reauthenticate()).rejects.toThrow('changed my mind');
    expect(transport.requests).toHaveLength(1);
  });

  it('lets go of everything, and says so to later calls (CLI-24)', async () => {
    const { client, transport, clock } = await setUpSignedIn();
    await client.dispose();
    await expect(client.getCurrentUser()).rejects.toMatchObject({ kind: 'disposed' });
    await clock.advance(3_600_000);
    await turn();
    expect(transport.requests).toEqual([]);
  });

  it('shows no secret where JSON or an inspection looks (NET-07)', async () => {
    const { client, transport } = setUp();
    transport.answerJson({ code: 'invalid_credentials', message: 'correct horse is wrong for 4711' }, 400);
    const error = await client
      .loginByEmail(email, 'correct horse', { captchaCode: '4711' })
      .catch((reason: SallyportError) => reason);
    expect(error).toMatchObject({ kind: 'invalid-credentials', message: expect.not.stringContaining('correct horse') });
    expect(JSON.stringify(error)).not.toContain('correct horse');
  });
});

describe('what can never be right', () => {
  const bad: readonly Call[] = [
    ['no email', (client) => client.loginByEmail('', 'pw')],
    ['no password', (client) => client.loginByEmail(email, '')],
    ['a password that is a number', (client) => client.loginByEmail(email, 5 as never)],
    ['two lines', (client) => client.registerByEmail('a@b\r\nBcc: c@d', 'pw')],
    ['no phone', (client) => client.loginByPhonePassword(undefined as never, 'pw')],
    ['no code', (client) => client.loginByEmailCode(email, ' ')],
    ['a code that is a number', (client) => client.loginByPhoneCode(phone, 123456 as never)],
    ['an empty password with a code', (client) => client.registerByPhoneCode(phone, '123456', '')],
    ['a password that is an object', (client) => client.registerByPhoneCode(phone, '123456', {} as never)],
    ['nothing to verify', (client) => client.verifyOtp(undefined as never)],
    ['no type', (client) => client.verifyOtp({ email, token: '1' } as never)],
    ['no address', (client) => client.verifyOtp({ type: 'email', token: '1' } as never)],
    ['no token', (client) => client.verifyOtp({ type: 'email', email } as never)],
    ['an empty hash', (client) => client.verifyOtp({ type: 'email', token_hash: '' })],
    ['no authorization code', (client) => client.exchangeCodeForSession('')],
    ['no address of a page', (client) => client.handleRedirectCallback()],
    ['a relative address', (client) => client.handleRedirectCallback('/callback?code=1')],
    ['no scene', (client) => client.sendEmail(email, undefined as never)],
    ['nothing to resend', (client) => client.resend(null as never)],
    ['nobody to resend to', (client) => client.resend({ type: 'signup' } as never)],
    ['no changes', (client) => client.updateProfile(null as never)],
    ['changes in a list', (client) => client.updateProfile([] as never)],
    ['no new password', (client) => client.updatePassword('')],
    ['no provider', (client) => client.linkIdentity('')],
    ['no identity', (client) => client.unlinkIdentity(undefined as never)],
    ['an unknown scope', (client) => client.signOut({ scope: 'universe' as never })],
    ['no refresh token', (client) => client.setSession({ accessToken: accessToken() })],
    ['the text "null"', (client) => client.setSession({ accessToken: 'null', refreshToken: 'r' })],
    [
      'a date that is none',
      (client) => client.setSession({ accessToken: 'a', refreshToken: 'r', expiresAt: new Date(Number.NaN) }),
    ],
  ];

  it.each(bad)('is refused, and nothing is sent: %s', async (_, call) => {
    const { client, transport } = await setUpSignedIn();
    await expect(call(client)).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
    expect(client.state).toBe('signedIn');
  });

  it.each([
    ['no url', { url: undefined }, 'url'],
    ['an address without TLS', { url: 'http://id.example' }, 'url'],
    ['a flow that nobody knows', { flowType: 'hybrid' }, 'flowType'],
    ['half a storage', { storage: { get() {} } }, 'storage'],
    ['a text for a flag', { requireAal2: 'no' }, 'requireAal2'],
    ['an empty key', { storageKey: 5 }, 'storageKey'],
    [
      'an unknown option, with the closest name',
      { tiemout: 5 },
      'The option tiemout is unknown: did you mean timeout?',
    ],
  ])('is refused as an option: %s', (_, options, name) => {
    const make = () => setUp(options as never); // what programs pass without types
    expect(make).toThrow(expect.objectContaining({ kind: 'configuration', message: expect.stringContaining(name) }));
  });
});

describe('signing out', () => {
  it('ends the session here at once, and then at the server, which ends this one alone', async () => {
    const { client, transport, storage, events } = await setUpSignedIn();
    const answer = transport.answerLater();
    const leaving = client.logout();
    await transport.sent(1);
    expect(client.state).toBe('signedOut');
    expect(storage.get('sallyport:v1:session:https%3A%2F%2Fid.example%2Fauth%2Fv1')).toBeNull();
    answer({});
    await leaving;
    expect(calls(transport)).toEqual(['POST /logout?scope=local']);
    expect(transport.last.headers).toMatchObject({ authorization: `Bearer ${accessToken()}` });
    expect(names(events)).toEqual(['signedOut']);
    await client.logout();
    expect(transport.requests).toHaveLength(1);
  });

  it.each([
    [401, 'no_authorization'],
    [403, 'session_not_found'],
    [403, 'user_not_found'],
    [404, 'user_not_found'],
  ])('is done where the server knows no such session: %i %s', async (status, code) => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ code, message: 'no' }, status);
    await client.signOut();
    expect(client.state).toBe('signedOut');
  });

  it('is done here when the server fails, and says so (CLI-16)', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ code: 'unexpected_failure', message: 'oops' }, 500);
    await expect(client.signOut({ scope: 'global' })).rejects.toMatchObject({ kind: 'server' });
    expect(client.state).toBe('signedOut');
  });

  it('reaches the server with a token that is good, also after the session’s has ended', async () => {
    const { client, transport, clock, storage } = await setUpSignedIn();
    await client.dispose();
    await clock.advance(3_700_000);
    const later = setUp({ storage, clock });
    const fresh = tokenAnswer({ jti: '2', iat: NOW_SECONDS + 3_700 });
    later.transport.answerJson(fresh).answerRaw(204, {}, '');
    await later.client.logout();
    expect(calls(later.transport)).toEqual(['POST /token?grant_type=refresh_token', 'POST /logout?scope=local']);
    expect(later.transport.last.headers).toMatchObject({ authorization: `Bearer ${fresh.access_token}` });
    expect(later.client.state).toBe('signedOut');
    expect(transport.requests).toEqual([]);
  });

  it('is done where such a session cannot be renewed any more', async () => {
    const { client, clock, storage } = await setUpSignedIn();
    await client.dispose();
    await clock.advance(3_700_000);
    const later = setUp({ storage, clock });
    later.transport.answerJson({ code: 'session_expired', message: 'no' }, 400);
    await later.client.logout();
    expect(calls(later.transport)).toEqual(['POST /token?grant_type=refresh_token']);
  });

  it('of the others leaves this session, and every other thing here', async () => {
    const { client, transport, events } = await setUpSignedIn();
    transport.answerRaw(204, {}, '');
    await client.signOut({ scope: 'others' });
    expect(calls(transport)).toEqual(['POST /logout?scope=others']);
    expect(client.state).toBe('signedIn');
    expect(events).toEqual([]);
  });
});

describe('tokens that were got elsewhere', () => {
  const tokens = { accessToken: accessToken({ iat: NOW_SECONDS - 1_800 }), refreshToken: 'r' };

  it('become the session, of the user whom the server names', async () => {
    const { client, transport } = setUp();
    transport.answerJson(wireUser());
    await expect(client.setSession(tokens)).resolves.toMatchObject({ id: 'ada' });
    expect(calls(transport)).toEqual(['GET /user']);
    expect(client.expiresAt).toEqual(new Date((NOW_SECONDS + 1_800) * 1000));
  });

  it('tell nothing of the time it is now (F12)', async () => {
    const { client, transport, clock } = setUp();
    transport.answerJson(wireUser());
    await client.setSession(tokens);
    transport.answerJson(tokenAnswer({ jti: '2', iat: NOW_SECONDS + 1_750 }));
    await clock.advance(1_745_000); // a minute before they end
    await transport.sent(2);
    expect(calls(transport)).toEqual(['GET /user', 'POST /token?grant_type=refresh_token']);
  });

  it('are renewed at once where the access token has ended', async () => {
    const { client, transport } = setUp();
    transport.answerJson(tokenAnswer({ jti: '2' }));
    await client.setSession({ accessToken: accessToken({ iat: NOW_SECONDS - 3_700 }), refreshToken: 'r' });
    expect(calls(transport)).toEqual(['POST /token?grant_type=refresh_token']);
    expect(transport.lastBody).toEqual({ refresh_token: 'r' });
  });

  it('are refused by the server as what they are', async () => {
    const { client, transport } = setUp();
    transport.answerJson({ code: 'bad_jwt', message: 'no' }, 403);
    await expect(client.setSession(tokens)).rejects.toMatchObject({ kind: 'unauthenticated', code: 'bad_jwt' });
    expect(client.state).toBe('signedOut');
  });
});

describe('links that carry a code', () => {
  const KEY = 'sallyport:v1:session:https%3A%2F%2Fid.example%2Fauth%2Fv1-code-verifier';
  const setUpPkce = () => setUp({ flowType: 'pkce' });

  it('are redeemed by the secret of the request, which is used up', async () => {
    const { client, transport, storage } = setUpPkce();
    transport.answerJson({}).answerJson(tokenAnswer());
    await client.sendEmail(email, 'LOGIN_VERIFY_CODE');
    expect(transport.lastBody).toMatchObject({ code_challenge_method: 's256' });
    await client.exchangeCodeForSession('5f0e');
    const { auth_code, code_verifier } = transport.lastBody as Record<string, string>;
    expect(auth_code).toBe('5f0e');
    expect(code_verifier).toMatch(/^[\w.~-]{43,128}$/);
    expect(storage.get(KEY)).toBeNull();
    await expect(client.exchangeCodeForSession('5f0e')).rejects.toMatchObject({ kind: 'invalid-callback' });
    expect(transport.requests).toHaveLength(2);
  });

  it('stay good when somebody else’s code is refused (CLI-04)', async () => {
    const { client, transport } = setUpPkce();
    transport.answerJson({}).answerJson({ code: 'flow_state_not_found', message: 'no' }, 404).answerJson(tokenAnswer());
    await client.sendEmail(email, 'LOGIN_VERIFY_CODE');
    await expect(client.handleRedirectCallback('https://app.example/?code=forged')).rejects.toMatchObject({
      kind: 'invalid-code',
    });
    await expect(client.handleRedirectCallback('https://app.example/?code=5f0e')).resolves.toMatchObject({ id: 'ada' });
    await expect(client.exchangeCodeForSession('5f0e')).rejects.toMatchObject({ kind: 'invalid-callback' });
  });

  it.each<readonly [string, (client: GoTrueAuthenticationClient) => unknown]>([
    ['logout', (client) => client.logout()],
    ['another sign-in', (client) => client.loginByEmail('bob@example.com', 'password')],
  ])('handleRedirectCallback answers no former user after %s', async (_, replace) => {
    const { client, transport } = setUpPkce();
    const url = 'https://app.example/?code=5f0e';
    transport.answerJson({}).answerJson(tokenAnswer());
    await client.sendEmail(email, 'LOGIN_VERIFY_CODE');
    await client.handleRedirectCallback(url);
    await expect(client.handleRedirectCallback(url)).resolves.toMatchObject({ id: 'ada' });
    transport.answerJson({ ...tokenAnswer(), user: { ...tokenAnswer().user, id: 'bob' } });
    await replace(client);
    await expect(client.handleRedirectCallback(url)).rejects.toMatchObject({ kind: 'not-signed-in' });
  });

  it('for a new password are remembered as such', async () => {
    const { client, transport, storage } = setUpPkce();
    transport.answerJson({}).answerJson(tokenAnswer());
    await client.sendEmail(email, 'RESET_PASSWORD');
    expect(storage.get(KEY)).toMatch(/^"[\w.~-]+\/recovery"$/);
    await client.exchangeCodeForSession('5f0e');
    expect((transport.lastBody as Record<string, string>).code_verifier).not.toContain('/');
  });

  it('stay good when the server refuses to send another one', async () => {
    const { client, transport, storage } = setUpPkce();
    transport.answerJson({}).answerJson({ code: 'over_email_send_rate_limit', message: 'after 58 seconds' }, 429);
    await client.sendEmail(email, 'LOGIN_VERIFY_CODE');
    const before = storage.get(KEY);
    await expect(client.sendEmail(email, 'LOGIN_VERIFY_CODE')).rejects.toMatchObject({ retryAfterMs: 58_000 });
    expect(storage.get(KEY)).toBe(before);
  });

  it('are expected when nobody knows whether another one was sent', async () => {
    const { client, transport, storage } = setUpPkce();
    transport.answerJson({}).answerJson({ code: 'unexpected_failure', message: 'oops' }, 500);
    await client.sendEmail(email, 'LOGIN_VERIFY_CODE');
    const before = storage.get(KEY);
    await expect(client.sendEmail(email, 'LOGIN_VERIFY_CODE')).rejects.toMatchObject({ kind: 'server' });
    expect(storage.get(KEY)).not.toBe(before);
  });

  it.each(['not JSON', '{}', '""', '5'])('are nobody’s where the secret is unreadable: %s', async (text) => {
    const { client, transport, storage } = setUpPkce();
    storage.set(KEY, text);
    await expect(client.exchangeCodeForSession('5f0e')).rejects.toMatchObject({ kind: 'invalid-callback' });
    expect(transport.requests).toEqual([]);
  });

  it('are no use where links carry tokens', async () => {
    const { client, transport, storage } = setUp();
    const set = jest.spyOn(storage, 'set');
    transport.answerJson({});
    await client.sendEmail(email, 'LOGIN_VERIFY_CODE');
    expect(transport.lastBody).toMatchObject({ code_challenge: null, code_challenge_method: null });
    expect(set).not.toHaveBeenCalled();
  });

  it.each([
    ['flow_state_not_found', 404, 'invalid-code'],
    ['flow_state_expired', 422, 'challenge-expired'],
    ['bad_code_verifier', 400, 'api'],
  ])('are refused: %s', async (code, status, kind) => {
    const { client, transport, storage } = setUpPkce();
    storage.set(KEY, JSON.stringify('v'.repeat(43)));
    transport.answerJson({ code, message: 'no' }, status);
    await expect(client.exchangeCodeForSession('5f0e')).rejects.toMatchObject({ kind, code });
  });
});

describe('tokens without a name for the session, or of other forms', () => {
  it.each([
    ['no claims of ours', jwt({ sub: 'ada', exp: NOW_SECONDS + 3600 })],
    ['nothing to read', 'opaque'],
    ['methods by their bare names', accessToken({ amr: ['password'] })],
    ['methods that are nonsense', accessToken({ amr: 'password' })],
  ])('are a session all the same: %s', async (_, token) => {
    const { client, transport } = setUp();
    transport.answerJson({ ...tokenAnswer(), access_token: token });
    await client.loginByEmail(email, 'pw');
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada', assuranceLevel: 'aal1' });
  });
});
