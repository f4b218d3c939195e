import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { done, email, failed, PublishedClient, password, refusal } from './gotrue-published.fixture.js';

// @supabase/auth-js 2.119.1, which nobody here has written, against the emulator.

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());
beforeEach(async () => {
  await emulator.reset();
  // Messages are what is looked at here, and not how seldom they may be sent.
  emulator.settings({ messageSpacingSeconds: 0 });
});

const sentCode = (to = email): string => emulator.messages.latest({ to })?.code ?? 'none';

async function signedUp(options?: ConstructorParameters<typeof PublishedClient>[1]): Promise<PublishedClient> {
  const client = await new PublishedClient(emulator, options).begun();
  await done(client.auth.signUp({ email, password }));
  return client;
}

/** Another device of the same user. */
async function signedIn(): Promise<PublishedClient> {
  const client = await new PublishedClient(emulator).begun();
  await done(client.auth.signInWithPassword({ email, password }));
  return client;
}

/** Follows a link, and tells where it leads. */
async function led(link = emulator.messages.latest({ to: email })?.link ?? ''): Promise<URL> {
  const response = await fetch(link, { redirect: 'manual' });
  return new URL(response.headers.get('location') ?? 'none:');
}

describe('signing up and in', () => {
  it('by email and password', async () => {
    const { auth } = await new PublishedClient(emulator).begun();
    const { user, session } = await done(
      auth.signUp({ email: 'Ada@Example.com', password, options: { data: { name: 'Ada' } } }),
    );
    expect(user).toMatchObject({ email, role: 'authenticated', user_metadata: { name: 'Ada' }, is_anonymous: false });
    expect(user?.identities).toHaveLength(1);
    expect(session).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
    expect(await failed(auth.signUp({ email, password }))).toEqual(refusal(422, 'user_already_exists'));
    const again = await done(auth.signInWithPassword({ email, password }));
    expect(again.user.id).toBe(user?.id);
  });

  it('by phone and password, whether the number has a plus or not', async () => {
    const { auth } = await new PublishedClient(emulator).begun();
    const { user } = await done(auth.signUp({ phone: '+15550001111', password }));
    expect(user?.phone).toBe('15550001111');
    await done(auth.signInWithPassword({ phone: '15550001111', password }));
  });

  it('with an address that has to be confirmed first', async () => {
    emulator.settings({ autoconfirm: false });
    const { auth } = await new PublishedClient(emulator).begun();
    const { user, session } = await done(auth.signUp({ email, password }));
    expect(session).toBeNull();
    expect(user).toMatchObject({ email, confirmation_sent_at: expect.any(String) });
    expect(await failed(auth.signInWithPassword({ email, password }))).toEqual(refusal(400, 'email_not_confirmed'));
    emulator.messages.clear();
    await done(auth.resend({ type: 'signup', email }));
    const confirmed = await done(auth.verifyOtp({ type: 'signup', email, token: sentCode() }));
    expect(confirmed.session?.user.email_confirmed_at).toEqual(expect.any(String));
    // An address that is somebody's gets an answer that looks like the first one, and none of that person's.
    const fake = await done(auth.signUp({ email, password: 'another password' }));
    expect(fake.session).toBeNull();
    expect(fake.user).toMatchObject({ identities: [], email });
    expect(fake.user?.id).not.toBe(user?.id);
  });

  it.each([
    ['email', { email }, { email, type: 'email' }, email],
    ['SMS', { phone: '+15550001111' }, { phone: '+15550001111', type: 'sms' }, '+15550001111'],
  ] as const)('by a code that comes by %s, once', async (_, address, proof, to) => {
    const { auth } = await new PublishedClient(emulator).begun();
    const unknown = auth.signInWithOtp({ ...address, options: { shouldCreateUser: false } });
    expect(await failed(unknown)).toEqual(refusal(422, 'otp_disabled'));
    await done(auth.signInWithOtp(address));
    const token = sentCode(to);
    expect((await done(auth.verifyOtp({ ...proof, token }))).session).not.toBeNull();
    expect(await failed(auth.verifyOtp({ ...proof, token }))).toEqual(refusal(403, 'otp_expired'));
  });

  it('by the hash in a link', async () => {
    const { auth } = await signedUp();
    await done(auth.signInWithOtp({ email }));
    const token_hash = new URL(emulator.messages.latest({ to: email })?.link ?? '').searchParams.get('token') ?? '';
    const { session } = await done(auth.verifyOtp({ type: 'email', token_hash }));
    expect(session?.user.email).toBe(email);
  });

  it('by a link that brings a code, in the browser that asked for it alone (PKCE)', async () => {
    const client = await new PublishedClient(emulator, { flowType: 'pkce' }).begun();
    const other = await new PublishedClient(emulator, { flowType: 'pkce' }).begun();
    const emailRedirectTo = 'http://localhost:5173/in';
    await done(client.auth.signInWithOtp({ email, options: { emailRedirectTo } }));
    const url = await led();
    expect(url.href).toMatch(/^http:\/\/localhost:5173\/in\?code=/);
    const code = url.searchParams.get('code') ?? '';
    expect(await failed(other.auth.exchangeCodeForSession(code))).toMatchObject({
      name: 'AuthPKCECodeVerifierMissingError',
      code: 'pkce_code_verifier_not_found',
    });
    expect((await done(client.auth.exchangeCodeForSession(code))).user.email).toBe(email);
    await done(client.auth.signInWithOtp({ email }));
    expect(await failed(client.auth.exchangeCodeForSession(code))).toEqual(refusal(404, 'flow_state_not_found'));
  });

  it('by a link that sets a new password, and tells so (PKCE)', async () => {
    const { auth, told } = await signedUp({ flowType: 'pkce' });
    await auth.signOut();
    told.length = 0;
    await done(auth.resetPasswordForEmail(email, { redirectTo: 'http://localhost:5173/new' }));
    await done(auth.exchangeCodeForSession((await led()).searchParams.get('code') ?? ''));
    expect(told).toEqual([['PASSWORD_RECOVERY', 'session']]);
    await done(auth.updateUser({ password: 'another password' }));
    await done(auth.signInWithPassword({ email, password: 'another password' }));
  });

  it('without saying who, until somebody says so', async () => {
    const { auth } = await new PublishedClient(emulator).begun();
    const { user } = await done(auth.signInAnonymously({ options: { data: { cart: 1 } } }));
    expect(user).toMatchObject({ is_anonymous: true, user_metadata: { cart: 1 } });
    expect((await done(auth.updateUser({ email, password }))).user).toMatchObject({
      id: user?.id,
      is_anonymous: false,
    });
    emulator.settings({ anonymousSignIns: false });
    expect(await failed(auth.signInAnonymously())).toEqual(refusal(422, 'anonymous_provider_disabled'));
  });
});

