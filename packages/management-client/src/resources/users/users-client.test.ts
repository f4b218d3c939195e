import { describe, expect, it } from '@jest/globals';
import type { FakeTransport } from '@sallyport/core/testing';
import type { User } from '@sallyport/core/user';
import { decrypt, publicKey, setUp } from '../../client.fixture.js';

interface GraphqlBody {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const bodyOf = (transport: FakeTransport): GraphqlBody => transport.lastBody as GraphqlBody;
const user = (id: string): User => ({ id, arn: `arn:${id}`, userPoolId: 'pool' });

describe('users.create', () => {
  it('sends the user with an encrypted password, and leaves the argument alone', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('createUser', user('ada'));
    const userInfo = Object.freeze({ username: 'ada', password: 'pw' });
    const identity = { provider: 'github', userIdInIdp: '1' };
    await expect(
      client.users.create(userInfo, { keepPassword: true, resetPasswordOnFirstLogin: true, identity }),
    ).resolves.toMatchObject({ id: 'ada' });
    const { query, variables } = bodyOf(transport);
    expect(query).toMatch(
      /^mutation createUser\(\$userInfo: CreateUserInput!, \$params: String, \$identity: CreateUserIdentityInput, \$keepPassword: Boolean, \$resetPasswordOnFirstLogin: Boolean\) \{ createUser\(userInfo: \$userInfo, /,
    );
    const { password, ...rest } = variables.userInfo as Record<string, unknown>;
    expect(rest).toEqual({ username: 'ada' });
    expect(decrypt(password)).toBe('pw');
    expect(variables).toMatchObject({ keepPassword: true, resetPasswordOnFirstLogin: true, identity });
    expect(userInfo.password).toBe('pw');
  });

  it('encrypts anew each time: a repeat never encrypts what was encrypted', async () => {
    const { client, transport } = setUp();
    const userInfo = { username: 'ada', password: 'pw' };
    for (let turn = 0; turn < 2; turn += 1) {
      transport.answerGraphql('createUser', user('ada'));
      await client.users.create(userInfo);
      expect(decrypt((bodyOf(transport).variables.userInfo as { password: string }).password)).toBe('pw');
    }
  });

  it('sends no password where there is none', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('createUser', user('ada'));
    await client.users.create({ email: 'ada@example.com' });
    expect(bodyOf(transport).variables).toEqual({
      userInfo: { email: 'ada@example.com' },
      keepPassword: false,
      resetPasswordOnFirstLogin: false,
    });
  });

  it.each([[undefined], [null], [{}], [{ username: '' }], [{ nickname: 'Ada' }]])(
    'refuses %j before anything is sent',
    async (userInfo) => {
      const { client, transport } = setUp();
      await expect(client.users.create(userInfo as object)).rejects.toMatchObject({
        kind: 'invalid-input',
        message: expect.stringContaining('userInfo'),
      });
      expect(transport.requests).toEqual([]);
    },
  );

  it('is not repeated when its answer is lost (MGT-07)', async () => {
    const { client, transport } = setUp();
    transport.answerRaw(503, {}, '');
    await expect(client.users.create({ username: 'ada' })).rejects.toMatchObject({ kind: 'server' });
    expect(transport.requests).toHaveLength(1);
  });

  it('tells when the name is taken', async () => {
    const { client, transport } = setUp();
    transport.refuseGraphql(2034, 'taken');
    await expect(client.users.create({ username: 'ada' })).rejects.toMatchObject({ kind: 'conflict', code: 2034 });
  });
});

describe('users.update', () => {
  it('sends id and changes, the password encrypted and the argument left alone', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('updateUser', user('ada'));
    const updates = Object.freeze({ nickname: 'Ada', password: 'pw' });
    await client.users.update('ada', updates);
    const { query, variables } = bodyOf(transport);
    expect(query).toMatch(/^mutation updateUser\(\$id: String, \$input: UpdateUserInput!, /);
    expect(variables).toMatchObject({ id: 'ada', input: { nickname: 'Ada' } });
    expect(decrypt((variables.input as { password: string }).password)).toBe('pw');
    expect(updates.password).toBe('pw');
  });

  it('refuses an id before it asks for the key of passwords', async () => {
    const { client, transport } = setUp({ publicKey: undefined });
    await expect(client.users.update('', { password: 'pw' })).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });

  it('gets the key of passwords from the server, once', async () => {
    const { client, transport } = setUp({ publicKey: undefined });
    transport.answer({ publicKey }).answerGraphql('updateUser', user('ada')).answerGraphql('updateUser', user('ada'));
    await client.users.update('ada', { password: 'pw' });
    await client.users.update('ada', { password: 'pw' });
    expect(transport.requests.filter(({ url }) => url.endsWith('/api/v2/.well-known'))).toHaveLength(1);
  });
});

describe('users.detail', () => {
  it('reads one user', async () => {
    const { client, transport } = setUp();
    transport.answer(user('ada'));
    await expect(client.users.detail('ada')).resolves.toEqual(user('ada'));
    expect(transport.last).toMatchObject({
      method: 'GET',
      url: 'https://id.example/api/v2/users/ada?with_custom_data=false',
    });
  });

  it('reads custom fields where asked to', async () => {
    const { client, transport } = setUp();
    transport.answer({ ...user('ada'), customData: [{ key: 'age', value: '36', dataType: 'NUMBER' }] });
    await expect(client.users.detail('ada', { withCustomData: true })).resolves.toMatchObject({
      customData: { age: 36 },
    });
    expect(transport.last.url).toMatch(/with_custom_data=true$/);
  });

  it('is null where there is none', async () => {
    const { client, transport } = setUp();
    transport.answer(null);
    await expect(client.users.detail('nobody')).resolves.toBeNull();
  });

  it.each([['../userpools/detail'], ['a/b'], ['a?b=c'], ['a#b'], ['a%2Fb'], ['__proto__']])(
    'sends the id %s as one segment of the path (NET-05)',
    async (id) => {
      const { client, transport } = setUp();
      transport.answer(null);
      await client.users.detail(id);
      expect(transport.last.url).toBe(
        `https://id.example/api/v2/users/${encodeURIComponent(id)}?with_custom_data=false`,
      );
    },
  );
});

describe('users.find', () => {
  it('names the user by variables', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('findUser', user('ada'));
    await expect(client.users.find({ email: 'a") { x } #' })).resolves.toEqual(user('ada'));
    const { query, variables } = bodyOf(transport);
    expect(query).toMatch(
      /^query findUser\(\$email: String, \$phone: String, \$username: String, \$externalId: String, \$identity: FindUserByIdentityInput\) /,
    );
    expect(variables).toEqual({ email: 'a") { x } #' });
  });

  it('looks by identity also where custom fields are asked for', async () => {
    const { client, transport } = setUp();
    const identity = { provider: 'github', userIdInIdp: '1' };
    transport.answerGraphql('findUser', null);
    await expect(client.users.find({ identity, withCustomData: true })).resolves.toBeNull();
    expect(bodyOf(transport).variables).toEqual({ identity });
    expect(bodyOf(transport).query).toContain('customData {');
  });

  it.each([
    [undefined],
    [null],
    [{}],
    [{ withCustomData: true }],
    [{ email: '' }],
    [{ phone: 5 }],
    [{ username: 'a\nb' }],
  ])('refuses %j before anything is sent', async (query) => {
    const { client, transport } = setUp();
    await expect(client.users.find(query as object)).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });
});

