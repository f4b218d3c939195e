import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, wire } from '../../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../../wire-driver.fixture.js';

let token: string;

beforeEach(async () => {
  ({ token } = (await wire.register(EMAIL, PASSWORD)).body);
});

const get = (path: string, bearer = token) => wire.send('GET', path, { bearer });
const post = (path: string, body: object, bearer = token) => wire.send('POST', path, { bearer, body });

describe('an account', () => {
  it('says how well it is protected', async () => {
    const level = async (bearer: string) => (await get('/api/v2/users/me/security-level', bearer)).body.data;
    const before = { email: true, phone: false, password: true, mfa: false, passwordSecurityLevel: 1, score: 50 };
    expect(await level(token)).toEqual(before);
    const strong = (await wire.bound('joe@example.com', 'Correct Horse 1')).token;
    expect(await level(strong)).toEqual({ ...before, mfa: true, passwordSecurityLevel: 3, score: 75 });
  });

  it('is known to exist by any identifier, to whoever asks', async () => {
    const exists = (args: string) => wire.graphql(`{ isUserExists(${args}) }`);
    expect((await exists('email: "ADA@example.com"')).body).toBe(true);
    expect((await exists('email: "joe@example.com", username: "joe"')).body).toBe(false);
    expect((await exists('email: ""')).body.code).toBe(2231);
  });

  it('may use the applications that there are, in pages', async () => {
    await emulator.seed({ objects: [{ kind: 'application', id: 'shop', name: 'Shop', description: 'Sells' }] });
    const { data } = (await get('/api/v2/users/me/applications/allowed?page=2&limit=1')).body;
    expect(data).toMatchObject({ totalCount: 2, list: [{ id: 'shop', name: 'Shop', description: 'Sells' }] });
    for (const query of ['page=0', 'limit=-1', 'page=1e9', 'limit=x']) {
      expect((await get(`/api/v2/users/me/applications/allowed?${query}`)).status).toBe(400);
    }
  });
});

describe('identities', () => {
  const identity = {
    kind: 'identity',
    provider: 'github',
    userIdInIdp: 'gh-1',
    extIdpId: 'ext-1',
    accessToken: 'at',
  } as const;
  const seed = (user: string, more: object = {}) => emulator.seed({ objects: [{ ...identity, user, ...more }] });

  it('are listed with what their provider gave, and parted', async () => {
    await seed(EMAIL, { userInfoInIdp: { login: 'ada' }, connectionId: 'c-1' });
    const [linked] = (await get('/api/v3/get-identities')).body.data;
    expect(linked).toMatchObject({
      extIdpId: 'ext-1',
      provider: 'github',
      userIdInIdp: 'gh-1',
      accessToken: 'at',
      userInfoInIdp: { login: 'ada' },
      originConnIds: ['c-1'],
    });
    expect((await post('/api/v3/unlink-extidp', { extIdpId: 'ext-2' })).body.statusCode).toBe(400);
    expect((await post('/api/v3/unlink-extidp', { extIdpId: 'ext-1' })).body.statusCode).toBe(200);
    expect((await get('/api/v3/get-identities')).body.data).toEqual([]);
    await expect(seed('nobody')).rejects.toThrow('there is no user "nobody"');
  });

  it('move to the account that another one is linked to, which is no more', async () => {
    const joe = (await wire.register('joe@example.com', PASSWORD)).body.token;
    const link = (secondary: string) =>
      post('/api/v2/users/link', { primaryUserToken: token, secondaryUserToken: secondary });
    expect((await link(joe)).status).toBe(400);
    await seed('joe@example.com');
    expect((await link(token)).status).toBe(400);
    expect((await link('rubbish')).body.code).toBe(2207);
    expect((await link(joe)).body.code).toBe(200);
    expect((await wire.me(joe, 'id')).body.code).toBe(2207);
    expect((await wire.me(token, 'identities { provider userIdInIdp }')).body.identities).toEqual([
      { provider: 'github', userIdInIdp: 'gh-1' },
    ]);
    const unlink = () => post('/api/v2/users/unlink', { primaryUserToken: token, provider: 'github' });
    expect([(await unlink()).body.code, (await unlink()).status]).toEqual([200, 400]);
  });

  it('are linked at an address that names the connection', async () => {
    const query = new URLSearchParams({ ext_idp_conn_identifier: 'github-1', id_token: token });
    const { url } = (await get(`/api/v3/generate-link-extidp-url?${query}`)).body.data;
    expect(new URL(url).searchParams.get('ext_idp_conn_identifier')).toBe('github-1');
    query.set('id_token', 'rubbish');
    expect((await get(`/api/v3/generate-link-extidp-url?${query}`)).body.apiCode).toBe(2207);
  });
});

