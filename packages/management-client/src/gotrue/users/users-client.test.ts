import { describe, expect, it } from '@jest/globals';
import { clientOver, type Item, items, setUp, USER_ID, usersServer } from '../client.fixture.js';

const idsOf = (list: readonly Item[]): string[] => list.map(({ id }) => id);
const user = {
  id: USER_ID,
  aud: 'authenticated',
  app_metadata: {},
  user_metadata: {},
  created_at: '2026-01-01T00:00:00Z',
};

describe('users of a GoTrue server', () => {
  it('are created', async () => {
    const { client, transport } = setUp();
    transport.answerJson(user);
    const account = Object.freeze({ email: 'ada@example.com', password: 'correct horse', email_confirm: true });
    await expect(client.users.create(account)).resolves.toEqual(user);
    expect(transport.last).toMatchObject({ method: 'POST', url: 'https://id.example/auth/v1/admin/users' });
    expect(transport.lastBody).toEqual(account);
  });

  it('are created once, also when the answer is lost (MGT-07)', async () => {
    const { client, transport } = setUp();
    transport.answerRaw(503, {}, '');
    await expect(client.users.create({ phone: '+15550001111' })).rejects.toMatchObject({ kind: 'server' });
    expect(transport.requests).toHaveLength(1);
  });

  it('are told apart where the address is taken', async () => {
    const { client, transport } = setUp();
    transport.answerJson({ code: 'email_exists', message: 'taken' }, 422);
    await expect(client.users.create({ email: 'ada@example.com' })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'email_exists',
    });
  });

  it.each([
    [undefined],
    [null],
    ['ada@example.com'],
    [[]],
    [{}],
    [{ password: 'pw' }],
    [{ email: '' }],
    [{ email: 'a\nb' }],
    [{ phone: 5 }],
    [{ email: 'ada@example.com', password: '' }],
    [{ email: 'ada@example.com', user_metadata: 'Ada' }],
    [{ email: 'ada@example.com', app_metadata: ['admin'] }],
    [{ email: 'ada@example.com', ban_duration: '' }],
  ])('are not created from %j, and nothing is sent', async (account) => {
    const { client, transport } = setUp();
    await expect(client.users.create(account as object)).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });

  it('are read by id', async () => {
    const { client, transport } = setUp();
    transport.answerJson(user);
    await expect(client.users.get(USER_ID)).resolves.toEqual(user);
    expect(transport.last).toMatchObject({ method: 'GET', url: `https://id.example/auth/v1/admin/users/${USER_ID}` });
  });

  it.each([
    ['user_not_found', 'User not found'],
    ['validation_failed', 'user_id must be an UUID'],
  ])('are not found where the server says %s', async (code, message) => {
    const { client, transport } = setUp();
    transport.answerJson({ code, message }, 404);
    await expect(client.users.get('ada')).rejects.toMatchObject({ kind: 'not-found', code, message });
  });

  it.each([['../settings'], ['a/b'], ['a?b=c'], ['a#b'], ['a%2Fb'], ['__proto__']])(
    'send the id %s as one segment of the path (NET-05)',
    async (id) => {
      const { client, transport } = setUp();
      transport.answerJson(user);
      await client.users.get(id);
      expect(transport.last.url).toBe(`https://id.example/auth/v1/admin/users/${encodeURIComponent(id)}`);
    },
  );

  it.each([[undefined], [null], [''], [' '], ['*'], ['..'], ['a\nb'], [5]])(
    'are neither read, changed nor deleted by the id %j (MGT-08)',
    async (id) => {
      const { client, transport } = setUp();
      const { users } = client;
      for (const call of [users.get(id as string), users.update(id as string, {}), users.delete(id as string)]) {
        await expect(call).rejects.toMatchObject({ kind: 'invalid-input' });
      }
      expect(transport.requests).toEqual([]);
    },
  );

  it('are changed', async () => {
    const { client, transport } = setUp();
    transport.answerJson(user);
    const changes = { ban_duration: '24h', app_metadata: { plan: 'pro', trial: null } };
    await expect(client.users.update(USER_ID, changes)).resolves.toEqual(user);
    expect(transport.last).toMatchObject({ method: 'PUT', url: `https://id.example/auth/v1/admin/users/${USER_ID}` });
    expect(transport.lastBody).toEqual(changes);
  });

  it.each([
    [undefined, false],
    [{}, false],
    [{ soft: false }, false],
    [{ soft: true }, true],
  ])('are deleted with %j', async (options, soft) => {
    const { client, transport } = setUp();
    transport.answerJson({});
    await expect(client.users.delete(USER_ID, options)).resolves.toBeUndefined();
    expect(transport.last).toMatchObject({
      method: 'DELETE',
      url: `https://id.example/auth/v1/admin/users/${USER_ID}`,
    });
    expect(transport.lastBody).toEqual({ should_soft_delete: soft });
  });

  it.each([[true], [null], ['soft'], [{ soft: 'yes' }]])(
    'are not deleted for good with %j in place of options',
    async (options) => {
      const { client, transport } = setUp();
      await expect(client.users.delete(USER_ID, options as object)).rejects.toMatchObject({ kind: 'invalid-input' });
      expect(transport.requests).toEqual([]);
    },
  );

  it('are invited', async () => {
    const { client, transport } = setUp();
    transport.answerJson(user).answerJson(user);
    await client.users.invite('eve@example.com');
    expect(transport.last).toMatchObject({ method: 'POST', url: 'https://id.example/auth/v1/invite' });
    expect(transport.lastBody).toEqual({ email: 'eve@example.com' });
    await client.users.invite('eve@example.com', { data: { name: 'Eve' }, redirect_to: 'https://app.example/?a=b' });
    expect(transport.last.url).toBe(
      'https://id.example/auth/v1/invite?redirect_to=https%3A%2F%2Fapp.example%2F%3Fa%3Db',
    );
    expect(transport.lastBody).toEqual({ email: 'eve@example.com', data: { name: 'Eve' } });
  });

  it('get links, apart from the user', async () => {
    const { client, transport } = setUp();
    const properties = {
      action_link: 'https://id.example/auth/v1/verify?token=9b74',
      email_otp: '123456',
      hashed_token: '9b74',
      verification_type: 'magiclink',
      redirect_to: 'https://app.example',
    };
    transport.answerJson({ ...user, ...properties });
    const input = { type: 'magiclink', email: 'ada@example.com', redirect_to: 'https://app.example' } as const;
    await expect(client.users.generateLink(input)).resolves.toEqual({ user, properties });
    expect(transport.last).toMatchObject({
      method: 'POST',
      url: 'https://id.example/auth/v1/admin/generate_link?redirect_to=https%3A%2F%2Fapp.example',
    });
    expect(transport.lastBody).toEqual({ type: 'magiclink', email: 'ada@example.com' });
  });

  it('know an answer that is no link for one', async () => {
    const { client, transport } = setUp();
    transport.answerRaw(204, {}, '');
    const call = client.users.generateLink({ type: 'recovery', email: 'ada@example.com' });
    await expect(call).rejects.toMatchObject({ kind: 'invalid-response' });
  });

  it.each([
    [undefined],
    [null],
    [{}],
    [{ type: 'recovery' }],
    [{ email: 'ada@example.com' }],
    [{ type: '', email: 'ada@example.com' }],
    [{ type: 'signup', email: 'ada@example.com', password: 5 }],
    [{ type: 'email_change_new', email: 'ada@example.com', new_email: '' }],
    [{ type: 'recovery', email: 'ada@example.com', redirect_to: 5 }],
  ])('get no link for %j', async (input) => {
    const { client, transport } = setUp();
    await expect(client.users.generateLink(input as never)).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });

  it.each([
    [undefined, 'global'],
    ['local', 'local'],
    ['others', 'others'],
  ] as const)('are signed out by their own token, scope %j', async (scope, sent) => {
    const { client, transport } = setUp();
    transport.answerRaw(204, {}, '');
    await expect(client.users.signOut('token-of-ada', scope)).resolves.toBeUndefined();
    expect(transport.last).toMatchObject({
      method: 'POST',
      url: `https://id.example/auth/v1/logout?scope=${sent}`,
      headers: { authorization: 'Bearer token-of-ada', apikey: 'service-role-key' },
      body: undefined,
    });
  });

  it.each([
    ['', 'global'],
    [undefined, 'global'],
    ['a\nb', 'global'],
    ['token-of-ada', 'everywhere'],
    ['token-of-ada', null],
  ])('are not signed out by %j, %j', async (jwt, scope) => {
    const { client, transport } = setUp();
    await expect(client.users.signOut(jwt as string, scope as 'global')).rejects.toMatchObject({
      kind: 'invalid-input',
    });
    expect(transport.requests).toEqual([]);
  });

  it('are signed out without the token in an error (NET-07)', async () => {
    const { client, transport } = setUp();
    transport.answerJson({ code: 'bad_jwt', message: 'token-of-ada is malformed' }, 403);
    await expect(client.users.signOut('token-of-ada')).rejects.toMatchObject({
      kind: 'unauthenticated',
      message: '[redacted] is malformed',
    });
  });
});