describe('users.list', () => {
  it('reads the first ten by default', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('users', { totalCount: 1, list: [user('ada')] });
    await expect(client.users.list()).resolves.toEqual({ totalCount: 1, list: [user('ada')] });
    const { query, variables } = bodyOf(transport);
    expect(query).toMatch(
      /^query users\(\$page: Int, \$limit: Int, \$sortBy: SortByEnum, \$excludeUsersInOrg: Boolean\) \{ users\(page: \$page, .*\{ totalCount list \{ id /,
    );
    expect(query).not.toMatch(/\bpassword\b/);
    expect(variables).toEqual({ page: 1, limit: 10, excludeUsersInOrg: false });
  });

  it('folds custom fields where asked to', async () => {
    const { client, transport } = setUp();
    const customData = [{ key: 'age', value: '36', dataType: 'NUMBER' }];
    transport.answerGraphql('users', { totalCount: 1, list: [{ ...user('ada'), customData }] });
    const { list } = await client.users.list(2, 20, { withCustomData: true, excludeUsersInOrg: true });
    expect(list).toEqual([{ ...user('ada'), customData: { age: 36 } }]);
    expect(bodyOf(transport).variables).toEqual({ page: 2, limit: 20, excludeUsersInOrg: true });
  });

  it.each([[0], [-1], [1.5], ['1'], [Number.NaN], [null]])('refuses the page and the limit %j', async (value) => {
    const { client, transport } = setUp();
    await expect(client.users.list(value as number)).rejects.toMatchObject({
      message: expect.stringContaining('page'),
    });
    await expect(client.users.list(1, value as number)).rejects.toMatchObject({
      message: expect.stringContaining('limit'),
    });
    expect(transport.requests).toEqual([]);
  });

  it.each([[null], [{}], [{ totalCount: 1 }], [{ list: [] }], [{ totalCount: '1', list: [] }]])(
    'takes %j for no page (NET-04)',
    async (answer) => {
      const { client, transport } = setUp();
      transport.answerGraphql('users', answer).answerGraphql('users', answer);
      await expect(client.users.list()).rejects.toMatchObject({ kind: 'invalid-response' });
      await expect(client.users.list(1, 10, { withCustomData: true })).rejects.toMatchObject({
        kind: 'invalid-response',
      });
    },
  );
});

describe('users.iterate', () => {
  const pageOf = (totalCount: number, ...ids: string[]) => ({ totalCount, list: ids.map(user) });

  async function iterate(pages: readonly unknown[], pageSize = 2) {
    const { client, transport } = setUp();
    for (const page of pages) transport.answerGraphql('users', page);
    const ids: string[] = [];
    for await (const { id } of client.users.iterate({ pageSize })) ids.push(id);
    return { ids, variables: transport.requests.map(({ body }) => JSON.parse(body ?? '').variables) };
  }

  it('reads every page to the server’s total, and not one more', async () => {
    const { ids, variables } = await iterate([pageOf(5, 'a', 'b'), pageOf(5, 'c', 'd'), pageOf(5, 'e')]);
    expect(ids).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(variables.map(({ page, limit }: { page: number; limit: number }) => [page, limit])).toEqual([
      [1, 2],
      [2, 2],
      [3, 2],
    ]);
  });

  it('asks for 200 at a time by default', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('users', pageOf(1, 'a'));
    await client.users.iterate().next();
    expect(bodyOf(transport).variables).toMatchObject({ page: 1, limit: 200 });
  });

  it('ends at an empty page although the total says more (MGT-05)', async () => {
    await expect(iterate([pageOf(1_000, 'a', 'b'), pageOf(1_000)])).resolves.toMatchObject({ ids: ['a', 'b'] });
  });

  it('ends where there is nobody', async () => {
    await expect(iterate([pageOf(0)])).resolves.toMatchObject({ ids: [] });
  });

  it('rejects when the server repeats a page (MGT-05)', async () => {
    await expect(iterate([pageOf(1_000, 'a', 'b'), pageOf(1_000, 'a', 'b')])).rejects.toMatchObject({
      kind: 'invalid-response',
      message: expect.stringContaining('Page 2'),
    });
  });

  it('yields each user once although others are created meanwhile (MGT-05)', async () => {
    const pages = [pageOf(4, 'd', 'c'), pageOf(5, 'c', 'b'), pageOf(5, 'a')];
    await expect(iterate(pages)).resolves.toMatchObject({ ids: ['d', 'c', 'b', 'a'] });
  });

  it('hands out the first page before it asks for the second', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('users', pageOf(4, 'a', 'b'));
    const users = client.users.iterate({ pageSize: 2 });
    await users.next();
    await users.next();
    expect(transport.requests).toHaveLength(1);
  });

  it('asks for nothing more when the reader stops', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('users', pageOf(4, 'a', 'b'));
    for await (const _ of client.users.iterate({ pageSize: 2 })) break;
    expect(transport.requests).toHaveLength(1);
  });

  it.each([[0], [-1], [1.5]])('refuses the page size %d', async (pageSize) => {
    await expect(setUp().client.users.iterate({ pageSize }).next()).rejects.toMatchObject({ kind: 'invalid-input' });
  });
});

