import { beforeEach, describe, expect, it } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { emulator, gotrue, wire } from '../../emulator-under-test.fixture.js';
import { type Answer, EMAIL, PASSWORD } from '../../wire-driver.fixture.js';
import { claimsOf, errorOf } from '../gotrue-driver.fixture.js';

const NOBODYS = '00000000-0000-4000-8000-000000000000';

let admin: string;

beforeEach(async () => {
  admin = emulator.gotrue.serviceRoleKey;
});

const create = (body: object): Promise<Answer> => gotrue.post('/admin/users', body, admin);
const change = (id: string, body: object): Promise<Answer> => gotrue.put(`/admin/users/${id}`, body, admin);
const remove = (id: string, body?: object): Promise<Answer> =>
  gotrue.send('DELETE', `/admin/users/${id}`, body, { bearer: admin });
const list = (query = ''): Promise<Answer> => gotrue.get(`/admin/users${query}`, admin);
const emails = ({ body }: Answer): readonly string[] => body.users.map((user: { email: string }) => user.email);

describe('administration', () => {
  it('is for administrators alone (EMU-22)', async () => {
    const { access_token, user } = (await gotrue.signUp(EMAIL, PASSWORD)).body;
    const routes: [string, string][] = [
      ['GET', '/admin/users'],
      ['POST', '/admin/users'],
      ['GET', `/admin/users/${user.id}`],
      ['PUT', `/admin/users/${user.id}`],
      ['DELETE', `/admin/users/${user.id}`],
      ['GET', `/admin/users/${user.id}/factors`],
      ['PUT', `/admin/users/${user.id}/factors/${NOBODYS}`],
      ['DELETE', `/admin/users/${user.id}/factors/${NOBODYS}`],
      ['POST', '/admin/generate_link'],
      ['POST', '/invite'],
      ['GET', '/admin/audit'],
    ];
    for (const [method, path] of routes) {
      const as = async (bearer?: string) => errorOf(await gotrue.send(method, path, undefined, { bearer }));
      expect(await as(access_token)).toEqual([403, 'not_admin']);
      expect(await as(emulator.gotrue.anonKey)).toEqual([403, 'not_admin']);
      expect(await as(await wire.managementToken())).toEqual([403, 'bad_jwt']);
      expect(await as()).toEqual([401, 'no_authorization']);
    }
  });
});