describe('a page of users', () => {
  it('is the first fifty by default', async () => {
    const { client, transport } = setUp();
    const headers = {
      'x-total-count': '120',
      link: '</admin/users?page=2&per_page=50>; rel="next", </admin/users?page=3&per_page=50>; rel="last"',
    };
    transport.answerJson({ users: [user], aud: 'authenticated' }, 200, headers);
    await expect(client.users.list()).resolves.toEqual({ users: [user], total: 120, nextPage: 2, lastPage: 3 });
    expect(transport.last.url).toBe('https://id.example/auth/v1/admin/users?page=1&per_page=50');
  });

  it('is selected and sorted', async () => {
    const { client, transport } = setUp();
    transport.answerJson({ users: [] });
    await client.users.list(12, 5, { filter: 'a&b', sort: 'created_at asc' });
    expect(transport.last.url).toBe(
      'https://id.example/auth/v1/admin/users?page=12&per_page=5&filter=a%26b&sort=created_at%20asc',
    );
  });

  it('is empty where the server writes null', async () => {
    const { client, transport } = setUp();
    transport.answerJson({ users: null });
    await expect(client.users.list()).resolves.toMatchObject({ users: [], nextPage: null });
  });

  it.each([
    [0, 50],
    [-1, 50],
    [1.5, 50],
    [null, 50],
    ['2', 50],
    [1, 0],
    [1, Number.NaN],
    [1, Number.POSITIVE_INFINITY],
  ])('is refused before anything is sent: %j of %j', async (page, perPage) => {
    const { client, transport } = setUp();
    await expect(client.users.list(page as number, perPage)).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });

  it.each([[[]], [{}], [{ users: {} }], [{ users: [{}] }], [{ users: [null] }], ['users'], [null]])(
    'is not taken for an empty one where the server answers %j',
    async (body) => {
      const { client, transport } = setUp();
      transport.answerJson(body);
      await expect(client.users.list()).rejects.toMatchObject({ kind: 'invalid-response' });
    },
  );
});