describe('an id that names nobody or everybody (MGT-08)', () => {
  const calls = {
    'users.delete': (id: string) => setUp().client.users.delete(id),
    'users.detail': (id: string) => setUp().client.users.detail(id),
    'users.update': (id: string) => setUp().client.users.update(id, {}),
    'mfa.getStatus': (id: string) => setUp().client.mfa.getStatus(id),
    'mfa.unAssociateMfa': (id: string) => setUp().client.mfa.unAssociateMfa(id, 'OTP'),
    'mfa.importTotp': (id: string) => setUp().client.mfa.importTotp(id, 'JBSWY3DPEHPK3PXP'),
  };
  const ids = ['', '*', ' ', 'a\r\nb', undefined, null, 5, {}, [], ['a']];
  it.each(Object.entries(calls).flatMap(([name, call]) => ids.map((id) => [name, id, call] as const)))(
    'is refused by %s: %j',
    async (_, id, call) => {
      await expect(call(id as string)).rejects.toMatchObject({ kind: 'invalid-input' });
    },
  );
});

describe('users.delete', () => {
  it('deletes one user', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('deleteUser', { message: 'OK', code: 200 });
    await expect(client.users.delete('ada')).resolves.toEqual({ message: 'OK', code: 200 });
    expect(bodyOf(transport)).toEqual({
      query: 'mutation deleteUser($id: String!) { deleteUser(id: $id) { message code } }',
      variables: { id: 'ada' },
    });
  });
});

