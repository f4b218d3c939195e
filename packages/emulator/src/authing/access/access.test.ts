import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, wire } from '../../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../../wire-driver.fixture.js';

let token: string;

beforeEach(async () => {
  ({ token } = (await wire.register(EMAIL, PASSWORD)).body);
});

const seed = (...objects: object[]) => wire.send('POST', '/_emulator/seed', { body: { objects } });

describe('roles', () => {
  it('are those of the user, in one namespace or in all', async () => {
    await seed(
      { kind: 'role', code: 'staff', description: 'Everybody' },
      { kind: 'role', code: 'editor', parent: 'staff', users: [EMAIL] },
      { kind: 'role', code: 'editor', namespace: 'shop', users: [EMAIL] },
      { kind: 'role', code: 'owner', users: [] },
    );
    const read = async (args: string) =>
      (await wire.me(token, `roles${args} { totalCount list { code namespace arn parent { code } } }`)).body.roles;
    expect((await read('')).totalCount).toBe(2);
    expect(await read('(namespace: "default")')).toEqual({
      totalCount: 1,
      list: [
        {
          code: 'editor',
          namespace: 'default',
          arn: expect.stringContaining('role:editor'),
          parent: { code: 'staff' },
        },
      ],
    });
    expect((await read('(namespace: "nowhere")')).list).toEqual([]);
  });
});

describe('rights', () => {
  const read = async (args = '(namespace: "default")') =>
    (await wire.me(token, `authorizedResources${args} { totalCount list { code type actions apiIdentifier } }`)).body
      .authorizedResources;

  beforeEach(() =>
    seed(
      { kind: 'resource', code: 'orders', actions: ['read', 'write', 'delete'] },
      { kind: 'resource', code: 'api', type: 'API', actions: ['call'], apiIdentifier: '/orders' },
      { kind: 'resource', code: 'secret', actions: ['read'] },
      { kind: 'role', code: 'staff' },
      { kind: 'role', code: 'editor', parent: 'staff', users: [EMAIL] },
    ),
  );

  it('come from policies of the user, of the user’s roles, and of those above them', async () => {
    expect(await read()).toEqual({ totalCount: 0, list: [] });
    const reading = [{ resource: 'orders', actions: ['read'] }];
    await seed(
      { kind: 'policy', code: 'own', users: [EMAIL], statements: [{ resource: 'api', actions: ['*'] }] },
      { kind: 'policy', code: 'staff', roles: ['staff'], statements: reading },
      { kind: 'policy', code: 'nobody', statements: [{ resource: 'secret', actions: ['*'] }] },
    );
    expect((await read()).list).toEqual([
      { code: 'orders', type: 'DATA', actions: ['read'], apiIdentifier: null },
      { code: 'api', type: 'API', actions: ['call'], apiIdentifier: '/orders' },
    ]);
    expect((await read('(namespace: "default", resourceType: "API")')).totalCount).toBe(1);
    expect((await read('(namespace: "shop")')).totalCount).toBe(0);
  });

  it('end where anything denies them', async () => {
    await seed({
      kind: 'policy',
      code: 'most',
      roles: ['editor'],
      statements: [
        { resource: '*', actions: ['*'] },
        { effect: 'DENY', resource: 'orders', actions: ['delete'] },
        { effect: 'DENY', resource: 'secret', actions: ['*'] },
      ],
    });
    const { list } = await read();
    expect(list.map(({ code, actions }: { code: string; actions: string[] }) => [code, actions])).toEqual([
      ['orders', ['read', 'write']],
      ['api', ['call']],
    ]);
  });
});

describe('organizations', () => {
  const org = {
    kind: 'org',
    id: 'acme',
    name: 'Acme',
    code: 'acme',
    children: [
      {
        id: 'lab',
        name: 'Lab',
        code: 'lab',
        children: [{ id: 'attic', name: 'Attic', members: [{ user: EMAIL, isMain: true }] }],
      },
      { id: 'shop', name: 'Shop', members: [EMAIL] },
    ],
  };

  it('are told as the line from the root down to each department of the user', async () => {
    await seed(org, { kind: 'org', name: 'Elsewhere' });
    const { body } = await wire.send('GET', '/api/v2/users/me/orgs', { bearer: token });
    expect(body.data.map((line: { id: string }[]) => line.map(({ id }) => id))).toEqual([
      ['acme', 'lab', 'attic'],
      ['acme', 'shop'],
    ]);
    expect(body.data[0][1]).toMatchObject({
      orgId: 'acme',
      root: false,
      depth: 1,
      path: ['acme', 'lab'],
      children: ['attic'],
    });
  });

  it('have departments that the user is in, one of them the main one', async () => {
    await seed(org);
    const department = 'department { id name code root depth namePath codePath path }';
    const read = async (args: string) =>
      (await wire.me(token, `departments${args} { totalCount list { ${department} isMainDepartment joinedAt } }`)).body
        .departments;
    expect(await read('')).toMatchObject({
      totalCount: 2,
      list: [
        { department: { id: 'attic', depth: 2, namePath: ['Acme', 'Lab', 'Attic'] }, isMainDepartment: true },
        { department: { id: 'shop', depth: 1 }, isMainDepartment: false, joinedAt: '2026-01-01T00:00:00.000Z' },
      ],
    });
    expect((await read('(orgId: "elsewhere")')).totalCount).toBe(0);
  });
});

describe('seeds of these kinds', () => {
  it.each([
    [{ kind: 'role' }, 'objects[1].code is missing'],
    [{ kind: 'role', code: 'a', colour: 'red' }, 'objects[1].colour is unknown'],
    [{ kind: 'role', code: 'a', users: ['nobody'] }, 'objects[1].users[0]: there is no user "nobody"'],
    [{ kind: 'role', code: 'a', parent: 'b' }, 'objects[1].parent: there is no role "b"'],
    [{ kind: 'resource', code: 'a', actions: 'read' }, 'objects[1].actions'],
    [{ kind: 'resource', code: 'a', actions: ['read'], type: 'MAGIC' }, 'objects[1].type'],
    [{ kind: 'policy', code: 'a', statements: [{ actions: ['*'] }] }, 'objects[1].statements[0].resource'],
    [{ kind: 'policy', code: 'a', statements: [], roles: ['b'] }, 'objects[1].roles[0]'],
    [{ kind: 'namespace', name: 'x' }, 'objects[1].code'],
    [{ kind: 'org', name: 'A', children: [{ name: 'B', boss: 'x' }] }, 'objects[1].children[0].boss'],
    [{ kind: 'org', name: 'A', members: [{ user: 'nobody' }] }, 'objects[1].members[0]'],
    [{ kind: 'userField', key: 'a', dataType: 'SELECT' }, 'objects[1].options'],
    [{ kind: 'identity', user: EMAIL, provider: 'github' }, 'objects[1].userIdInIdp'],
    [{ kind: 'device', user: 'nobody' }, 'objects[1].user'],
  ])('are planted whole or not at all: %j', async (entry, message) => {
    const before = emulator.snapshot();
    const { status, body } = await seed({ kind: 'user', username: 'good' }, entry);
    expect([status, body.error.message]).toEqual([400, expect.stringContaining(message)]);
    expect(emulator.snapshot()).toEqual(before);
  });
});
