import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { GoTrueAdminApi } from '@supabase/auth-js';
import { codeOf, done, email, failed, PublishedClient, password, refusal } from './gotrue-published.fixture.js';

// The administration of @supabase/auth-js 2.119.1 against the emulator.

const NOBODY = '00000000-0000-4000-8000-000000000000';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());
beforeEach(() => emulator.reset());

const adminBy = (key: string) =>
  new GoTrueAdminApi({ url: emulator.gotrue.url, headers: { Authorization: `Bearer ${key}` } });
const admin = () => adminBy(emulator.gotrue.serviceRoleKey);

async function signedIn(): Promise<PublishedClient> {
  const client = await new PublishedClient(emulator).begun();
  await done(client.auth.signInWithPassword({ email, password }));
  return client;
}

describe('an administrator', () => {
  it('creates, reads, changes and deletes a user', async () => {
    const { user } = await done(
      admin().createUser({ email, password, email_confirm: true, user_metadata: { name: 'Ada' } }),
    );
    expect(user).toMatchObject({ email, user_metadata: { name: 'Ada' } });
    const { id } = user;
    expect((await done(admin().getUserById(id))).user.email).toBe(email);
    expect(await failed(admin().createUser({ email, password }))).toEqual(refusal(422, 'email_exists'));

    const changed = await done(admin().updateUserById(id, { app_metadata: { plan: 'pro' }, ban_duration: '24h' }));
    expect(changed.user.app_metadata).toMatchObject({ plan: 'pro' });
    const { auth } = await new PublishedClient(emulator).begun();
    expect(await failed(auth.signInWithPassword({ email, password }))).toEqual(refusal(400, 'user_banned'));
    await done(admin().updateUserById(id, { ban_duration: 'none' }));
    await signedIn();

    expect((await admin().deleteUser(id)).error).toBeNull();
    expect(await failed(admin().getUserById(id))).toEqual(refusal(404, 'user_not_found'));
    expect(await failed(admin().getUserById(NOBODY))).toEqual(refusal(404, 'user_not_found'));
  });

  it('lists users in pages', async () => {
    const before = (await done(admin().listUsers())).total ?? 0;
    for (const name of ['ada', 'eve', 'kim']) await done(admin().createUser({ email: `${name}@example.com` }));
    const first = await done(admin().listUsers({ page: 1, perPage: 2 }));
    expect(first).toMatchObject({ total: before + 3, nextPage: 2, lastPage: Math.ceil((before + 3) / 2) });
    expect(first.users).toHaveLength(2);
  });

  it('invites, and makes links that sign in', async () => {
    const invited = await done(admin().inviteUserByEmail('eve@example.com', { data: { name: 'Eve' } }));
    expect(invited.user).toMatchObject({ invited_at: expect.any(String), user_metadata: { name: 'Eve' } });
    expect(emulator.messages.latest({ to: 'eve@example.com' })?.link).toContain('/verify?');

    await done(admin().createUser({ email, password, email_confirm: true }));
    const { properties } = await done(admin().generateLink({ type: 'magiclink', email }));
    expect(properties).toMatchObject({ verification_type: 'magiclink', action_link: expect.any(String) });
    const { auth } = await new PublishedClient(emulator).begun();
    const entered = await done(auth.verifyOtp({ type: 'email', token_hash: properties.hashed_token }));
    expect(entered.user?.email).toBe(email);
  });

  it('ends sessions, and takes factors away', async () => {
    await done(admin().createUser({ email, password, email_confirm: true }));
    const { auth } = await signedIn();
    const { id, totp } = await done(auth.mfa.enroll({ factorType: 'totp', friendlyName: 'Phone' }));
    await done(auth.mfa.challengeAndVerify({ factorId: id, code: codeOf(emulator, totp) }));
    const { session } = await done(auth.getSession());
    const userId = session?.user.id ?? '';
    expect((await done(admin().mfa.listFactors({ userId }))).factors).toMatchObject([{ id, status: 'verified' }]);
    expect((await admin().mfa.deleteFactor({ userId, id })).error).toBeNull();
    expect((await done(auth.refreshSession())).user?.factors ?? []).toEqual([]);
    const { currentLevel } = await done(auth.mfa.getAuthenticatorAssuranceLevel());
    expect(currentLevel).toBe('aal1');

    const { session: latest } = await done(auth.getSession());
    expect((await admin().signOut(latest?.access_token ?? '', 'global')).error).toBeNull();
    expect(await failed(auth.getUser())).toMatchObject({ name: 'AuthSessionMissingError' });
  });

  it('is nobody else', async () => {
    for (const key of [emulator.gotrue.anonKey, await tokenOfUser()]) {
      expect(await failed(adminBy(key).listUsers())).toEqual(refusal(403, 'not_admin'));
    }
    expect(await failed(adminBy('rubbish').listUsers())).toEqual(refusal(403, 'bad_jwt'));
  });
});

async function tokenOfUser(): Promise<string> {
  await done(admin().createUser({ email, password, email_confirm: true }));
  return (await done((await signedIn()).auth.getSession())).session?.access_token ?? '';
}
