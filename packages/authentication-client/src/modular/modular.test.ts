import { afterEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '@sallyport/core/clock';
import { ConfigurationError } from '@sallyport/core/errors';
import { MemoryStorage } from '@sallyport/core/storage';
import { FakeTransport } from '@sallyport/core/testing';
import { NOW_SECONDS, publicKey, sessionToken, wireUser } from '../client.fixture.js';
import { tokenAnswer } from '../gotrue/gotrue-client.fixture.js';
import {
  authing,
  createClient,
  gotrue,
  heldSession,
  mfa,
  ownApi,
  passwordSignIn,
  profile,
  redirect,
  totp,
} from './index.js';

const clients: { dispose(): Promise<void> }[] = [];
afterEach(() => Promise.all(clients.splice(0).map((client) => client.dispose())));

const opened = <Client extends { dispose(): Promise<void> }>(client: Client): Client => {
  clients.push(client);
  return client;
};

function setUp() {
  const transport = new FakeTransport();
  const clock = new ManualClock(NOW_SECONDS * 1000);
  const common = { transport, clock, storage: new MemoryStorage() };
  return {
    transport,
    onAuthing: () => authing({ ...common, appId: 'app', appHost: 'https://pool.example', publicKey }),
    onGoTrue: () => gotrue({ ...common, url: 'https://project.example/auth/v1' }),
  };
}

describe('createClient', () => {
  it('a client of an Authing server signs in with the feature that it was given', async () => {
    const { transport, onAuthing } = setUp();
    const client = opened(createClient(onAuthing(), [passwordSignIn]));
    transport.answerGraphql('loginByEmail', wireUser('ada'));

    await client.loginByEmail('ada@example.com', 'pw');

    expect(client.state).toBe('signedIn');
    expect(transport.requests).toHaveLength(1);
  });

  it('a client of a GoTrue server signs in with the same feature', async () => {
    const { transport, onGoTrue } = setUp();
    const client = opened(createClient(onGoTrue(), [passwordSignIn]));
    transport.answerJson(tokenAnswer());

    await client.loginByEmail('ada@example.com', 'pw');

    expect(client.state).toBe('signedIn');
    expect(transport.requests.map(({ url }) => url)).toEqual([
      'https://project.example/auth/v1/token?grant_type=password',
    ]);
  });

  it('every client has its session without a feature for it', () => {
    const { onAuthing, onGoTrue } = setUp();
    for (const client of [opened(createClient(onAuthing(), [])), opened(createClient(onGoTrue(), []))]) {
      expect(client).toMatchObject({ state: expect.any(String), snapshot: expect.any(Object) });
      for (const name of ['ready', 'on', 'getCurrentUser', 'refreshToken', 'logout', 'dispose', 'with', 'as'] as const)
        expect(client[name]).toBeInstanceOf(Function);
      expect(client).not.toHaveProperty('loginByEmail');
      expect(client).not.toHaveProperty('mfa');
    }
  });

  it('a view has the features of its client, and options of its own', async () => {
    const { transport, onAuthing } = setUp();
    const client = opened(createClient(onAuthing(), [passwordSignIn]));
    transport.answerGraphql('loginByEmail', wireUser('ada'));

    await client.with({ headers: { 'x-test': '1' } }).loginByEmail('ada@example.com', 'pw');

    expect(transport.requests[0]?.headers).toMatchObject({ 'x-test': '1' });
    expect(client.snapshot.userId).toBe('ada');
  });

  it('as() makes a client of the same features for the token of another user', async () => {
    const { onAuthing } = setUp();
    const client = opened(createClient(onAuthing(), [heldSession, ownApi]));

    const view = client.as({ token: sessionToken('bob') });

    await expect(view.getAccessToken()).resolves.toBe(sessionToken('bob'));
    expect(client.state).toBe('signedOut');
  });

  it('a member that two features give is refused by its name', () => {
    const { onAuthing } = setUp();
    expect(() => createClient(onAuthing(), [passwordSignIn, profile, passwordSignIn])).toThrow(
      'Two features of the client have a member loginByEmail',
    );
  });

  it('a member that every client has is refused by its name', () => {
    const { onAuthing } = setUp();
    class Second {
      async logout(): Promise<void> {}
    }
    expect(() => createClient(onAuthing(), [{ authing: Second }])).toThrow(ConfigurationError);
  });

  it('a feature that the server lacks is refused by its index', () => {
    const { onGoTrue } = setUp();
    expect(() => createClient(onGoTrue(), [passwordSignIn, redirect as never])).toThrow(
      'The gotrue server lacks the feature at index 1',
    );
  });

  it('a client makes a sub-client once, with its first use', () => {
    const { onGoTrue } = setUp();
    const client = opened(createClient(onGoTrue(), [mfa(totp)]));
    expect(client.mfa).toBe(client.mfa);
  });
});
