import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TotpKey } from '@sallyport/authentication-client/totp';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import {
  GoTrueManagementClient,
  type GoTrueUser,
  ManualClock,
  type SallyportError,
} from '@sallyport/management-client/gotrue';
import { RunnableSamples } from './samples.fixture.js';

const email = 'ada@example.com';
const password = 'correct horse battery staple';

interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

describe('the administration of a GoTrue server', () => {
  let emulator: Emulator;
  let management: GoTrueManagementClient;

  beforeAll(async () => {
    emulator = await startEmulator({ clock: 'manual' });
    const { url, serviceRoleKey } = emulator.gotrue;
    management = new GoTrueManagementClient({ url, serviceRoleKey });
  });
  beforeEach(() => emulator.reset());
  afterAll(async () => {
    management.dispose();
    await emulator.stop();
  });

  /** What a user's own client does. */
  async function send(method: string, path: string, body?: object, bearer?: string): Promise<Answered> {
    const response = await fetch(`${emulator.gotrue.url}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        'x-supabase-api-version': '2024-01-01',
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  }
  const signIn = (name = email): Promise<Answered> =>
    send('POST', '/token?grant_type=password', { email: name, password });
  const create = (name = email): Promise<GoTrueUser> =>
    management.users.create({ email: name, password, email_confirm: true });
  const tokenOf = ({ body }: Answered): string => String(body.access_token);
  const refusalOf = (call: Promise<unknown>): Promise<SallyportError> =>
    call.then(
      () => Promise.reject(new Error('it went through')),
      (error: SallyportError) => error,
    );

  it('creates a user who can sign in, and reads, changes and deletes the account', async () => {
    const id = '8c1f2b7e-0f0a-4c57-9f0e-5a5f3f1f2a10';
    const metadata = { user_metadata: { name: 'Ada' }, app_metadata: { plan: 'pro' } };
    const created = await management.users.create({ id, email, password, email_confirm: true, ...metadata });
    expect(created).toMatchObject({ id, email, ...metadata, email_confirmed_at: expect.any(String) });
    expect((await signIn()).status).toBe(200);
    expect(await management.users.get(id)).toMatchObject({ id, last_sign_in_at: expect.any(String) });

    const changed = await management.users.update(id, { app_metadata: { plan: null, since: 2026 } });
    expect(changed.app_metadata).toMatchObject({ since: 2026 });
    expect(changed.app_metadata).not.toHaveProperty('plan');
    expect(changed.user_metadata).toMatchObject({ name: 'Ada' });

    expect(await refusalOf(create())).toMatchObject({ kind: 'conflict', code: 'email_exists', status: 422 });
    await management.users.delete(id);
    expect(await refusalOf(management.users.get(id))).toMatchObject({ kind: 'not-found', code: 'user_not_found' });
    expect((await signIn()).body).toMatchObject({ code: 'invalid_credentials' });
  });

  it('keeps the row of a user who is deleted softly', async () => {
    const { id } = await create();
    await management.users.delete(id, { soft: true });
    const kept = await management.users.get(id);
    expect(kept.deleted_at).toEqual(expect.any(String));
    expect(kept.email).not.toBe(email);
  });

  it('lists users over twelve pages, and reads all of them, also while it deletes them', async () => {
    const others = (await management.users.list()).total ?? 0;
    const names = Array.from({ length: 58 }, (_, index) => `user${index}@example.com`);
    await emulator.seed({ objects: names.map((name) => ({ kind: 'user', email: name })) });
    const total = names.length + others;
    expect(await management.users.list(10, 5)).toMatchObject({
      total,
      nextPage: 11,
      lastPage: Math.ceil(total / 5),
    });
    expect(await management.users.list(Math.ceil(total / 5), 5)).toMatchObject({ nextPage: null });

    const [oldest] = (await management.users.list(1, 1, { sort: 'created_at asc', filter: '@example.com' })).users;
    expect(names).toContain(oldest?.email);
    const found: unknown[] = [];
    for await (const user of management.users.iterate({ perPage: 5, filter: '@example.com' })) {
      found.push(user.email);
      await management.users.delete(user.id);
    }
    expect(found.sort()).toEqual(names.sort());
    expect(await management.users.list(1, 50, { filter: '@example.com' })).toMatchObject({ users: [], total: 0 });
  });

  it('bans a user for a time', async () => {
    const { id } = await create();
    const banned = await management.users.update(id, { ban_duration: '24h' });
    expect(Date.parse(banned.banned_until ?? '')).toBe(emulator.clock.now() + 24 * 3_600_000);
    expect(await signIn()).toMatchObject({ status: 400, body: { code: 'user_banned' } });
    await management.users.update(id, { ban_duration: 'none' });
    expect((await signIn()).status).toBe(200);
    await management.users.update(id, { ban_duration: '1h30m' });
    await emulator.clock.advance('91m');
    expect((await signIn()).status).toBe(200);
  });

  it('lists, renames and removes the factors of a user', async () => {
    const { id } = await create();
    const bearer = tokenOf(await signIn());
    const enrolled = await send('POST', '/factors', { factor_type: 'totp', friendly_name: 'Phone' }, bearer);
    const factorId = String(enrolled.body.id);
    const { uri } = enrolled.body.totp as { uri: string };
    const challenge = await send('POST', `/factors/${factorId}/challenge`, {}, bearer);
    const code = TotpKey.parse(uri, {}, new ManualClock(emulator.clock.now())).current().code;
    const answer = { challenge_id: challenge.body.id, code };
    expect((await send('POST', `/factors/${factorId}/verify`, answer, bearer)).status).toBe(200);

    expect(await management.factors.list(id)).toMatchObject([
      { id: factorId, factor_type: 'totp', status: 'verified', friendly_name: 'Phone' },
    ]);
    const renamed = await management.factors.update(id, factorId, { friendly_name: 'Old phone' });
    expect(renamed).toMatchObject({ id: factorId, friendly_name: 'Old phone' });

    const { id: eve } = await create('eve@example.com');
    expect(await refusalOf(management.factors.delete(eve, factorId))).toMatchObject({ kind: 'not-found' });
    expect(await management.factors.delete(id, factorId)).toMatchObject({ id: factorId });
    expect(await management.factors.list(id)).toEqual([]);
    expect((await management.users.get(id)).factors ?? []).toEqual([]);
  });

  it('invites a user, who comes in by the link of the message', async () => {
    const invited = await management.users.invite('eve@example.com', { data: { name: 'Eve' } });
    expect(invited).toMatchObject({ invited_at: expect.any(String), user_metadata: { name: 'Eve' } });
    const { link = '' } = emulator.messages.latest({ to: 'eve@example.com' }) ?? {};
    expect((await fetch(link, { redirect: 'manual' })).headers.get('location')).toContain('access_token=');
    const again = await refusalOf(management.users.invite('eve@example.com'));
    expect(again).toMatchObject({ kind: 'conflict', code: 'email_exists' });
  });

  it('makes a link and a code that sign a user in, and writes no message', async () => {
    const { id } = await create();
    emulator.messages.clear();
    const { user, properties } = await management.users.generateLink({ type: 'magiclink', email });
    expect(user.id).toBe(id);
    expect(user).not.toHaveProperty('action_link');
    expect(properties).toMatchObject({ verification_type: 'magiclink', email_otp: expect.stringMatching(/^\d{6}$/) });
    expect(emulator.messages.list()).toEqual([]);
    const { hashed_token: token_hash } = properties;
    expect(await send('POST', '/verify', { type: 'magiclink', token_hash })).toMatchObject({
      status: 200,
      body: { user: { id } },
    });
    const unknown = management.users.generateLink({ type: 'recovery', email: 'nobody@example.com' });
    expect(await refusalOf(unknown)).toMatchObject({ kind: 'not-found', code: 'user_not_found' });
  });

  it('signs a user out by the token of one session', async () => {
    await create();
    const [first, second] = [tokenOf(await signIn()), tokenOf(await signIn())];
    await management.users.signOut(first, 'others');
    expect((await send('GET', '/user', undefined, second)).body).toMatchObject({ code: 'session_not_found' });
    expect((await send('GET', '/user', undefined, first)).status).toBe(200);
    await management.users.signOut(first);
    expect(await refusalOf(management.users.signOut(first))).toMatchObject({ kind: 'unauthenticated' });
  });

  it('tells what was done, what may be done, and by which server', async () => {
    const { id } = await create();
    await send('POST', '/factors', { factor_type: 'totp' }, tokenOf(await signIn()));
    await management.users.delete(id);
    const actions: string[] = [];
    for await (const { payload } of management.audit.iterate({ perPage: 1 })) actions.push(payload.action);
    expect(actions[0]).toBe('user_deleted');
    expect(actions.at(-1)).toBe('user_signedup');
    const { entries, total } = await management.audit.list(1, 50, { query: 'action:factor_in_progress' });
    expect(entries).toMatchObject([{ payload: { actor_id: id, actor_username: email, log_type: 'factor' } }]);
    expect(total).toBe(1);
    expect(await management.settings()).toMatchObject({ external: { email: true }, disable_signup: false });
    expect(await management.health()).toMatchObject({ name: 'GoTrue', version: expect.stringMatching(/^v\d/) });
  });

  it('is refused to any other key, and shows none', async () => {
    const { url } = emulator.gotrue;
    const bearer = new GoTrueManagementClient({ url, serviceRoleKey: emulator.gotrue.anonKey });
    const error = await refusalOf(bearer.users.list());
    expect(['permission-denied', 'unauthenticated']).toContain(error.kind);
    expect(JSON.stringify(error) + error.stack).not.toContain(emulator.gotrue.anonKey);
    await create();
    const ofAda = new GoTrueManagementClient({ url, serviceRoleKey: tokenOf(await signIn()) });
    expect(await refusalOf(ofAda.users.list())).toMatchObject({ kind: 'permission-denied', code: 'not_admin' });
  });

  describe('as docs/guides/gotrue-administration.md has it', () => {
    const samples = new RunnableSamples('gotrue-administration');
    const load = <Exports>(name: string): Promise<Exports> =>
      samples.import('docs/guides/gotrue-administration.md', name, {
        'http://127.0.0.1:4455/auth/v1': emulator.gotrue.url,
      });

    it('creates, lists and bans', async () => {
      const said = jest.spyOn(console, 'log').mockImplementation(() => {});
      await create('eve@example.com');
      await load('users');
      expect(said.mock.calls.flat().sort()).toEqual([
        'ada@example.com is banned for a day',
        'eve@example.com is banned for a day',
      ]);
      said.mockRestore();
      expect((await signIn()).body).toMatchObject({ code: 'user_banned' });
    });

    it('removes factors', async () => {
      const said = jest.spyOn(console, 'log').mockImplementation(() => {});
      const { id } = await create();
      await send('POST', '/factors', { factor_type: 'totp' }, tokenOf(await signIn()));
      const { forgetFactors } = await load<{ forgetFactors: (id: string) => Promise<void> }>('factors');
      await forgetFactors(id);
      expect(said.mock.calls).toEqual([['removed totp']]);
      said.mockRestore();
      expect(await management.factors.list(id)).toEqual([]);
    });

    it('makes links', async () => {
      await create();
      const { signInLinkFor } = await load<{ signInLinkFor: (email: string) => Promise<string> }>('links');
      const link = await signInLinkFor(email);
      expect((await fetch(link, { redirect: 'manual' })).headers.get('location')).toContain('access_token=');
    });
  });
});