describe('creating a user', () => {
  it('makes one who signs in on both wires', async () => {
    const { status, body } = await create({
      email: 'Ada@Example.com',
      password: PASSWORD,
      email_confirm: true,
      user_metadata: { name: 'Ada', gone: null },
      app_metadata: { plan: 'pro' },
      role: 'editor',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      aud: 'authenticated',
      role: 'editor',
      email: EMAIL,
      email_confirmed_at: new Date(emulator.clock.now()).toISOString(),
      app_metadata: { provider: 'email', providers: ['email'], plan: 'pro' },
      user_metadata: { name: 'Ada', email_verified: true },
    });
    expect(body.user_metadata).not.toHaveProperty('gone');
    const { access_token } = (await gotrue.signIn(EMAIL, PASSWORD)).body;
    expect(claimsOf(access_token)).toMatchObject({ role: 'editor', app_metadata: { plan: 'pro' } });
    expect((await wire.login(EMAIL, PASSWORD)).body.id).toBe(body.id);
  });

  it('confirms what the administrator says, and nothing by itself', async () => {
    const { id, ...user } = (await create({ email: EMAIL, phone: '15550001111', password: PASSWORD })).body;
    expect(user).not.toHaveProperty('email_confirmed_at');
    expect(user).not.toHaveProperty('phone_confirmed_at');
    expect(errorOf(await gotrue.signIn(EMAIL, PASSWORD))).toEqual([400, 'email_not_confirmed']);
    const { body } = await gotrue.put(`/admin/users/${id}`, { email_confirm: true }, admin);
    expect(body.email_confirmed_at).toBe(new Date(emulator.clock.now()).toISOString());
    expect((await gotrue.signIn(EMAIL, PASSWORD)).status).toBe(200);
  });

  it('gives nobody a session who signs up by its address (EMU-22)', async () => {
    const { id } = (await create({ email: EMAIL, app_metadata: { plan: 'pro' } })).body;
    const { status, body } = await gotrue.signUp(EMAIL, 'thought up');
    expect([status, body.id, body.access_token]).toEqual([200, id, undefined]);
    expect(errorOf(await gotrue.signIn(EMAIL, 'thought up'))).toEqual([400, 'invalid_credentials']);
    const answer = { type: 'signup', email: EMAIL, token: gotrue.code(EMAIL) };
    expect((await gotrue.post('/verify', answer)).body.user.id).toBe(id);
  });

  it('takes an id and a phone number', async () => {
    const { body } = await create({ id: NOBODYS, phone: '15550001111', phone_confirm: true });
    expect(body).toMatchObject({ id: NOBODYS, email: '', phone: '15550001111', app_metadata: { provider: 'phone' } });
    expect(errorOf(await create({ id: NOBODYS, email: EMAIL }))).toEqual([500, 'unexpected_failure']);
  });

  it('takes a password that was hashed elsewhere, of the kind that it can compare with', async () => {
    const passwordHash = await hash(PASSWORD);
    expect((await create({ email: EMAIL, password_hash: passwordHash, email_confirm: true })).status).toBe(200);
    expect((await gotrue.signIn(EMAIL, PASSWORD)).status).toBe(200);
    expect(errorOf(await gotrue.signIn(EMAIL, 'wrong'))).toEqual([400, 'invalid_credentials']);
    const bcrypt = '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
    const byBcrypt = await create({ email: 'bob@example.com', password_hash: bcrypt, email_confirm: true });
    expect(byBcrypt.status).toBe(200);
    expect((await gotrue.signIn('bob@example.com', 'U*U')).status).toBe(200);
    const pbkdf2 = '$pbkdf2-sha256$6400$0ZrzXitFSGltTQnBWOsdAw$Y11AchqV4b0sUisdZd0Xr97KWoymNE0LNNrnEgY4H9M';
    for (const bad of [
      pbkdf2,
      bcrypt.replace('$05$', '$15$'),
      'x',
      '$argon2id$v=19$m=16,t=2,p=1$c2FsdA$',
      passwordHash.slice(0, -10),
    ]) {
      expect(errorOf(await create({ email: 'eve@example.com', password_hash: bad }))).toEqual([
        400,
        'validation_failed',
      ]);
    }
    const both = { email: 'eve@example.com', password: PASSWORD, password_hash: passwordHash };
    expect(errorOf(await create(both))).toEqual([400, 'validation_failed']);
  });

  it('refuses what is taken or malformed', async () => {
    await create({ email: EMAIL, phone: '+15550001111' });
    const refused: [object, number, string][] = [
      [{}, 400, 'validation_failed'],
      [{ email: 'ada' }, 400, 'validation_failed'],
      [{ phone: '5' }, 400, 'validation_failed'],
      [{ email: 7 }, 400, 'bad_json'],
      [{ email: 'eve@example.com', id: '7' }, 400, 'validation_failed'],
      [{ email: 'eve@example.com', email_confirm: 'yes' }, 400, 'bad_json'],
      [{ email: 'eve@example.com', user_metadata: [] }, 400, 'bad_json'],
      [{ email: 'eve@example.com', ban_duration: 'soon' }, 400, 'validation_failed'],
      [{ email: 'ADA@example.com', password: 'abc' }, 422, 'email_exists'],
      [{ phone: '15550001111' }, 422, 'phone_exists'],
    ];
    for (const [body, status, code] of refused) expect(errorOf(await create(body))).toEqual([status, code]);
    expect(emails(await list())).toEqual([EMAIL]);
  });

  it('does not ask whether people may sign up', async () => {
    emulator.settings({ registrationEnabled: false });
    expect((await create({ email: EMAIL, password: PASSWORD })).status).toBe(200);
  });
});

describe('one user', () => {
  it('is found by an id that is one', async () => {
    const { body: user } = await create({ email: EMAIL });
    expect((await gotrue.get(`/admin/users/${user.id}`, admin)).body).toEqual(user);
    expect((await gotrue.get(`/admin/users/${user.id.toUpperCase()}`, admin)).body).toEqual(user);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const send = (id: string) =>
        gotrue.send(method, `/admin/users/${id}`, method === 'GET' ? undefined : {}, { bearer: admin });
      expect(errorOf(await send('7'))).toEqual([404, 'validation_failed']);
      expect(errorOf(await send(NOBODYS))).toEqual([404, 'user_not_found']);
    }
  });

  it('of a seed is found by the UUID that stands for its id', async () => {
    await emulator.seed({ objects: [{ kind: 'user', id: '11', email: EMAIL }] });
    const [{ id }] = (await list()).body.users;
    expect((await gotrue.get(`/admin/users/${id}`, admin)).body.email).toBe(EMAIL);
  });
});

