import { describe, expect, it } from '@jest/globals';
import { setUp, setUpSignedIn } from '../../client.fixture.js';

interface Body {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

type Client = ReturnType<typeof setUp>['client'];

describe('hasRole', () => {
  it.each([
    [{ totalCount: 2, list: [{ code: 'editor' }, { code: 'admin' }] }, true],
    [{ totalCount: 1, list: [{ code: 'editor' }] }, false],
    [{ totalCount: 0, list: [] }, false],
    [null, false],
  ])('reads it in %j', async (roles, expected) => {
    const { client, transport } = await setUpSignedIn();
    transport.answerGraphql('user', { roles });
    await expect(client.hasRole('admin', 'default')).resolves.toBe(expected);
    const { query, variables } = transport.lastBody as Body;
    expect(query).toContain('user(id: $id) { roles(namespace: $namespace) {');
    expect(variables).toEqual({ id: 'ada', namespace: 'default' });
  });

  it('takes a failure for no answer (defect 22)', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.refuseGraphql(1001, 'no permission');
    await expect(client.hasRole('admin')).rejects.toMatchObject({ kind: 'permission-denied' });
  });

  it('is false of a user whom the server does not know, as with the vendor', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerGraphql('user', null);
    await expect(client.hasRole('admin')).resolves.toBe(false);
  });
});

describe('listAuthorizedResources', () => {
  it('hands out resources without the fields that are empty', async () => {
    const { client, transport } = await setUpSignedIn();
    const list = [{ code: 'books', type: 'DATA', actions: ['read'], apiIdentifier: null }];
    transport.answerGraphql('user', { authorizedResources: { totalCount: 1, list } });
    await expect(client.listAuthorizedResources('default', { resourceType: 'DATA' })).resolves.toEqual({
      totalCount: 1,
      list: [{ code: 'books', type: 'DATA', actions: ['read'] }],
    });
    expect((transport.lastBody as Body).variables).toEqual({ id: 'ada', namespace: 'default', resourceType: 'DATA' });
  });
});

describe('listDepartments', () => {
  it('hands out the departments of the user', async () => {
    const { client, transport } = await setUpSignedIn();
    const departments = { totalCount: 1, list: [{ isMainDepartment: true, department: { id: 'd' } }] };
    transport.answerGraphql('user', { departments });
    await expect(client.listDepartments()).resolves.toEqual(departments);
  });
});

it.each<[string, (client: Client) => Promise<unknown>]>([
  ['listDepartments', (client) => client.listDepartments()],
  ['listAuthorizedResources', (client) => client.listAuthorizedResources('default')],
])('%s rejects when the server does not know the user', async (_, call) => {
  const { client, transport } = await setUpSignedIn();
  transport.answerGraphql('user', null);
  await expect(call(client)).rejects.toMatchObject({ kind: 'not-found' });
});

it.each<[string, (client: Client) => Promise<unknown>]>([
  ['hasRole', (client) => client.hasRole('admin')],
  ['listDepartments', (client) => client.listDepartments()],
  ['listAuthorizedResources', (client) => client.listAuthorizedResources('default')],
  ['listUdv', (client) => client.listUdv()],
  ['setUdv', (client) => client.setUdv('school', 'x')],
  ['removeUdv', (client) => client.removeUdv('school')],
  ['getUdfValue', (client) => client.getUdfValue()],
  ['setUdfValue', (client) => client.setUdfValue({ school: 'x' })],
  ['removeUdfValue', (client) => client.removeUdfValue('school')],
  ['uploadAvatar', (client) => client.uploadAvatar()],
])('%s asks nobody where nobody is signed in', async (_, call) => {
  const { client, transport } = setUp();
  await expect(call(client)).rejects.toMatchObject({ kind: 'not-signed-in' });
  expect(transport.requests).toEqual([]);
});
