import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MfaRequiredError } from '@sallyport/authentication-client';
import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { codeOf, done, email, Place, PublishedClient, password } from './gotrue-published.fixture.js';

// An application that goes over from @supabase/auth-js 2.119.1, or back to it: both clients on one stored session, in turn.

let emulator: Emulator;
let place: Place;
const clients: GoTrueAuthenticationClient[] = [];
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());
beforeEach(async () => {
  await emulator.reset();
  place = new Place();
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});

/** The page of the application with our client. */
async function ours(flowType: 'implicit' | 'pkce' = 'implicit'): Promise<GoTrueAuthenticationClient> {
  const { url, anonKey } = emulator.gotrue;
  const storage = {
    get: (key: string) => place.getItem(key),
    set: (key: string, value: string) => place.setItem(key, value),
    remove: (key: string) => place.removeItem(key),
  };
  const client = new GoTrueAuthenticationClient({ url, apiKey: anonKey, storage, storageKey: Place.key, flowType });
  clients.push(client);
  await client.ready();
  return client;
}

/** The same page with the published one. */
function theirs(flowType: 'implicit' | 'pkce' = 'implicit'): Promise<PublishedClient> {
  return new PublishedClient(emulator, { storage: place, flowType }).begun();
}

describe('one stored session', () => {
  it('that the published client began is ours at once, without a request, and goes on', async () => {
    const { user } = await done((await theirs()).auth.signUp({ email, password, options: { data: { name: 'Ada' } } }));
    const client = await ours();
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: user?.id, assuranceLevel: 'aal1' });
    expect(client.checkLoggedIn()).toBe(user?.id);
    expect(await client.getCurrentUser()).toMatchObject({ email, name: 'Ada' });
    const { token } = await client.refreshToken();
    const back = await theirs();
    expect(back.told).toEqual([
      ['SIGNED_IN', 'session'],
      ['INITIAL_SESSION', 'session'],
    ]);
    expect((await done(back.auth.getSession())).session?.access_token).toBe(token);
    expect((await done(back.auth.getUser())).user.id).toBe(user?.id);
  });

  it('that we began is the published client’s, members and all', async () => {
    const client = await ours();
    const { id } = await client.registerByEmail(email, password, { nickname: 'Ada' });
    const back = await theirs();
    const { session } = await done(back.auth.getSession());
    expect(session).toMatchObject({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 3600,
      expires_at: expect.any(Number),
      user: { id, email, aud: 'authenticated', identities: [{ provider: 'email' }] },
    });
    expect((await done(back.auth.getClaims())).claims.sub).toBe(id);
  });

  it('is renewed by either in turn, with no refresh token used twice', async () => {
    await (await ours()).registerByEmail(email, password);
    const seen = new Set<string>();
    for (let turn = 0; turn < 3; turn += 1) {
      await (await ours()).refreshToken();
      const { session } = await done((await theirs()).auth.refreshSession());
      seen.add(session?.refresh_token ?? '');
      // Past the interval in which a token that was used is forgiven.
      await emulator.clock.advance('11s');
    }
    expect(seen.size).toBe(3);
    expect((await (await ours()).getCurrentUser())?.email).toBe(email);
  });

  it('is raised by either, and both know', async () => {
    const { auth } = await theirs();
    await done(auth.signUp({ email, password }));
    const { id, totp } = await done(auth.mfa.enroll({ factorType: 'totp', friendlyName: 'Phone' }));
    await done(auth.mfa.challengeAndVerify({ factorId: id, code: codeOf(emulator, totp) }));
    const client = await ours();
    expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
    await client.logout();

    await done((await theirs()).auth.signInWithPassword({ email, password }));
    const asked = await ours();
    expect(asked.state).toBe('mfaRequired');
    await expect(asked.updateProfile({ nickname: 'Ada' })).rejects.toBeInstanceOf(MfaRequiredError);
    const mfaToken = asked.pendingSignIn?.mfaToken ?? 'none';
    await asked.mfa.verifyTotpMfa({ totp: codeOf(emulator, totp), mfaToken });
    const level = await done((await theirs()).auth.mfa.getAuthenticatorAssuranceLevel());
    expect(level).toMatchObject({ currentLevel: 'aal2', nextLevel: 'aal2' });
  });

  it('that waits for its second factor in our client is one at aal1 to the published one', async () => {
    const client = await ours();
    await client.registerByEmail(email, password);
    const { data } = await client.mfa.enroll({ factorType: 'totp' });
    const secret = data?.totp.secret ?? '';
    await client.mfa.challengeAndVerify({ factorId: data?.id ?? '', code: codeOf(emulator, { secret }) });
    await client.logout();
    await expect(client.loginByEmail(email, password)).rejects.toBeInstanceOf(MfaRequiredError);
    const { auth } = await theirs();
    const level = await done(auth.mfa.getAuthenticatorAssuranceLevel());
    expect(level).toMatchObject({ currentLevel: 'aal1', nextLevel: 'aal2' });
    const [factor] = (await done(auth.mfa.listFactors())).totp;
    await done(auth.mfa.challengeAndVerify({ factorId: factor?.id ?? '', code: codeOf(emulator, { secret }) }));
    expect((await ours()).snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
  });

  it('ends for both when one of them signs out', async () => {
    const { auth } = await theirs();
    await done(auth.signUp({ email, password }));
    await (await ours()).logout();
    expect(place.getItem(Place.key)).toBeNull();
    expect((await theirs()).told).toEqual([['INITIAL_SESSION', null]]);
    await done((await theirs()).auth.signInWithPassword({ email, password }));
    await (await theirs()).auth.signOut();
    expect((await ours()).state).toBe('signedOut');
  });

  it.each(['ours', 'theirs'] as const)(
    'begins by a link that one client asked for and the other follows: %s',
    async (asked) => {
      if (asked === 'ours') {
        const client = await ours('pkce');
        await client.registerByEmail(email, password);
        await client.logout();
        await client.sendEmail(email, 'LOGIN_VERIFY_CODE');
      } else await done((await theirs('pkce')).auth.signInWithOtp({ email }));
      const link = emulator.messages.latest({ to: email })?.link ?? '';
      const { headers } = await fetch(link, { redirect: 'manual' });
      const back = headers.get('location') ?? '';
      if (asked === 'ours') {
        const code = new URL(back).searchParams.get('code') ?? '';
        await done((await theirs('pkce')).auth.exchangeCodeForSession(code));
      } else await (await ours('pkce')).handleRedirectCallback(back);
      expect((await ours()).snapshot.state).toBe('signedIn');
    },
  );
});