describe('changing a user', () => {
  it('merges metadata, where null takes a member away', async () => {
    const { id } = (await create({ email: EMAIL, user_metadata: { a: 1, b: { c: 1 } }, app_metadata: { plan: 'x' } }))
      .body;
    const { body } = await change(id, { user_metadata: { a: null, b: { d: 2 } }, app_metadata: { plan: 'pro' } });
    expect(body.user_metadata).toEqual({ b: { d: 2 } });
    expect(body.app_metadata).toEqual({ provider: 'email', providers: ['email'], plan: 'pro' });
  });

  it('changes addresses at once', async () => {
    const { id } = (await create({ email: EMAIL })).body;
    await create({ email: 'eve@example.com' });
    const { body } = await change(id, { email: 'Lovelace@example.com', phone: '+15550001111', role: 'editor' });
    expect(body).toMatchObject({ email: 'lovelace@example.com', phone: '15550001111', role: 'editor' });
    expect(errorOf(await change(id, { email: 'eve@example.com' }))).toEqual([500, 'unexpected_failure']);
  });

  it('ends all sessions with a new password (EMU-20)', async () => {
    const { access_token, refresh_token, user } = (await gotrue.signUp(EMAIL, PASSWORD)).body;
    const { token } = (await wire.login(EMAIL, PASSWORD)).body;
    expect(errorOf(await change(user.id, { password: 'abc' }))).toEqual([422, 'weak_password']);
    expect(errorOf(await change(user.id, { password: '' }))).toEqual([422, 'weak_password']);
    expect((await gotrue.get('/user', access_token)).status).toBe(200);
    expect((await change(user.id, { password: 'battery staple' })).status).toBe(200);
    expect(errorOf(await gotrue.get('/user', access_token))).toEqual([403, 'session_not_found']);
    expect(errorOf(await gotrue.refresh(refresh_token))).toEqual([400, 'refresh_token_not_found']);
    expect((await wire.me(token, 'email')).body.code).toBe(2207);
    expect((await gotrue.signIn(EMAIL, 'battery staple')).status).toBe(200);
  });

  it('bans for a while, and until further notice', async () => {
    const { access_token, user } = (await gotrue.signUp(EMAIL, PASSWORD)).body;
    const { body } = await change(user.id, { ban_duration: '1h30m' });
    expect(body.banned_until).toBe(new Date(emulator.clock.now() + 5_400_000).toISOString());
    expect(errorOf(await gotrue.get('/user', access_token))).toEqual([403, 'user_banned']);
    expect(errorOf(await gotrue.signIn(EMAIL, PASSWORD))).toEqual([400, 'user_banned']);
    expect((await wire.login(EMAIL, PASSWORD)).body.code).toBe(2005);
    expect((await change(user.id, { ban_duration: 'none' })).body).not.toHaveProperty('banned_until');
    expect((await gotrue.get('/user', access_token)).status).toBe(200);
    await change(user.id, { ban_duration: '24h' });
    await emulator.clock.advance('24h');
    expect((await gotrue.signIn(EMAIL, PASSWORD)).status).toBe(200);
  });

  it.each(['1', 'h', '1d', '1h 30m', '1h-30m', '--1h', 'None', '9e9h', '3000000h'])(
    'knows no span %p',
    async (span) => {
      const { id } = (await create({ email: EMAIL })).body;
      expect(errorOf(await change(id, { ban_duration: span }))).toEqual([400, 'validation_failed']);
    },
  );
});

