import { describe, expect, it } from '@jest/globals';
import { emulator, gotrue } from '../../emulator-under-test.fixture.js';
import { type Answer, EMAIL, PASSWORD } from '../../wire-driver.fixture.js';
import { errorOf } from '../gotrue-driver.fixture.js';

const PATH = '/admin/oauth/clients';
const NOBODYS = '00000000-0000-4000-8000-000000000000';
const REDIRECT_URIS = ['https://app.example/callback'];

const as = (method: string, path = '', body?: unknown): Promise<Answer> =>
  gotrue.send(method, `${PATH}${path}`, body, { bearer: emulator.gotrue.serviceRoleKey });
const register = (body: object = {}): Promise<Answer> => as('POST', '', { redirect_uris: REDIRECT_URIS, ...body });

it('administration of clients is for administrators alone (EMU-22)', async () => {
  const { access_token: user } = (await gotrue.signUp(EMAIL, PASSWORD)).body;
  const routes = [
    ['GET', PATH],
    ['POST', PATH],
    ['GET', `${PATH}/${NOBODYS}`],
    ['PUT', `${PATH}/${NOBODYS}`],
    ['DELETE', `${PATH}/${NOBODYS}`],
    ['POST', `${PATH}/${NOBODYS}/regenerate_secret`],
  ] as const;
  for (const [method, path] of routes) {
    const refusedTo = async (bearer?: string) => errorOf(await gotrue.send(method, path, undefined, { bearer }));
    expect(await refusedTo(user)).toEqual([403, 'not_admin']);
    expect(await refusedTo(emulator.gotrue.anonKey)).toEqual([403, 'not_admin']);
    expect(await refusedTo()).toEqual([401, 'no_authorization']);
  }
});

