import { once } from 'node:events';
import { request } from 'node:http';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, gotrue, wire } from '../../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../../wire-driver.fixture.js';
import { errorOf } from '../gotrue-driver.fixture.js';

const NEW_EMAIL = 'countess@example.com';
const PHONE = '15550001111';

let bearer: string;

beforeEach(async () => {
  bearer = (await gotrue.signUp(EMAIL, PASSWORD, { data: { name: 'Ada', city: 'London' } })).body.access_token;
});

const update = (body: unknown, as = bearer) => gotrue.put('/user', body, as);
const another = async (): Promise<string> => (await gotrue.signIn(EMAIL, PASSWORD)).body.access_token;
const isIn = async (token: string): Promise<boolean> => (await gotrue.get('/user', token)).status === 200;

describe('what users say of themselves', () => {
  it('is not changed by who began to say so and has been signed out since (EMU-20)', async () => {
    const { port } = new URL(emulator.url);
    const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
    const slow = request({ port, method: 'PUT', path: '/auth/v1/user', headers, agent: false });
    const [beginning, end] = ['{"data":{"name":', '"Mallory"}}'];
    await new Promise<void>((resolve) => void slow.write(beginning, () => resolve()));
    await gotrue.get('/user', bearer); // by then the other one has been let in
    expect((await gotrue.send('POST', '/logout?scope=local', undefined, { bearer })).status).toBe(204);
    slow.end(end);
    const [answer] = await once(slow, 'response');
    answer.resume();
    expect([answer.statusCode, answer.headers['x-sb-error-code']]).toEqual([403, 'session_not_found']);
    expect((await gotrue.get('/user', await another())).body.user_metadata.name).toBe('Ada');
  });

  it('is merged member by member, where null takes one away', async () => {
    const { status, body } = await update({ data: { city: null, title: { of: 'Lovelace' } } });
    expect([status, body.user_metadata]).toEqual([
      200,
      {
        name: 'Ada',
        title: { of: 'Lovelace' },
        sub: body.id,
        email: EMAIL,
        email_verified: true,
        phone_verified: false,
      },
    ]);
    expect((await gotrue.get('/user', bearer)).body).toEqual(body);
  });

  it('is nothing that administrators say (EMU-23)', async () => {
    expect(errorOf(await update({ app_metadata: { admin: true } }))).toEqual([403, 'not_admin']);
    const { body } = await update({
      role: 'service_role',
      id: 'x',
      is_anonymous: true,
      user_metadata: { x: 1 },
      data: {},
    });
    expect(body).toMatchObject({ role: 'authenticated', is_anonymous: false, user_metadata: { name: 'Ada' } });
  });

  it.each([{ email: 'ada' }, { phone: '0' }])('cannot be %j', async (body) => {
    expect(errorOf(await update(body))).toEqual([400, 'validation_failed']);
  });

  it.each([{ data: [] }, { data: 'x' }, { password: 5 }])('cannot be of a wrong type, as in %j', async (body) => {
    expect(errorOf(await update(body))).toEqual([400, 'bad_json']);
  });

  it('can be in a seed, as what administrators say', async () => {
    const [userMetadata, appMetadata] = [{ name: 'Eve' }, { plan: 'pro' }];
    const email = 'eve@example.com';
    await emulator.seed({ objects: [{ kind: 'user', email, password: PASSWORD, userMetadata, appMetadata }] });
    expect((await gotrue.signIn(email, PASSWORD)).body.user).toMatchObject({
      user_metadata: userMetadata,
      app_metadata: { provider: 'email', providers: ['email'], plan: 'pro' },
    });
  });

  it('survives in a snapshot', async () => {
    const before = emulator.snapshot();
    await emulator.reset();
    await emulator.restore(before);
    expect((await gotrue.get('/user', bearer)).body.user_metadata).toMatchObject({ name: 'Ada' });
  });
});

