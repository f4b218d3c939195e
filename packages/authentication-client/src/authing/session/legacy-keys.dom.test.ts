import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '@sallyport/core';
import { FakeTransport } from '@sallyport/core/testing';
import { jwt, NOW_SECONDS, publicKey, sessionToken, wireUser } from '../../client.fixture.js';
import { AuthenticationClient } from '../authentication-client.js';
import type { AuthenticationClientOptions } from '../options/options.js';

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

describe('the session that the vendor’s client left', () => {
  it.each([
    ['names our application', { aud: 'app' }],
    ['names our application among others', { aud: ['other', 'app'] }],
    ['names our user pool', { data: { id: 'ada', userPoolId: 'pool' } }],
    ['names neither', {}],
  ])('is taken over when its token %s', async (_, claims) => {
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
  ])('is left alone when its token %s', (_, token) => {
    leave(token);
    expect(setUp().client.state).toBe('signedOut');
    expect(localStorage.getItem('_authing_token')).toBe(token);
  });

  it('is left alone when it names nobody and another client of ours has a session here', async () => {
    const other = setUp({ appId: 'other' });
    other.transport.answerGraphql('loginByUsername', wireUser('bob'));
    await other.client.loginByUsername('bob', 'pw');
    leave(tokenOf({}));
    expect(setUp().client.state).toBe('signedOut');
  });

  it('is taken over once: who has signed out since stays signed out', async () => {
    leave(tokenOf({ aud: 'app' }));
    const { client, transport } = setUp();
    transport.answer(null);
    await client.logout();
    leave(tokenOf({ aud: 'app' }));
    expect(setUp().client.state).toBe('signedOut');
  });

  it('is taken over without a user who is not its owner', () => {
    leave(tokenOf({ aud: 'app' }), { id: 'bob' });
    const { client } = setUp();
    expect([client.checkLoggedIn(), client.snapshot.userId]).toEqual(['ada', null]);
  });
});

describe('our session', () => {
  it('is written along for pages with the vendor’s client, and taken away again', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('loginByUsername', wireUser()).answer(null);
    await client.loginByUsername('ada', 'pw');
    expect(localStorage.getItem('_authing_token')).toBe(sessionToken());
    expect(JSON.parse(localStorage.getItem('_authing_user') ?? '')).toMatchObject({ id: 'ada', token: sessionToken() });
    await client.logout();
    expect([localStorage.getItem('_authing_token'), localStorage.getItem('_authing_user')]).toEqual([null, null]);
  });

  it('counts more than what the vendor’s client left', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('loginByUsername', wireUser());
    await client.loginByUsername('ada', 'pw');
    leave(tokenOf({ aud: 'app', sub: 'bob' }), { id: 'bob' });
    expect(setUp().client.checkLoggedIn()).toBe('ada');
  });

  it('is not seen by a client of another application (CLI-14)', async () => {
    const { client, transport } = setUp();
    const other = setUp({ appId: 'other' });
    transport.answerGraphql('loginByUsername', wireUser('ada', tokenOf({ aud: 'app' })));
    await client.loginByUsername('ada', 'pw');
    expect([other.client.state, setUp({ appId: 'third' }).client.state]).toEqual(['signedOut', 'signedOut']);
  });

  it('leaves what another application has written since when it ends', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('loginByUsername', wireUser()).answer(null);
    await client.loginByUsername('ada', 'pw');
    leave(tokenOf({ aud: 'other' }));
    await client.logout();
    expect(localStorage.getItem('_authing_token')).toBe(tokenOf({ aud: 'other' }));
  });
});

describe('another tab with the vendor’s client', () => {
  it('that signs somebody in signs them in here', async () => {
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

  it('that signs somebody in to another application, and out again, changes nothing here (CLI-14)', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('loginByUsername', wireUser());
    await client.loginByUsername('ada', 'pw');
    writeElsewhere('_authing_token', tokenOf({ aud: 'other' }));
    writeElsewhere('_authing_token', null);
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    expect([client.state, setUp().client.state]).toEqual(['signedIn', 'signedIn']);
  });

  it('that signs out signs out here, once', async () => {
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
