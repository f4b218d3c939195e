import { describe, expect, it } from '@jest/globals';
import { NetworkError, NotSignedInError } from '@sallyport/core/errors';
import { decrypt, sessionToken, setUp, setUpSignedIn, wireUser } from '../../client.fixture.js';

interface GraphqlBody {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

describe('getCurrentUser', () => {
  it('asks the server, with custom data and identities', async () => {
    const { client, transport, events } = await setUpSignedIn();
    transport.answerGraphql('user', { ...wireUser(), customData: [{ key: 'age', value: '36', dataType: 'NUMBER' }] });
    await expect(client.getCurrentUser()).resolves.toMatchObject({ id: 'ada', customData: { age: 36 } });
    const { query, variables } = transport.lastBody as GraphqlBody;
    expect(query).toMatch(/^query user\(\$id: String\) \{ user\(id: \$id\) \{ id .*identities \{ .*customData \{ /);
    expect(query).not.toMatch(/\bpassword\b/);
    expect(variables).toEqual({});
    expect(events).toEqual([['userUpdated', { userId: 'ada' }]]);
  });

  it('is null when nobody is signed in, without a request', async () => {
    const { client, transport } = setUp();
    await expect(client.getCurrentUser()).resolves.toBeNull();
    expect(transport.requests).toEqual([]);
  });

  it.each([[2020], [2206], [2207]])('is null when the server says %d: it knows no such session', async (code) => {
    const { client, transport } = await setUpSignedIn();
    transport.refuseGraphql(code, 'not signed in').refuseGraphql(code, 'not renewed either');
    await expect(client.getCurrentUser()).resolves.toBeNull();
    expect(client.state).toBe('signedOut');
  });

  it('does not take a failure of another kind for nobody', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.refuseGraphql(1001, 'no permission');
    await expect(client.getCurrentUser()).rejects.toMatchObject({ kind: 'permission-denied' });
  });

  it('does not take a lost answer for nobody, and signs nobody out (CLI-20)', async () => {
    const { client, transport, clock } = await setUpSignedIn();
    for (let attempt = 0; attempt < 3; attempt += 1)
      transport.failWith(new NetworkError({ message: 'offline', sent: true }));
    const call = client.getCurrentUser();
    call.catch(() => {});
    for (let turn = 0; turn < 5; turn += 1) await clock.advance(2_000);
    await expect(call).rejects.toMatchObject({ kind: 'network' });
    expect(client.state).toBe('signedIn');
  });

  it('learns nothing for a session that has ended meanwhile (CLI-19)', async () => {
    const { client, transport } = await setUpSignedIn();
    const answer = transport.answerLater();
    const call = client.getCurrentUser();
    await transport.sent(1);
    transport.answer(null);
    await client.logout();
    answer({ data: { user: wireUser() } });
    await call;
    expect(client.snapshot).toMatchObject({ state: 'signedOut', userId: null });
  });
});

describe('updateProfile', () => {
  it('sends id and changes, and keeps the token', async () => {
    const { client, transport, events } = await setUpSignedIn();
    transport
      .answerGraphql('updateUser', { ...wireUser('ada', null), nickname: 'Ada' })
      .answerGraphql('user', wireUser());
    await expect(client.updateProfile({ nickname: 'Ada' }, { emailToken: 'et' })).resolves.toMatchObject({
      nickname: 'Ada',
    });
    const { query, variables } = transport.lastBody as GraphqlBody;
    expect(query).toMatch(
      /^mutation updateUser\(\$id: String, \$input: UpdateUserInput!, \$emailToken: String, \$phoneToken: String\) /,
    );
    expect(variables).toEqual({ id: 'ada', input: { nickname: 'Ada' }, emailToken: 'et' });
    await client.getCurrentUser();
    expect(transport.last.headers.authorization).toBe(`Bearer ${sessionToken()}`);
    expect(events[0]).toEqual(['userUpdated', { userId: 'ada' }]);
  });

  it('never sends a password, and leaves the changes alone', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerGraphql('updateUser', wireUser('ada', null));
    const changes = Object.freeze({ nickname: 'Ada', password: 'canary' });
    await client.updateProfile(changes);
    expect(transport.last.body).not.toContain('canary');
    expect(changes.password).toBe('canary');
  });

  it('takes the id out of the token where nothing else is known of the user', async () => {
    const { client, transport } = setUp();
    client.setToken(sessionToken());
    transport.answerGraphql('updateUser', wireUser('ada', null));
    await client.updateProfile({ nickname: 'Ada' });
    expect((transport.lastBody as GraphqlBody).variables).toMatchObject({ id: 'ada' });
  });

  it('needs somebody who is signed in', async () => {
    const { client, transport } = setUp();
    await expect(client.updateProfile({ nickname: 'Ada' })).rejects.toBeInstanceOf(NotSignedInError);
    expect(transport.requests).toEqual([]);
  });

  it.each([[undefined], [null], ['nickname'], [[]]])(
    'refuses the changes %j before anything is sent',
    async (changes) => {
      const { client, transport } = await setUpSignedIn();
      await expect(client.updateProfile(changes as object)).rejects.toMatchObject({
        kind: 'invalid-input',
        message: expect.stringContaining('updates'),
      });
      expect(transport.requests).toEqual([]);
    },
  );
});

describe('updatePassword', () => {
  it('sends both passwords encrypted', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerGraphql('updatePassword', wireUser('ada', null));
    await client.updatePassword('new pw', 'old pw');
    const { query, variables } = transport.lastBody as GraphqlBody;
    expect(query).toMatch(/^mutation updatePassword\(\$newPassword: String!, \$oldPassword: String\) /);
    expect([decrypt(variables.newPassword), decrypt(variables.oldPassword)]).toEqual(['new pw', 'old pw']);
  });

  it.each([[undefined], [null]])('sends no old password where it is %p', async (oldPassword) => {
    const { client, transport } = await setUpSignedIn();
    transport.answerGraphql('updatePassword', wireUser('ada', null));
    await client.updatePassword('new pw', oldPassword);
    expect(Object.keys((transport.lastBody as GraphqlBody).variables)).toEqual(['newPassword']);
  });

  it.each([
    ['newPassword', '', 'old'],
    ['newPassword', 5, 'old'],
    ['oldPassword', 'new', ''],
    ['oldPassword', 'new', 5],
  ])('refuses a %s that can never be right before anything is sent', async (name, newPassword, oldPassword) => {
    const { client, transport } = setUp({ publicKey: undefined });
    const call = client.updatePassword(newPassword as string, oldPassword as string);
    await expect(call).rejects.toMatchObject({ kind: 'invalid-input', message: expect.stringContaining(name) });
    expect(transport.requests).toEqual([]);
  });

  it('tells when the old password is wrong', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.refuseGraphql(2203, 'wrong');
    await expect(client.updatePassword('new', 'old')).rejects.toMatchObject({
      kind: 'invalid-credentials',
      code: 2203,
    });
  });
});