describe('a client', () => {
  it('is registered with its addresses alone, as one that keeps a secret', async () => {
    const { status, body } = await register();
    const now = new Date(emulator.clock.now()).toISOString();
    expect([status, body]).toEqual([
      201,
      {
        client_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        client_secret: expect.stringMatching(/^[\w-]{43}$/),
        client_type: 'confidential',
        redirect_uris: REDIRECT_URIS,
        token_endpoint_auth_method: 'client_secret_basic',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        registration_type: 'manual',
        created_at: now,
        updated_at: now,
      },
    ]);
  });

  it('has all that is said of it, and no secret where it cannot keep one', async () => {
    const said = {
      client_name: 'App',
      client_uri: 'https://app.example',
      logo_uri: 'https://app.example/logo.png',
      grant_types: ['refresh_token'],
      token_endpoint_auth_method: 'none',
    };
    const { body } = await register(said);
    expect(body).toMatchObject({ ...said, client_type: 'public' });
    expect(body).not.toHaveProperty('client_secret');
    expect((await register({ client_type: 'public' })).body.token_endpoint_auth_method).toBe('none');
    expect(errorOf(await as('POST', `/${body.client_id}/regenerate_secret`))).toEqual([400, 'validation_failed']);
  });

  it('shows its secret once, which nobody keeps; another one takes its place', async () => {
    const { client_id: id, client_secret: secret, ...rest } = (await register()).body;
    expect((await as('GET', `/${id}`)).body).toEqual({ client_id: id, ...rest });
    const renewed = await as('POST', `/${id}/regenerate_secret`);
    expect([renewed.status, renewed.body.client_id]).toEqual([200, id]);
    expect(renewed.body.client_secret).toMatch(/^[\w-]{43}$/);
    expect(renewed.body.client_secret).not.toBe(secret);
    const kept = JSON.stringify(emulator.snapshot());
    expect(kept).toContain(id);
    for (const each of [secret, renewed.body.client_secret]) expect(kept).not.toContain(each);
  });

  it('is changed member by member, and an empty text takes one away', async () => {
    const { client_id: id } = (await register({ client_name: 'App', client_uri: '/about' })).body;
    await emulator.clock.advance('1s');
    const changes = { logo_uri: 'https://app.example/logo.png', client_uri: '', grant_types: ['authorization_code'] };
    const { status, body } = await as('PUT', `/${id}`, {
      ...changes,
      token_endpoint_auth_method: 'client_secret_post',
    });
    expect([status, body]).toMatchObject([
      200,
      {
        client_name: 'App',
        logo_uri: changes.logo_uri,
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: REDIRECT_URIS,
      },
    ]);
    expect(body).not.toHaveProperty('client_uri');
    expect(Date.parse(body.updated_at) - Date.parse(body.created_at)).toBe(1_000);
    expect((await as('GET', `/${id}`)).body).toEqual(body);
  });

  it('is gone when it is deleted', async () => {
    const { client_id: id } = (await register()).body;
    const { status, body } = await as('DELETE', `/${id}`);
    expect([status, body]).toEqual([204, '']);
    for (const [method, path] of [['GET'], ['PUT'], ['DELETE'], ['POST', '/regenerate_secret']] as const) {
      expect(errorOf(await as(method, `/${id}${path ?? ''}`, method === 'PUT' ? {} : undefined))).toEqual([
        404,
        'oauth_client_not_found',
      ]);
    }
    expect(errorOf(await as('GET', '/7'))).toEqual([400, 'validation_failed']);
  });

  it.each([
    { redirect_uris: undefined },
    { redirect_uris: [] },
    { redirect_uris: 'https://app.example' },
    { redirect_uris: [7] },
    { redirect_uris: Array(11).fill(REDIRECT_URIS[0]) },
    { redirect_uris: ['callback'] },
    { redirect_uris: ['http://app.example/callback'] },
    { redirect_uris: ['https://app.example/#callback'] },
    { redirect_uris: ['javascript://app.example/'] },
    { redirect_uris: ['data:text/html,x'] },
    { grant_types: ['password'] },
    { grant_types: ['refresh_token', 'implicit'] },
    { client_name: 'x'.repeat(1_025) },
    { client_uri: 'about us' },
    { logo_uri: `https://app.example/${'x'.repeat(2_048)}` },
    { client_type: 'secret' },
    { token_endpoint_auth_method: 'private_key_jwt' },
    { client_type: 'public', token_endpoint_auth_method: 'client_secret_post' },
  ])('cannot be registered with %j', async (body) => {
    expect([400, expect.stringMatching(/^(validation_failed|bad_json)$/)]).toEqual(errorOf(await register(body)));
    expect((await as('GET')).body.clients).toEqual([]);
  });

  it.each([
    {},
    { client_name: null },
    { redirect_uris: [] },
    { grant_types: [] },
    { token_endpoint_auth_method: 'none' },
    { client_type: 'public' },
  ])('cannot be changed by %j', async (body) => {
    const { client_id: id, client_secret: _, ...rest } = (await register()).body;
    expect(errorOf(await as('PUT', `/${id}`, body))).toEqual([400, 'validation_failed']);
    expect((await as('GET', `/${id}`)).body).toEqual({ client_id: id, ...rest });
  });

  it('may go back to an app, and to any port of this machine', async () => {
    const redirect_uris = [
      'com.example.app://callback',
      'http://localhost:3000/',
      'http://127.0.0.1/',
      'http://[::1]/',
    ];
    expect((await register({ redirect_uris })).body.redirect_uris).toEqual(redirect_uris);
  });
});

describe('the list of clients', () => {
  it('has pages, the latest client first, and no secrets', async () => {
    for (const name of ['first', 'second', 'third']) await register({ client_name: name });
    const { body, headers } = await as('GET', '?page=1&per_page=2');
    expect(body).toMatchObject({
      clients: [{ client_name: 'third' }, { client_name: 'second' }],
      aud: 'authenticated',
    });
    expect(JSON.stringify(body)).not.toContain('secret"');
    expect(headers.get('x-total-count')).toBe('3');
    expect(headers.get('link')).toBe(
      `<${PATH}?page=2&per_page=2>; rel="next", <${PATH}?page=2&per_page=2>; rel="last"`,
    );
    expect((await as('GET', '?page=2&per_page=2')).body.clients).toMatchObject([{ client_name: 'first' }]);
    expect(errorOf(await as('GET', '?page=0'))).toEqual([400, 'validation_failed']);
  });

  it('survives in a snapshot', async () => {
    const { client_id: id } = (await register()).body;
    const before = emulator.snapshot();
    await emulator.reset();
    expect((await as('GET')).body.clients).toEqual([]);
    await emulator.restore(before);
    expect((await as('GET')).body.clients).toMatchObject([{ client_id: id }]);
  });
});