describe('devices', () => {
  const signIn = async (userAgent: string) =>
    (await wire.login(EMAIL, PASSWORD, { headers: { 'user-agent': userAgent } })).body.token as string;
  const list = async () => (await get('/api/v3/mydevices/list')).body.data;
  const idOf = async (userAgent: string) =>
    (await list()).find((entry: { device: { userAgent: string } }) => entry.device.userAgent === userAgent)?.device.id;

  it('are those that the user signed in on, the latest first, online while signed in', async () => {
    await emulator.clock.advance('1h');
    const phone = await signIn('Phone');
    await signIn('Phone');
    expect(await list()).toEqual([
      {
        device: expect.objectContaining({ userAgent: 'Phone' }),
        lastIp: expect.stringContaining('127.0.0.1'),
        lastLoginTime: '2026-01-01T01:00:00.000Z',
        online: true,
      },
      expect.objectContaining({ online: true, lastLoginTime: '2026-01-01T00:00:00.000Z' }),
    ]);
    expect((await post('/api/v3/mydevices/revoke-session', { deviceId: await idOf('Phone') })).body.data).toBe(true);
    expect((await wire.me(phone, 'id')).body.code).toBe(2207);
    expect((await list())[0].online).toBe(false);
    expect((await wire.me(token, 'id')).body.id).toEqual(expect.any(String));
  });

  it('are forgotten with their sessions, and are the user’s own (EMU-22)', async () => {
    const phone = await signIn('Phone');
    const deviceId = await idOf('Phone');
    const other = (await wire.register('joe@example.com', PASSWORD)).body.token;
    expect((await post('/api/v3/mydevices/unbind', { deviceId }, other)).body.statusCode).toBe(400);
    expect((await post('/api/v3/mydevices/unbind', { deviceId })).body.data).toBe(true);
    expect((await wire.me(phone, 'id')).body.code).toBe(2207);
    expect(await idOf('Phone')).toBeUndefined();
  });

  it('have the name and the id that createDevice reports from them (EMU-22)', async () => {
    const phone = await signIn('Phone');
    const report = (body: object, bearer?: string) => post('/api/v3/create-device', body, bearer);
    const before = await list();
    expect((await report({ deviceUniqueId: 'abc', name: 'My phone', type: 'Browser' }, phone)).body.data).toBe(true);
    const own = (entry: { device: { userAgent: string } }) => entry.device.userAgent === 'Phone';
    const device = {
      id: await idOf('Phone'),
      deviceUniqueId: 'abc',
      name: 'My phone',
      userAgent: 'Phone',
      type: 'Browser',
    };
    expect(await list()).toEqual(
      before.map((entry: never) => (own(entry) ? expect.objectContaining({ device }) : entry)),
    );
    await signIn('Phone');
    expect((await list()).find(own).device).toEqual(device);
    for (const body of [
      {},
      { deviceUniqueId: 1 },
      { deviceUniqueId: 'x'.repeat(257) },
      { deviceUniqueId: 'x', name: {} },
    ]) {
      expect((await report(body, phone)).body.data).toBeNull();
    }
    expect((await report({ deviceUniqueId: 'x' }, 'rubbish')).body.apiCode).toBe(2207);
    expect((await list()).find(own).device).toEqual(device);
  });

  it('are offline once the last token there has ended', async () => {
    await emulator.clock.advance('10d');
    const later = (await wire.graphql('mutation { refreshToken { token } }', {}, { bearer: token })).body.token;
    await emulator.clock.advance('10d');
    const { data } = (await get('/api/v3/mydevices/list', later)).body;
    expect(data).toMatchObject([{ online: true }]);
    await emulator.clock.advance('10d');
    const other = (await wire.login(EMAIL, PASSWORD, { headers: { 'user-agent': 'Phone' } })).body.token;
    expect((await get('/api/v3/mydevices/list', other)).body.data).toMatchObject([{ online: true }, { online: false }]);
  });

  it('can be seeded', async () => {
    const lastLoginAt = '2020-01-01T00:00:00.000Z';
    await emulator.seed({ objects: [{ kind: 'device', user: EMAIL, name: 'Old phone', lastLoginAt }] });
    expect((await list()).at(-1)).toMatchObject({
      device: { name: 'Old phone' },
      lastLoginTime: lastLoginAt,
      online: false,
    });
  });

  it('are left one by one: the session that asks ends, and no other', async () => {
    const phone = await signIn('Phone');
    expect((await get(`/logout?appId=${emulator.authing.appId}&deviceId=current`)).body.code).toBe(200);
    expect((await wire.me(token, 'id')).body.code).toBe(2207);
    expect((await wire.me(phone, 'id')).body.id).toEqual(expect.any(String));
  });
});

describe('whom an account belongs to', () => {
  const path = '/api/v2/users/principal_authentication';
  const claim = { type: 'P', name: 'Ada Lovelace', idCard: '1815', ext: '4000' };

  it('is believed once, and told to the user', async () => {
    expect((await get(path)).body.data).toBeNull();
    expect((await post(path, { ...claim, type: 'X' })).status).toBe(400);
    expect((await post(path, { ...claim, ext: '' })).body.code).toBe(2231);
    expect((await post(path, claim)).body).toMatchObject({ code: 200, data: true });
    expect((await get(path)).body.data).toMatchObject({
      principalType: 'P',
      principalName: 'Ada Lovelace',
      principalCode: '1815',
      authenticationTime: '2026-01-01T00:00:00.000Z',
    });
    expect((await post(path, { ...claim, idCard: '1816' })).body.code).toBe(1001);
  });

  it('is nobody whom another account belongs to', async () => {
    const other = (await wire.register('joe@example.com', PASSWORD)).body.token;
    await post(path, claim);
    expect((await post(path, claim, other)).body.code).toBe(1001);
  });
});

it('takes events of whoever is signed in', async () => {
  const event = { eventType: 'cart.filled', source: 'test', eventData: '{"items":2}' };
  expect((await post('/api/v3/pub-userEvent', event)).body).toMatchObject({ statusCode: 200, data: true });
  expect((await post('/api/v3/pub-userEvent', { ...event, eventType: '' })).body.apiCode).toBe(2231);
  expect((await wire.send('POST', '/api/v3/pub-userEvent', { body: event })).body.apiCode).toBe(2020);
  expect(emulator.snapshot().collections.events).toEqual([
    expect.objectContaining({ type: 'cart.filled', data: '{"items":2}' }),
  ]);
});
