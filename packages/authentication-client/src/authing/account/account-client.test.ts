import { describe, expect, it } from '@jest/globals';
import { NetworkError } from '@sallyport/core/errors';
import { setUp, setUpSignedIn } from '../../client.fixture.js';

type Client = ReturnType<typeof setUp>['client'];

describe('a call that is one request', () => {
  it.each<[string, (client: Client) => Promise<unknown>, unknown]>([
    ['linkAccount', (client) => client.linkAccount({ primaryUserToken: 'a', secondaryUserToken: 'b' }), { code: 200 }],
    ['unLinkAccount', (client) => client.unLinkAccount({ primaryUserToken: 'a', provider: 'qq' }), { code: 200 }],
    ['myDevicesUnbind', (client) => client.browserFingerprint.myDevicesUnbind('d'), true],
    ['myDevicesLogout', (client) => client.browserFingerprint.myDevicesLogout('d'), true],
    ['principal.authenticate', (client) => client.principal.authenticate(person), true],
  ])('%s says that it worked', async (_, call, expected) => {
    const { client, transport } = await setUpSignedIn();
    transport.answer(null);
    const answer = await call(client);
    if (typeof expected === 'object') expect(answer).toMatchObject(expected as object);
    else expect(answer).toBe(expected);
  });

  // Defect 22: the published client answers false, or null, whatever went wrong.
  it.each<[string, (client: Client) => Promise<unknown>]>([
    ['myDevicesList', (client) => client.browserFingerprint.myDevicesList()],
    ['myDevicesUnbind', (client) => client.browserFingerprint.myDevicesUnbind('d')],
    ['myDevicesLogout', (client) => client.browserFingerprint.myDevicesLogout('d')],
    ['principal.detail', (client) => client.principal.detail()],
    ['principal.authenticate', (client) => client.principal.authenticate(person)],
    ['social.getIdentities', (client) => client.social.getIdentities()],
    ['event.pub', (client) => client.event.pub('name', 'data')],
    ['isUserExists', (client) => client.isUserExists({ username: 'ada' })],
  ])('%s rejects where the server refuses, and where it was not reached (defect 22)', async (_, call) => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ code: 1001, message: 'no permission', errors: [{ message: { code: 1001 } }] });
    await expect(call(client)).rejects.toMatchObject({ kind: 'permission-denied' });
    transport.failWith(new NetworkError({ message: 'offline', sent: true }));
    const offline = call(client.with({ timeout: 1 })); // shorter than the wait before a repeat
    await expect(offline).rejects.toMatchObject({ kind: expect.stringMatching(/^(network|timeout)$/) });
  });

  it.each<[string, (client: Client) => Promise<unknown>]>([
    ['username, email', (client) => client.isUserExists({})],
    ['username, email', (client) => client.isUserExists(null as never)],
    ['email', (client) => client.isUserExists({ email: '' })],
    ['page', (client) => client.listApplications({ page: 0, limit: 10 })],
    ['page', (client) => client.listApplications({ page: 1.5, limit: 10 })],
    ['limit', (client) => client.listApplications({ page: 1, limit: '5' as never })],
    ['primaryUserToken', (client) => client.linkAccount(undefined as never)],
    ['secondaryUserToken', (client) => client.linkAccount({ primaryUserToken: 'a', secondaryUserToken: '' })],
    ['provider', (client) => client.unLinkAccount({ primaryUserToken: 'a' } as never)],
    ['deviceId', (client) => client.browserFingerprint.myDevicesUnbind('')],
    ['deviceId', (client) => client.browserFingerprint.myDevicesLogout({} as never)],
    ['type', (client) => client.principal.authenticate(null as never)],
    ['bankCard', (client) => client.principal.authenticate({ type: 'P', name: 'N', idCard: 'I' } as never)],
    ['enterpriseName', (client) => client.principal.authenticate({ type: 'E' } as never)],
    ['extIdpId', (client) => client.social.unlinkExtIdp(null as never)],
    ['extIdpConnIdentifier', (client) => client.social.generateLinkExtIdpUrl(null as never)],
    ['idToken', (client) => client.social.generateLinkExtIdpUrl({ extIdpConnIdentifier: 'x' } as never)],
    ['eventName', (client) => client.event.pub('', 'data')],
    ['data', (client) => client.event.pub('name', {} as never)],
    ['accessToken', (client) => client.validateToken({})],
    ['accessToken', (client) => client.validateToken(null as never)],
    ['exclude', (client) => client.validateToken({ accessToken: 'a', idToken: 'b' })],
  ])('refuses a bad %s before it sends anything', async (name, call) => {
    const { client, transport } = await setUpSignedIn();
    await expect(call(client)).rejects.toMatchObject({ kind: 'invalid-input', message: expect.stringContaining(name) });
    expect(transport.requests).toEqual([]);
  });
});

const person = { type: 'P', name: 'N', idCard: 'I', bankCard: 'B' } as const;

describe('isUserExists', () => {
  it.each([[true], [false]])('answers %p, and no for an answer is none', async (exists) => {
    const { client, transport } = setUp();
    transport.answerGraphql('isUserExists', exists);
    await expect(client.isUserExists({ email: 'a@example.com' })).resolves.toBe(exists);
  });
});

describe('validateToken', () => {
  it('hands out the claims, and sends no bearer of its own', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ sub: 'ada', exp: 1 });
    await expect(client.validateToken({ idToken: 'idt' })).resolves.toEqual({ sub: 'ada', exp: 1 });
    expect(transport.last.url).toBe('https://id.example/api/v2/oidc/validate_token?id_token=idt');
    expect(transport.last.headers).not.toHaveProperty('authorization');
  });

  it('shows the token in no error', async () => {
    const { client, transport } = setUp();
    transport.answerJson({ code: 400, message: 'canary-token is not valid' }, 400);
    const error = await client.validateToken({ accessToken: 'canary-token' }).catch((reason: unknown) => reason);
    expect(String(error)).not.toContain('canary-token');
  });
});

describe('logoutCurrent', () => {
  it('ends the session here at once, and says so with the bearer that it had', async () => {
    const { client, transport, events } = await setUpSignedIn();
    const token = client.currentSession?.token;
    transport.answerRaw(200, { 'content-type': 'text/html' }, '<p>bye</p>');
    await client.logoutCurrent();
    expect(transport.last).toMatchObject({
      url: 'https://id.example/logout?appId=app&deviceId=current',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(client.state).toBe('signedOut');
    expect(events).toEqual([['signedOut', { reason: 'sign-out' }]]);
  });

  it('ends it here also where the server is not reached (defect 23, CLI-16)', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.failWith(new NetworkError({ message: 'offline', sent: true }));
    await expect(client.with({ timeout: 1 }).logoutCurrent()).rejects.toMatchObject({
      kind: expect.stringMatching(/^(network|timeout)$/),
    });
    expect(client.state).toBe('signedOut');
  });
});