describe('mfa', () => {
  it('getStatus tells what is bound', async () => {
    const { client, transport } = setUp();
    transport.answer({ OTP: true, FACE: false });
    await expect(client.mfa.getStatus('a/b')).resolves.toEqual({ OTP: true, FACE: false });
    expect(transport.last).toMatchObject({ method: 'GET', url: 'https://id.example/api/v2/users/a%2Fb/mfa-bound' });
  });

  it('unAssociateMfa unbinds one factor', async () => {
    const { client, transport } = setUp();
    transport.answer(true);
    await expect(client.mfa.unAssociateMfa('ada', 'OTP')).resolves.toBe(true);
    expect(transport.last).toMatchObject({
      method: 'DELETE',
      url: 'https://id.example/api/v2/users/ada/mfa-bound?type=OTP',
    });
  });

  it.each([[undefined], [''], ['totp'], ['otp'], ['*'], [5]])('unAssociateMfa refuses the factor %j', async (type) => {
    const { client, transport } = setUp();
    await expect(client.mfa.unAssociateMfa('ada', type as 'OTP')).rejects.toMatchObject({
      message: expect.stringContaining('type'),
    });
    expect(transport.requests).toEqual([]);
  });

  it('importTotp posts user, secret and recovery code', async () => {
    const { client, transport } = setUp();
    transport.answer({ secret: 'S' }).answer({ secret: 'S' });
    await client.mfa.importTotp('ada', 'JBSWY3DPEHPK3PXP');
    expect(transport.last).toMatchObject({ method: 'POST', url: 'https://id.example/api/v2/mfa/totp/import' });
    expect(transport.lastBody).toEqual({ userId: 'ada', secret: 'JBSWY3DPEHPK3PXP' });
    await client.mfa.importTotp('ada', 'JBSWY3DPEHPK3PXP', '8477-a1a6');
    expect(transport.lastBody).toMatchObject({ recoveryCode: '8477-a1a6' });
  });

  it.each([[''], [undefined], [5], ['a\nb']])('importTotp refuses the secret %j', async (secret) => {
    await expect(setUp().client.mfa.importTotp('ada', secret as string)).rejects.toMatchObject({
      message: expect.stringContaining('secret'),
    });
  });

  it('importTotp lets the secret into no error (NET-07)', async () => {
    const { client, transport } = setUp();
    transport.answerJson({ code: 500, message: 'bad secret CANARYCANARY' }, 500);
    const error = (await client.mfa.importTotp('ada', 'CANARYCANARY').catch((reason: unknown) => reason)) as Error;
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain('CANARY');
  });
});