describe('the user', () => {
  it('is changed: metadata are merged, and a null takes a member away', async () => {
    const { auth } = await signedUp();
    await done(auth.updateUser({ data: { name: 'Ada', city: 'London' } }));
    const { user } = await done(auth.updateUser({ data: { name: null, born: 1815 } }));
    expect(user.user_metadata).toMatchObject({ city: 'London', born: 1815 });
    expect(user.user_metadata).not.toHaveProperty('name');
    expect((await done(auth.getUser())).user.user_metadata).toEqual(user.user_metadata);
  });

  it('has a new address when that is confirmed', async () => {
    const { auth } = await signedUp();
    const { user } = await done(auth.updateUser({ email: 'lovelace@example.com' }));
    expect(user).toMatchObject({ email, new_email: 'lovelace@example.com' });
    const token = sentCode('lovelace@example.com');
    const changed = await done(auth.verifyOtp({ type: 'email_change', email: 'lovelace@example.com', token }));
    expect(changed.user).toMatchObject({ email: 'lovelace@example.com' });
  });

  it('sets a password with a code that was asked for', async () => {
    emulator.settings({ newPasswordNeedsReauthentication: true });
    const { auth } = await signedUp();
    await emulator.clock.advance('25h');
    await done(auth.refreshSession());
    const change = { password: 'another password' };
    expect(await failed(auth.updateUser(change))).toEqual(refusal(400, 'reauthentication_needed'));
    await done(auth.reauthenticate());
    const nonce = sentCode();
    const wrong = auth.updateUser({ ...change, nonce: 'wrong' });
    expect(await failed(wrong)).toEqual(refusal(422, 'reauthentication_not_valid'));
    await done(auth.updateUser({ ...change, nonce }));
    await done(auth.signInWithPassword({ email, password: 'another password' }));
  });

  it('is signed out elsewhere by a new password, and not here', async () => {
    const here = await signedUp();
    const there = await signedIn();
    const { session } = await done(there.auth.getSession());
    await done(here.auth.updateUser({ password: 'another password' }));
    await done(here.auth.getUser());
    expect(await failed(there.auth.getUser())).toMatchObject({ name: 'AuthSessionMissingError' });
    const gone = there.auth.refreshSession({ refresh_token: session?.refresh_token ?? '' });
    expect(await failed(gone)).toEqual(refusal(400, 'refresh_token_not_found'));
  });

  it('has identities, of which the last one stays', async () => {
    const { auth } = await signedUp();
    const { identities } = await done(auth.getUserIdentities());
    expect(identities).toMatchObject([{ provider: 'email', identity_data: { email } }]);
    const [only] = identities;
    if (!only) throw new Error('there is no identity');
    expect(await failed(auth.unlinkIdentity(only))).toEqual(refusal(422, 'single_identity_not_deletable'));
  });
});