describe('deleting a user', () => {
  it('leaves nothing (EMU-20)', async () => {
    const { access_token, user } = (await gotrue.signUp(EMAIL, PASSWORD)).body;
    await gotrue.post('/factors', { factor_type: 'totp', friendly_name: 'Phone' }, access_token);
    expect(await remove(user.id)).toMatchObject({ status: 200, body: {} });
    expect(errorOf(await gotrue.get('/user', access_token))).toEqual([403, 'user_not_found']);
    expect(errorOf(await remove(user.id))).toEqual([404, 'user_not_found']);
    expect(emulator.snapshot().collections.totpEnrollments).toEqual([]);
    expect((await gotrue.signUp(EMAIL, PASSWORD)).status).toBe(200);
  });

  it('softly keeps a record that tells nothing, and its addresses are free', async () => {
    const { access_token, user } = (await gotrue.signUp(EMAIL, PASSWORD, { data: { name: 'Ada' } })).body;
    await gotrue.post('/factors', { factor_type: 'totp', friendly_name: 'Phone' }, access_token);
    expect(await remove(user.id, { should_soft_delete: true })).toMatchObject({ status: 200, body: {} });
    const { body } = await gotrue.get(`/admin/users/${user.id}`, admin);
    expect(body).toMatchObject({
      id: user.id,
      email: '',
      phone: '',
      user_metadata: {},
      identities: [],
      deleted_at: new Date(emulator.clock.now()).toISOString(),
    });
    expect(body).not.toHaveProperty('factors');
    expect(JSON.stringify(emulator.snapshot().collections.accounts)).not.toMatch(/Ada|ada@/);
    expect(errorOf(await gotrue.get('/user', access_token))[0]).toBe(403);
    expect(await remove(user.id, { should_soft_delete: true })).toMatchObject({ status: 200, body: {} });
    expect((await gotrue.signUp(EMAIL, PASSWORD)).body.user.id).not.toBe(user.id);
  });

  it('refuses a word in the place of yes or no', async () => {
    const { id } = (await create({ email: EMAIL })).body;
    expect(errorOf(await remove(id, { should_soft_delete: 'yes' }))).toEqual([400, 'bad_json']);
  });
});

describe('listing users', () => {
  beforeEach(async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await create({ email: `${name}@example.com`, user_metadata: { full_name: `User ${name.toUpperCase()}` } });
      if (name !== 'b') await emulator.clock.advance('1m');
    }
  });

  it('is in pages, the newest first, and says how many there are and where the others are', async () => {
    const first = await list('?page=1&per_page=2');
    expect(first.body).toEqual({ users: [expect.any(Object), expect.any(Object)], aud: 'authenticated' });
    expect(emails(first)).toEqual(['e@example.com', 'd@example.com']);
    expect(first.headers.get('x-total-count')).toBe('5');
    expect(first.headers.get('link')).toBe(
      '</admin/users?page=2&per_page=2>; rel="next", </admin/users?page=3&per_page=2>; rel="last"',
    );
    const last = await list('?page=3&per_page=2');
    expect(emails(last)).toEqual(['a@example.com']);
    expect(last.headers.get('link')).toBe('</admin/users?page=3&per_page=2>; rel="last"');
    expect(emails(await list('?page=4&per_page=2'))).toEqual([]);
  });

  it('has rows without identities and factors', async () => {
    const [row] = (await list('?page=&per_page=')).body.users;
    expect(row.identities).toBeNull();
    expect(row).not.toHaveProperty('factors');
  });

  it('is in the order that is asked for', async () => {
    const ascending = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@example.com`);
    expect(emails(await list('?sort=created_at asc'))).toEqual(ascending);
    expect(emails(await list('?sort=created_at desc'))).toEqual([...ascending].reverse());
    expect(emails(await list('?sort=created_at'))).toEqual([...ascending].reverse());
    expect(errorOf(await list('?sort=email'))).toEqual([400, 'validation_failed']);
  });

  it('looks into emails and names', async () => {
    expect(emails(await list('?filter=B@EX'))).toEqual(['b@example.com']);
    expect(emails(await list('?filter=user c'))).toEqual(['c@example.com']);
    expect((await list('?filter=user&per_page=1')).headers.get('link')).toContain('page=2&per_page=1&filter=user');
  });

  it.each(['page=0', 'page=-1', 'page=x', 'per_page=0', 'page=1.5', 'limit=0', 'cursor=none'])(
    'refuses %s',
    async (query) => {
      expect(errorOf(await list(`?${query}`))).toEqual([400, 'validation_failed']);
    },
  );

  it('goes on from a cursor to the end, whoever comes meanwhile', async () => {
    const first = (await list('?limit=2')).body;
    expect(first.pagination).toEqual({ next_cursor: expect.any(String), has_more: true });
    await create({ email: 'f@example.com' });
    const second = await list(`?limit=2&cursor=${first.pagination.next_cursor}`);
    expect(emails(second)).toEqual(['c@example.com', 'b@example.com']);
    const third = await list(`?limit=2&cursor=${second.body.pagination.next_cursor}`);
    expect(emails(third)).toEqual(['a@example.com']);
    expect(third.body.pagination).toEqual({ has_more: false });
  });
});
