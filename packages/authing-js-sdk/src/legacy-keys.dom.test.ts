import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AuthenticationClient as OwnClient } from '@sallyport/authentication-client';
import { ManualClock } from '@sallyport/core/clock';
import { FakeTransport } from '@sallyport/core/testing';
import { jwt, NOW_SECONDS, publicKey, sessionToken, wireUser } from './client.fixture.js';
import { AuthenticationClient } from './clients.js';
import type { AuthenticationClientOptions } from './options.js';

beforeEach(() => localStorage.clear());

const clients: AuthenticationClient[] = [];
afterEach(() => Promise.all(clients.splice(0).map((client) => client.dispose())));

function setUp(options: AuthenticationClientOptions = {}) {
  const transport = new FakeTransport();
  const clock = new ManualClock(NOW_SECONDS * 1000);
  const client = new AuthenticationClient({
    appId: 'app',
    userPoolId: 'pool',
    appHost: 'https://id.example',
    publicKey,
    transport,
    clock,
    ...options,
  });
  clients.push(client);
  return { client, transport };
}

/** A token that names its application, its user pool, both or neither. */
const tokenOf = (claims: object): string => jwt({ sub: 'ada', iat: NOW_SECONDS, exp: NOW_SECONDS + 3_600, ...claims });

function leave(token: string, user: object | null = { id: 'ada', nickname: 'Ada' }): void {
  localStorage.setItem('_authing_token', token);
  if (user) localStorage.setItem('_authing_user', JSON.stringify(user));
}

/** What the browser does here when another tab writes. */
function writeElsewhere(key: string, value: string | null): void {
  if (value === null) localStorage.removeItem(key);
  else localStorage.setItem(key, value);
  window.dispatchEvent(new StorageEvent('storage', { key, newValue: value, storageArea: localStorage }));
}

describe('LegacyKeysStorage, with a session that the published client left,', () => {
  it.each([
    ['names our application', { aud: 'app' }],
    ['names our application among others', { aud: ['other', 'app'] }],
    ['names our user pool', { data: { id: 'ada', userPoolId: 'pool' } }],
    ['names neither', {}],
  ])('adopts it when its token %s', async (_, claims) => {
    leave(tokenOf(claims));
    const { client } = setUp();
    expect([client.state, client.checkLoggedIn()]).toEqual(['signedIn', 'ada']);
    await client.ready();
    expect(client.tokenProvider.getUser()).toMatchObject({ nickname: 'Ada' });
  });

  it.each([
    ['names another application', tokenOf({ aud: 'other' })],
    ['names another application of our user pool', tokenOf({ aud: 'other', data: { userPoolId: 'pool' } })],
    ['names another user pool', tokenOf({ data: { userPoolId: 'other' } })],
    ['is the text "undefined", which that client writes', 'undefined'],
    ['cannot be sent', 'a\nb'],
  ])('leaves it when its token %s', (_, token) => {
    leave(token);
    expect(setUp().client.state).toBe('signedOut');
    expect(localStorage.getItem('_authing_token')).toBe(token);
  });

  it('leaves it when it names no application and another client of this kind has a session', async () => {
    const other = setUp({ appId: 'other' });
    other.transport.answerGraphql('loginByUsername', wireUser('bob'));
    await other.client.loginByUsername('bob', 'pw');
    leave(tokenOf({}));
    expect(setUp().client.state).toBe('signedOut');
  });

  it('adopts it once: a user who signed out afterwards stays signed out', async () => {
    leave(tokenOf({ aud: 'app' }));
    const { client, transport } = setUp();
    transport.answer(null);
    await client.logout();
    leave(tokenOf({ aud: 'app' }));
    expect(setUp().client.state).toBe('signedOut');
  });

  it('adopts it without a stored user who is not its subject', () => {
    leave(tokenOf({ aud: 'app' }), { id: 'bob' });
    const { client } = setUp();
    expect([client.checkLoggedIn(), client.snapshot.userId]).toEqual(['ada', null]);
  });
});

describe('LegacyKeysStorage, with a session of our own,', () => {
  it('writes the keys of the published client along, and removes them again', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('loginByUsername', wireUser()).answer(null);
    await client.loginByUsername('ada', 'pw');
    expect(localStorage.getItem('_authing_token')).toBe(sessionToken());
    expect(JSON.parse(localStorage.getItem('_authing_user') ?? '')).toMatchObject({ id: 'ada', token: sessionToken() });
    await client.logout();
    expect([localStorage.getItem('_authing_token'), localStorage.getItem('_authing_user')]).toEqual([null, null]);
  });

  it('leaves it to our own client with the same address and ids', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('loginByUsername', wireUser());
    await client.loginByUsername('ada', 'pw');
    const clock = new ManualClock(NOW_SECONDS * 1000);
    const own = new OwnClient({ appId: 'app', userPoolId: 'pool', appHost: 'https://id.example', clock });
    expect([own.state, own.currentSession?.token]).toEqual(['signedIn', sessionToken()]);
    await own.dispose();
  });

  it('prefers it to a session that the published client left', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('loginByUsername', wireUser());
    await client.loginByUsername('ada', 'pw');
    leave(tokenOf({ aud: 'app', sub: 'bob' }), { id: 'bob' });
    expect(setUp().client.checkLoggedIn()).toBe('ada');
  });

  it('hides it from a client of another application (CLI-14)', async () => {
    const { client, transport } = setUp();
    const other = setUp({ appId: 'other' });
    transport.answerGraphql('loginByUsername', wireUser('ada', tokenOf({ aud: 'app' })));
    await client.loginByUsername('ada', 'pw');
    expect([other.client.state, setUp({ appId: 'third' }).client.state]).toEqual(['signedOut', 'signedOut']);
  });

  it('leaves keys that another application has written since', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('loginByUsername', wireUser()).answer(null);
    await client.loginByUsername('ada', 'pw');
    leave(tokenOf({ aud: 'other' }));
    await client.logout();
    expect(localStorage.getItem('_authing_token')).toBe(tokenOf({ aud: 'other' }));
  });
});

describe('LegacyKeysStorage, beside a tab with the published client,', () => {
  it('adopts a sign-in of that tab', async () => {
    const { client } = setUp();
    const heard: unknown[] = [];
    client.on('signedIn', (event) => heard.push(event));
    await client.ready();
    localStorage.setItem('_authing_user', JSON.stringify({ id: 'ada' }));
    writeElsewhere('_authing_token', tokenOf({ aud: 'app' }));
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    expect([client.state, heard]).toEqual([
      'signedIn',
      [{ userId: 'ada', assuranceLevel: 'aal1', origin: 'other-tab' }],
    ]);
  });

  it('ignores a sign-in and a sign-out of that tab at another application (CLI-14)', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('loginByUsername', wireUser());
    await client.loginByUsername('ada', 'pw');
    writeElsewhere('_authing_token', tokenOf({ aud: 'other' }));
    writeElsewhere('_authing_token', null);
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    expect([client.state, setUp().client.state]).toEqual(['signedIn', 'signedIn']);
  });

  it('follows a sign-out of that tab, once', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('loginByUsername', wireUser());
    await client.loginByUsername('ada', 'pw');
    const heard: unknown[] = [];
    client.on('signedOut', (event) => heard.push(event));
    localStorage.removeItem('_authing_user');
    writeElsewhere('_authing_token', null);
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    expect([client.state, heard]).toEqual(['signedOut', [{ reason: 'elsewhere', origin: 'other-tab' }]]);
  });
});
