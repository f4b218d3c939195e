import { describe, expect, it } from '@jest/globals';
import { sessionToken, setUp, setUpSignedIn, wireUser } from '../../client.fixture.js';

type Client = ReturnType<typeof setUp>['client'];

const changes: readonly (readonly [root: string, (client: Client) => Promise<unknown>, object])[] = [
  ['bindPhone', (client) => client.bindPhone('138', '12 34', '+86'), { phone: '138', phoneCode: '1234' }],
  ['unbindPhone', (client) => client.unbindPhone(), {}],
  ['bindEmail', (client) => client.bindEmail('a@b', '1234'), { email: 'a@b', emailCode: '1234' }],
  ['unbindEmail', (client) => client.unbindEmail(), {}],
  [
    'updatePhone',
    (client) => client.updatePhone('138', '1111', '139', '2222'),
    { oldPhone: '139', oldPhoneCode: '2222' },
  ],
  [
    'updateEmail',
    (client) => client.updateEmail('a@b', '1111', 'c@d', '2222'),
    { oldEmail: 'c@d', oldEmailCode: '2222' },
  ],
];

describe.each(changes)('%s', (root, call, variables) => {
  it('has the session know of the change, and costs no token', async () => {
    const { client, transport, events } = await setUpSignedIn();
    transport.answerGraphql(root, { ...wireUser('ada', null), phone: '138', email: null });
    await call(client);
    expect(transport.lastBody).toMatchObject({ variables });
    expect(client.currentSession).toMatchObject({ token: sessionToken(), user: { id: 'ada', phone: '138' } });
    expect(events).toEqual([['userUpdated', { userId: 'ada' }]]);
  });

  it('keeps what the answer does not tell', async () => {
    const { client, transport } = await setUpSignedIn();
    client.setCurrentUser({ ...wireUser('ada', null), customData: { school: 'x' } } as never);
    transport.answerGraphql(root, wireUser('ada', null));
    await call(client);
    expect(client.currentSession?.user?.customData).toEqual({ school: 'x' });
  });

  it('asks nobody where nobody is signed in', async () => {
    const { client, transport } = setUp();
    await expect(call(client)).rejects.toMatchObject({ kind: 'not-signed-in' });
    expect(transport.requests).toEqual([]);
  });

  it('changes nothing for who has signed out meanwhile (CLI-19)', async () => {
    const { client, transport } = await setUpSignedIn();
    const answer = transport.answerLater();
    const changing = call(client);
    await transport.sent(1);
    transport.answer(null);
    await client.logout();
    answer({ data: { [root]: wireUser('ada', null) } });
    await changing;
    expect(client.state).toBe('signedOut');
  });

  it('takes an answer without a user for none, and keeps the session', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerGraphql(root, null);
    await expect(call(client)).rejects.toMatchObject({ kind: 'invalid-response' });
    expect(client.state).toBe('signedIn');
  });
});

it.each<[string, (client: Client) => Promise<unknown>]>([
  ['phone', (client) => client.bindPhone('', '1')],
  ['phoneCode', (client) => client.bindPhone('138', '')],
  ['email', (client) => client.bindEmail('a\nb', '1')],
  ['emailCode', (client) => client.bindEmail('a@b', undefined as never)],
  ['oldPhoneCode', (client) => client.updatePhone('138', '1111', '139')],
  ['oldEmail', (client) => client.updateEmail('a@b', '1111', undefined, '2222')],
])('a bad %s is refused before anything is sent', async (name, call) => {
  const { client, transport } = await setUpSignedIn();
  await expect(call(client)).rejects.toMatchObject({ kind: 'invalid-input', message: expect.stringContaining(name) });
  expect(transport.requests).toEqual([]);
});