describe('the session', () => {
  it.each([
    ['local', [false, true]],
    ['others', [true, false]],
    ['global', [false, false]],
  ] as const)('is ended by signOut with the scope %s', async (scope, [here, there]) => {
    const [one, two] = [await signedUp(), await signedIn()];
    const tokens = [one, two].map(async ({ auth }) => (await done(auth.getSession())).session?.access_token);
    const [mine, theirs] = await Promise.all(tokens);
    expect((await one.auth.signOut({ scope })).error).toBeNull();
    const { auth } = await new PublishedClient(emulator).begun();
    const isOpen = async (token: string | undefined): Promise<boolean> => (await auth.getUser(token)).error === null;
    expect([await isOpen(mine), await isOpen(theirs)]).toEqual([here, there]);
    expect((await done(one.auth.getSession())).session === null).toBe(!here);
  });

  it('goes on with a new refresh token each time, and one that was missed brings the present one', async () => {
    const { auth } = await signedUp();
    const first = (await done(auth.getSession())).session?.refresh_token ?? '';
    const second = (await done(auth.refreshSession())).session?.refresh_token ?? '';
    expect(second).not.toBe(first);
    const again = await done(auth.refreshSession({ refresh_token: first }));
    expect(again.session?.refresh_token).toBe(second);
  });

  it('ends when a refresh token is used again that is none of the last', async () => {
    const { auth } = await signedUp();
    const first = (await done(auth.getSession())).session?.refresh_token ?? '';
    await done(auth.refreshSession());
    const latest = (await done(auth.refreshSession())).session?.refresh_token ?? '';
    await emulator.clock.advance('11s');
    const thief = (await new PublishedClient(emulator).begun()).auth;
    const reused = thief.refreshSession({ refresh_token: first });
    expect(await failed(reused)).toEqual(refusal(400, 'refresh_token_already_used'));
    const { error } = await auth.refreshSession({ refresh_token: latest });
    expect(error).toMatchObject({ name: 'AuthApiError', status: 400 });
    expect(await failed(auth.getUser())).toMatchObject({ name: 'AuthSessionMissingError' });
  });

  it('makes one request for three who refresh it at once', async () => {
    const client = await signedUp();
    client.sent.length = 0;
    await Promise.all([1, 2, 3].map(() => done(client.auth.refreshSession())));
    expect(client.sent).toEqual(['POST /token?grant_type=refresh_token']);
  });

  it('is taken over by its two tokens', async () => {
    const { auth } = await signedUp();
    const { session } = await done(auth.getSession());
    const other = await new PublishedClient(emulator).begun();
    const { access_token = '', refresh_token = '' } = session ?? {};
    const taken = await done(other.auth.setSession({ access_token, refresh_token }));
    expect(taken.user?.email).toBe(email);
    expect(await failed(other.auth.setSession({ access_token: 'x.y.z', refresh_token }))).toMatchObject({
      name: 'AuthInvalidJwtError',
    });
  });
});

describe('getClaims', () => {
  it.each(['RS256', 'ES256'] as const)(
    'judges a token signed with %s by the published keys',
    async (tokenAlgorithm) => {
      emulator.settings({ tokenAlgorithm });
      // It keeps published keys by this name, for all clients of a process.
      const client = await signedUp({ storageKey: tokenAlgorithm });
      client.sent.length = 0;
      const { claims, header } = await done(client.auth.getClaims());
      expect(header).toMatchObject({ alg: tokenAlgorithm, kid: expect.any(String) });
      expect(claims).toMatchObject({ email, aud: 'authenticated', aal: 'aal1', iss: emulator.gotrue.url });
      expect(client.sent).toEqual(['GET /.well-known/jwks.json']);
      const { session } = await done(client.auth.getSession());
      const forged = `${session?.access_token.split('.').slice(0, 2).join('.')}.${'A'.repeat(86)}`;
      expect(await failed(client.auth.getClaims(forged))).toMatchObject({ name: 'AuthInvalidJwtError' });
    },
  );

  it('has the server judge one signed with HS256, for which there is no published key', async () => {
    emulator.settings({ tokenAlgorithm: 'HS256' });
    const client = await signedUp();
    client.sent.length = 0;
    expect((await done(client.auth.getClaims())).claims).toMatchObject({ email });
    expect(client.sent).toEqual(['GET /user']);
  });
});