describe('all users', () => {
  const collect = async (server: ReturnType<typeof usersServer>, onEach: (item: Item) => void = () => {}) => {
    const ids: string[] = [];
    for await (const found of clientOver(server).users.iterate({ perPage: 10 })) {
      ids.push(found.id);
      onEach(found);
    }
    return ids;
  };

  it('are read over 25 pages, each once', async () => {
    const server = usersServer(items(245));
    expect(await collect(server)).toEqual(idsOf(items(245)));
    expect(server.pages).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  });

  it.each([
    ['without headers', () => ({})],
    ['with links and no total', (page: number) => ({ link: `</u?page=${page + 1}>; rel="next"` })],
    ['with a total and no links', () => ({ 'x-total-count': '245' })],
    [
      'with a total of the page alone',
      (page: number) => ({ 'x-total-count': '10', link: `</u?page=${page + 1}>; rel="next"` }),
    ],
    ['with a total of nothing', () => ({ 'x-total-count': '0' })],
    ['with links that lead back', () => ({ 'x-total-count': '245', link: '</u?page=1>; rel="next"' })],
  ])('are read to the end from a server %s (MGT-05)', async (_, headers) => {
    const server = usersServer(items(245));
    server.headers = headers;
    expect(await collect(server)).toEqual(idsOf(items(245)));
  });

  it('come also to a script that deletes each as it comes', async () => {
    const server = usersServer(items(245));
    const seen = await collect(server, ({ id }) => {
      server.list = server.list.filter((item) => item.id !== id);
    });
    expect(seen.sort()).toEqual(idsOf(items(245)).sort());
  });

  it('come each once while others are created before them', async () => {
    const server = usersServer(items(245));
    let created = 0;
    const seen = await collect(server, () => {
      created += 1;
      if (created % 10 === 0) server.list = [{ id: `new${created}` }, ...server.list];
    });
    expect(seen).toEqual(idsOf(items(245)));
  });

  it('are refused where the server answers one page for ever (MGT-05)', async () => {
    const { client, transport } = setUp();
    for (let turn = 0; turn < 20; turn += 1) transport.answerJson({ users: items(10) }, 200, { 'x-total-count': '99' });
    const all = client.users.iterate({ perPage: 10 });
    await expect(
      (async () => {
        for await (const _ of all);
      })(),
    ).rejects.toMatchObject({ kind: 'invalid-response' });
  });

  it('are asked for by 200, with filter and order', async () => {
    const { client, transport } = setUp();
    transport.answerJson({ users: [user] }, 200, { 'x-total-count': '1' });
    for await (const found of client.users.iterate({ filter: 'ada', sort: 'created_at asc' }))
      expect(found).toEqual(user);
    expect(transport.requests.map(({ url }) => url)).toEqual([
      'https://id.example/auth/v1/admin/users?page=1&per_page=200&filter=ada&sort=created_at%20asc',
    ]);
  });

  it.each([[{ perPage: 0 }], [null], [{ perPage: '10' }]])('are refused with %j', async (options) => {
    const { client, transport } = setUp();
    await expect(client.users.iterate(options as object).next()).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });

  it('end early where the loop does', async () => {
    const server = usersServer(items(245));
    for await (const found of clientOver(server).users.iterate({ perPage: 10 })) if (found.id === 'u11') break;
    expect(server.pages).toEqual([1, 2]);
  });
});