describe('a new password', () => {
  it('ends all other sessions, on this wire and on the other', async () => {
    const other = await another();
    const { token } = (await wire.login(EMAIL, PASSWORD)).body;
    expect((await update({ password: 'another horse' })).status).toBe(200);
    expect([await isIn(bearer), await isIn(other)]).toEqual([true, false]);
    expect((await wire.me(token, 'id')).body).toMatchObject({ code: 2207 });
    expect((await wire.login(EMAIL, 'another horse')).body.token).toEqual(expect.any(String));
    expect(errorOf(await gotrue.signIn(EMAIL, PASSWORD))).toEqual([400, 'invalid_credentials']);
  });

  it.each([
    [{ password: PASSWORD }, 422, 'same_password'],
    [{ password: 'abc' }, 422, 'weak_password'],
    [{ password: 'x'.repeat(73) }, 400, 'validation_failed'],
  ])('cannot be as in %j', async (body, status, code) => {
    expect(errorOf(await update({ ...body, data: { name: 'Eve' } }))).toEqual([status, code]);
    expect((await gotrue.get('/user', bearer)).body.user_metadata.name).toBe('Ada');
  });

  it('is one, of two that are set at once', async () => {
    const answers = await Promise.all(['a second horse', 'a third horse'].map((password) => update({ password })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('conflict');
  });

  it('costs nothing that is said meanwhile', async () => {
    const [answer] = await Promise.all([
      update({ password: 'another horse', data: { title: 'Countess' } }),
      update({ data: { name: 'Augusta' } }),
    ]);
    expect(answer.status).toBe(200);
    expect((await gotrue.get('/user', bearer)).body.user_metadata).toMatchObject({
      name: 'Augusta',
      title: 'Countess',
      city: 'London',
    });
  });

  it('is none of a session that ends meanwhile (EMU-20)', async () => {
    const other = await another();
    const [answer] = await Promise.all([
      update({ password: 'another horse' }),
      gotrue.post('/logout?scope=others', undefined, other),
    ]);
    expect(errorOf(answer)).toEqual([403, 'session_not_found']);
    expect([await isIn(other), (await gotrue.signIn(EMAIL, PASSWORD)).status]).toEqual([true, 200]);
  });

  it('is there with the rest of what is changed, or not at all', async () => {
    const eve = 'eve@example.com';
    const { access_token } = (await gotrue.post('/signup', {})).body;
    const [answer, rival] = await Promise.all([
      update({ email: eve, password: 'another horse' }, access_token),
      gotrue.post('/admin/users', { email: eve }, emulator.gotrue.serviceRoleKey),
    ]);
    expect([errorOf(answer), rival.status]).toEqual([[422, 'email_exists'], 200]);
    expect((await gotrue.get('/user', access_token)).body).toMatchObject({ email: '', is_anonymous: true });
    await update({ email: NEW_EMAIL }, access_token);
    expect(errorOf(await gotrue.signIn(NEW_EMAIL, 'another horse'))).toEqual([400, 'invalid_credentials']);
  });

  it('is judged before anybody asks how good the session is, and an empty one is one', async () => {
    await wire.bound('eve@example.com', PASSWORD);
    const low = (await gotrue.signIn('eve@example.com', PASSWORD)).body.access_token;
    for (const password of ['abc', '']) {
      expect(errorOf(await update({ password }, low))).toEqual([422, 'weak_password']);
    }
  });

  it('needs the present one where that is set', async () => {
    emulator.settings({ newPasswordNeedsPresentOne: true });
    const body = { password: 'another horse' };
    expect(errorOf(await update(body))).toEqual([400, 'current_password_required']);
    expect(errorOf(await update({ ...body, current_password: 'x' }))).toEqual([400, 'current_password_invalid']);
    expect((await update({ ...body, current_password: PASSWORD })).status).toBe(200);
  });

  it('needs no present one of those who have forgotten it, and came in by a message', async () => {
    emulator.settings({ newPasswordNeedsPresentOne: true });
    await gotrue.post('/recover', { email: EMAIL });
    const answer = { type: 'recovery', email: EMAIL, token: gotrue.code(EMAIL) };
    const { access_token: recovered } = (await gotrue.post('/verify', answer)).body;
    expect((await update({ password: 'another horse' }, recovered)).status).toBe(200);
  });

  it('needs a code where that is set and the sign-in was more than a day ago', async () => {
    emulator.settings({ newPasswordNeedsReauthentication: true, bearerLifetimeSeconds: 172_800 });
    bearer = await another();
    expect((await update({ password: 'a second horse' })).status).toBe(200);
    await emulator.clock.advance('24h');
    const body = { password: 'a third horse' };
    expect(errorOf(await update(body))).toEqual([400, 'reauthentication_needed']);
    await expect(gotrue.get('/reauthenticate', bearer)).resolves.toMatchObject({ status: 200, body: {} });
    expect(emulator.messages.latest()).toMatchObject({ to: EMAIL, scene: 'reauthentication' });
    expect(errorOf(await update({ ...body, nonce: 'wrong' }))).toEqual([422, 'reauthentication_not_valid']);
    expect((await update({ ...body, nonce: gotrue.code(EMAIL) })).status).toBe(200);
    expect(errorOf(await gotrue.get('/reauthenticate', bearer))).toEqual([429, 'over_email_send_rate_limit']);
  });

  it('needs the second factor where there is one, as addresses do, and other things do not', async () => {
    await wire.bound('eve@example.com', PASSWORD);
    const low = (await gotrue.signIn('eve@example.com', PASSWORD)).body.access_token;
    for (const body of [{ password: 'another horse' }, { email: NEW_EMAIL }, { phone: PHONE }]) {
      expect(errorOf(await update(body, low))).toEqual([401, 'insufficient_aal']);
    }
    expect((await update({ data: { name: 'Eve' } }, low)).status).toBe(200);
  });
});

describe('a new email', () => {
  it('waits until somebody reads what is sent there, whatever is confirmed at once', async () => {
    const { body } = await update({ email: NEW_EMAIL.toUpperCase() });
    expect(body).toMatchObject({ email: EMAIL, new_email: NEW_EMAIL, email_change_sent_at: expect.any(String) });
    expect(emulator.messages.list()).toMatchObject([{ to: NEW_EMAIL, scene: 'email_change' }]);
    const answer = { type: 'email_change', email: NEW_EMAIL, token: gotrue.code(NEW_EMAIL) };
    const { status, body: verified } = await gotrue.post('/verify', answer);
    expect([status, verified.user.email, verified.user.new_email]).toEqual([200, NEW_EMAIL, undefined]);
    expect((await gotrue.signIn(NEW_EMAIL, PASSWORD)).status).toBe(200);
  });

  it('waits for both mailboxes where that is set, in either order', async () => {
    emulator.settings({ confirmsEmailChangeTwice: true });
    await update({ email: NEW_EMAIL });
    const codes = [EMAIL, NEW_EMAIL].map((email) => ({ type: 'email_change', email, token: gotrue.code(email) }));
    await expect(gotrue.post('/verify', codes[0])).resolves.toMatchObject({
      status: 200,
      body: { code: '200', msg: expect.stringContaining('other email') },
    });
    expect((await gotrue.get('/user', bearer)).body.email).toBe(EMAIL);
    expect((await gotrue.post('/verify', codes[1])).body.user.email).toBe(NEW_EMAIL);
  });

  it('tells by its link that the other mailbox is to be read as well', async () => {
    emulator.settings({ confirmsEmailChangeTwice: true });
    await update({ email: NEW_EMAIL });
    const { location } = await gotrue.visit(gotrue.link(NEW_EMAIL));
    expect(new URLSearchParams(location.hash.slice(1)).get('message')).toContain('other email');
  });

  it('is sent again when it is asked for', async () => {
    await update({ email: NEW_EMAIL });
    await emulator.clock.advance('60s');
    emulator.messages.clear();
    await gotrue.post('/resend', { type: 'email_change', email: EMAIL });
    expect(emulator.messages.list()).toMatchObject([{ to: NEW_EMAIL, scene: 'email_change' }]);
  });

  it('is nobody else’s, also not when it is confirmed', async () => {
    await gotrue.signUp('eve@example.com', PASSWORD);
    expect(errorOf(await update({ email: 'eve@example.com' }))).toEqual([422, 'email_exists']);
    await update({ email: NEW_EMAIL });
    await gotrue.signUp(NEW_EMAIL, PASSWORD);
    const answer = { type: 'email_change', email: NEW_EMAIL, token: gotrue.code(NEW_EMAIL) };
    expect(errorOf(await gotrue.post('/verify', answer))).toEqual([422, 'email_exists']);
  });

  it('is there at once for somebody anonymous, who is somebody then', async () => {
    const { access_token: anonymous } = (await gotrue.post('/signup', {})).body;
    expect(errorOf(await update({ password: PASSWORD }, anonymous))).toEqual([422, 'validation_failed']);
    const { body } = await update({ email: NEW_EMAIL }, anonymous);
    expect(body).toMatchObject({ email: NEW_EMAIL, is_anonymous: false, email_confirmed_at: expect.any(String) });
  });
});

describe('a new number', () => {
  it('is told by a way for messages that there is', async () => {
    expect(errorOf(await update({ phone: PHONE, channel: 'pigeon' }))).toEqual([400, 'validation_failed']);
    expect((await update({ phone: PHONE, channel: 'whatsapp' })).status).toBe(200);
  });

  it('is there at once where addresses are confirmed at once', async () => {
    expect((await update({ phone: `+${PHONE}` })).body.phone).toBe(PHONE);
    const { access_token: eve } = (await gotrue.signUp('eve@example.com', PASSWORD)).body;
    expect(errorOf(await update({ phone: PHONE }, eve))).toEqual([422, 'phone_exists']);
  });

  it('waits for its code elsewhere', async () => {
    emulator.settings({ autoconfirm: false });
    expect((await update({ phone: PHONE })).body).toMatchObject({ phone: '', new_phone: PHONE });
    expect(emulator.messages.latest({ to: PHONE })).toMatchObject({ scene: 'phone_change' });
    expect(errorOf(await update({ phone: PHONE }))).toEqual([429, 'over_sms_send_rate_limit']);
    const answer = { type: 'phone_change', phone: PHONE, token: gotrue.code(PHONE) };
    expect((await gotrue.post('/verify', answer)).body.user).toMatchObject({ phone: PHONE, email: EMAIL });
  });
});

describe('signing out', () => {
  const scopes = [
    ['', [false, false]],
    ['?scope=', [false, false]],
    ['?scope=global', [false, false]],
    ['?scope=local', [false, true]],
    ['?scope=others', [true, false]],
  ] as const;

  it.each(scopes)('by /logout%s leaves %j', async (query, left) => {
    const other = await another();
    const { status, body } = await gotrue.post(`/logout${query}`, undefined, bearer);
    expect([status, body]).toEqual([204, '']);
    expect([await isIn(bearer), await isIn(other)]).toEqual(left);
  });

  it('has no other scope, and is done when it is done', async () => {
    expect(errorOf(await gotrue.post('/logout?scope=x', undefined, bearer))).toEqual([400, 'validation_failed']);
    await gotrue.post('/logout', undefined, bearer);
    expect(errorOf(await gotrue.post('/logout', undefined, bearer))).toEqual([403, 'session_not_found']);
  });
});

describe('identities', () => {
  const identities = async () => (await gotrue.get('/user', bearer)).body.identities;
  const unlink = (id: string) => gotrue.send('DELETE', `/user/identities/${id}`, undefined, { bearer });

  it('can be taken away, but for the last one', async () => {
    const [email] = await identities();
    expect(errorOf(await unlink(email.identity_id))).toEqual([422, 'single_identity_not_deletable']);
    await update({ phone: PHONE });
    await expect(unlink(email.identity_id)).resolves.toMatchObject({ status: 200, body: {} });
    const { body } = await gotrue.get('/user', bearer);
    expect([body.email, body.identities]).toEqual(['', [expect.objectContaining({ provider: 'phone' })]]);
  });

  it('stay where the server lets nobody part with them', async () => {
    emulator.settings({ manualLinking: false });
    const [email] = await identities();
    await update({ phone: PHONE });
    expect(errorOf(await unlink(email.identity_id))).toEqual([404, 'manual_linking_disabled']);
    expect(await identities()).toHaveLength(2);
  });

  it('of other providers are among them', async () => {
    const objects = [{ kind: 'identity' as const, user: EMAIL, provider: 'github', userIdInIdp: '7' }];
    await emulator.seed({ objects });
    const github = (await identities()).find(({ provider }: { provider: string }) => provider === 'github');
    expect(github).toMatchObject({ provider: 'github', id: '7', identity_data: { sub: '7' } });
    expect((await gotrue.get('/user', bearer)).body.app_metadata).toEqual({
      provider: 'email',
      providers: ['email', 'github'],
    });
    expect((await unlink(github.identity_id)).status).toBe(200);
    expect(await identities()).toHaveLength(1);
  });

  it('are named by their ids, and none is added', async () => {
    await update({ phone: PHONE });
    expect(errorOf(await unlink('x'))).toEqual([404, 'validation_failed']);
    expect(errorOf(await unlink('00000000-0000-4000-8000-000000000000'))).toEqual([422, 'identity_not_found']);
    const answer = await gotrue.get('/user/identities/authorize?provider=github', bearer);
    expect(errorOf(answer)).toEqual([404, 'manual_linking_disabled']);
  });
});

describe('asking once more who it is', () => {
  it('needs an address, and one that is confirmed', async () => {
    const { access_token: anonymous } = (await gotrue.post('/signup', {})).body;
    expect(errorOf(await gotrue.get('/reauthenticate', anonymous))).toEqual([400, 'validation_failed']);
    await wire.register('eve@example.com', PASSWORD);
    const eve = (await gotrue.signIn('eve@example.com', PASSWORD)).body.access_token;
    emulator.settings({ autoconfirm: false });
    expect(errorOf(await gotrue.get('/reauthenticate', eve))).toEqual([422, 'email_not_confirmed']);
  });

  it('goes to the number of who has no email', async () => {
    const body = { phone: PHONE, password: PASSWORD };
    const { access_token: token } = (await gotrue.post('/signup', body)).body;
    const answer = await gotrue.get('/reauthenticate', token);
    expect([answer.status, answer.body]).toEqual([200, { message_id: emulator.messages.latest({ to: PHONE })?.id }]);
  });
});
