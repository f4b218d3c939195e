import { describe, expect, it } from '@jest/globals';
import { MemoryStorage, type User } from '@sallyport/core';
import { jwt, NOW_SECONDS, sessionToken, setUp, setUpSignedIn, wireUser } from '../../client.fixture.js';
import { AuthenticationClient } from '../authentication-client.js';

const make = (options: object) => () => new AuthenticationClient({ appId: 'app', ...options });
const refused = (option: string) =>
  expect.objectContaining({ kind: 'configuration', message: expect.stringContaining(`option ${option} `) });

describe('options of the vendor’s client', () => {
  it('are taken, and nobody is warned of them', () => {
    const { logger } = setUp({
      protocol: 'oidc',
      tokenEndPointAuthMethod: 'client_secret_basic',
      introspectionEndPointAuthMethod: 'none',
      revocationEndPointAuthMethod: 'client_secret_post',
      redirectUri: 'https://app.example/cb',
      websocketHost: 'https://ws.example',
      socketUri: 'wss://events.example',
      retryTimes: 0,
      privateKeys: [],
      onError: () => {},
      encryptFunction: async () => 'x',
    });
    expect(logger.lines).toEqual([]);
  });

  it('may be null', () => {
    const names = ['token', 'onError', 'tokenProvider', 'websocketHost', 'redirectUri', 'protocol', 'socketUri'];
    const options = Object.fromEntries([...names, 'retryTimes', 'encryption'].map((name) => [name, null]));
    expect(make(options)).not.toThrow();
  });

  it.each([
    [{ token: 5 }, 'token'],
    [{ token: 'undefined' }, 'token'],
    [{ token: 'a\nb' }, 'token'],
    [{ onError: 'log' }, 'onError'],
    [{ tokenProvider: {} }, 'tokenProvider'],
    [{ tokenProvider: Date }, 'tokenProvider'],
    [{ protocol: 'oidc2' }, 'protocol'],
    [{ tokenEndPointAuthMethod: 'basic' }, 'tokenEndPointAuthMethod'],
    [{ introspectionEndPointAuthMethod: 5 }, 'introspectionEndPointAuthMethod'],
    [{ revocationEndPointAuthMethod: 'post' }, 'revocationEndPointAuthMethod'],
    [{ redirectUri: {} }, 'redirectUri'],
    [{ websocketHost: 'ws.example' }, 'websocketHost'],
    [{ websocketHost: 'http://ws.example' }, 'websocketHost'],
    [{ websocketHost: 'javascript:alert(1)' }, 'websocketHost'],
    [{ socketUri: 5 }, 'socketUri'],
    [{ retryTimes: -1 }, 'retryTimes'],
    [{ retryTimes: '5' }, 'retryTimes'],
    [{ encryption: { type: 'sm2' } }, 'encryption.publicKey'],
    [{ encryptFunction: {} }, 'encryptFunction'],
  ])('are refused by name: %j', (options, option) => {
    expect(make(options)).toThrow(refused(option));
  });

  it.each(['httpClient', 'graphqlClient', 'fastHttpClient'])('%s is refused, naming what takes its place', (name) => {
    expect(make({ [name]: Date })).toThrow(
      expect.objectContaining({ kind: 'configuration', remedy: expect.stringContaining('transport') }),
    );
  });
});

describe('the option token', () => {
  it('begins a session in place of the one that is stored', async () => {
    const storage = new MemoryStorage();
    await setUpSignedIn({ storage });
    const { client } = setUp({ storage, token: sessionToken('grace') });
    expect(client.checkLoggedIn()).toBe('grace');
  });

  it('goes out as the bearer', async () => {
    const { client, transport } = setUp({ token: sessionToken('grace') });
    transport.answer([]);
    await client.social.getIdentities();
    expect(transport.last.headers.authorization).toBe(`Bearer ${sessionToken('grace')}`);
  });
});

class OwnProvider {
  static readonly kept: { token: string | null; user: User | null } = { token: null, user: null };
  getToken = (): string | null => OwnProvider.kept.token;
  getUser = (): User | null => OwnProvider.kept.user;
  setToken(token: string): void {
    OwnProvider.kept.token = token;
  }
  setUser(user: User): void {
    OwnProvider.kept.user = user;
    OwnProvider.kept.token = user.token ?? null;
  }
  clearUser(): void {
    OwnProvider.kept.user = null;
    OwnProvider.kept.token = null;
  }
}

describe('the option tokenProvider', () => {
  const withProvider = { storage: undefined, tokenProvider: OwnProvider };

  it('keeps token and user in place of the storage', async () => {
    const { client, transport } = await setUpSignedIn(withProvider);
    expect(OwnProvider.kept).toMatchObject({ token: sessionToken(), user: { id: 'ada', token: sessionToken() } });
    transport.answer(null);
    await client.logout();
    expect(OwnProvider.kept).toEqual({ token: null, user: null });
  });

  it('is read by the next client', async () => {
    OwnProvider.kept.token = sessionToken('grace');
    OwnProvider.kept.user = wireUser('grace') as unknown as User;
    const { client } = setUp(withProvider);
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'grace' });
    expect(client.expiresAt).toEqual(new Date((NOW_SECONDS + 3_600) * 1000));
  });

  it.each([['null'], ['undefined'], ['']])('means nobody by the token %j', (token) => {
    OwnProvider.kept.token = token;
    expect(setUp(withProvider).client.state).toBe('signedOut');
  });

  it('never loses the token to an answer that has none', async () => {
    const { client, transport } = await setUpSignedIn(withProvider);
    transport.answerGraphql('unbindPhone', wireUser('ada', null));
    await client.unbindPhone();
    expect(OwnProvider.kept.token).toBe(sessionToken());
  });

  it('excludes a storage', () => {
    expect(make({ storage: new MemoryStorage(), tokenProvider: OwnProvider })).toThrow(refused('tokenProvider'));
  });
});

describe('client.tokenProvider', () => {
  it('answers at once what is known', async () => {
    const { client } = await setUpSignedIn();
    expect(client.tokenProvider.getToken()).toBe(sessionToken());
    expect(client.tokenProvider.getUser()).toMatchObject({ id: 'ada', token: sessionToken() });
  });

  it('has null for nobody', () => {
    const { tokenProvider } = setUp().client;
    expect([tokenProvider.getToken(), tokenProvider.getUser()]).toEqual([null, null]);
  });

  it('takes over a token and a user', async () => {
    const { client } = setUp();
    client.tokenProvider.setToken(jwt({ sub: 'grace' }));
    expect(client.checkLoggedIn()).toBe('grace');
    client.tokenProvider.setUser(wireUser('grace', null) as unknown as User);
    expect(client.tokenProvider.getUser()).toMatchObject({ id: 'grace', token: jwt({ sub: 'grace' }) });
  });

  it('forgets both', async () => {
    const { client } = await setUpSignedIn();
    client.tokenProvider.clearUser();
    expect(client.state).toBe('signedOut');
    expect(client.tokenProvider.getUser()).toBeNull();
  });
});
