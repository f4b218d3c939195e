import { describe, expect, it, jest } from '@jest/globals';
import { MemoryStorage } from '@sallyport/core/storage';
import { FakeTransport } from '@sallyport/core/testing';
import type { User } from '@sallyport/core/user';
import {
  jwt,
  NOW_SECONDS,
  RecordingLogger,
  sessionToken,
  setUp,
  setUpManagement,
  setUpSignedIn,
  wireUser,
} from './client.fixture.js';
import { AuthenticationClient, ManagementClient } from './clients.js';
import type { AuthenticationClientOptions } from './options.js';

const make = (options: object) => () => setUp({ storage: undefined, ...options });
const refused = (option: string) =>
  expect.objectContaining({ kind: 'configuration', message: expect.stringContaining(`option ${option} `) });

describe('options of the vendor’s client', () => {
  it('AuthenticationClient takes each of them without a warning', () => {
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

  it('AuthenticationClient takes null for each of them', () => {
    const names = [
      'token',
      'httpClient',
      'onError',
      'tokenProvider',
      'websocketHost',
      'redirectUri',
      'protocol',
      'socketUri',
    ];
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
    [{ appHost: 5 }, 'appHost'],
    [{ appHost: undefined, host: 'ftp://id.example' }, 'host'],
    [{ appHost: undefined, host: 5 }, 'host'],
    [{ retryTimes: -1 }, 'retryTimes'],
  ])('AuthenticationClient refuses %j, naming the option %s', (options, option) => {
    expect(make(options)).toThrow(refused(option));
  });

  it.each([
    [5],
    ['https://id.example'],
    ['//id.example'],
    ['id.example/base'],
    ['id.example?a=b'],
    ['user:canary@id.example'],
    ['id.example:'],
    ['id.example:99999'],
    ['id\\example'],
    ['::1'],
    ['a b'],
    ['a%00b'],
  ])('domain refuses %p, which is no host name, without showing a password', (domain) => {
    const call = make({ appHost: undefined, domain });
    expect(call).toThrow(refused('domain'));
    expect(call).toThrow(expect.objectContaining({ message: expect.not.stringContaining('canary') }));
  });

  it.each(['httpClient', 'graphqlClient', 'fastHttpClient'])(
    'AuthenticationClient refuses %s, naming transport as its substitute',
    (name) => {
      expect(make({ [name]: Date })).toThrow(
        expect.objectContaining({ kind: 'configuration', remedy: expect.stringContaining('transport') }),
      );
    },
  );
});

describe('the address of AuthenticationClient', () => {
  it.each<[AuthenticationClientOptions, string]>([
    [{ appHost: 'https://a.example/' }, 'https://a.example'],
    [{ domain: 'b.example' }, 'https://b.example'],
    [{ domain: 'localhost:4455', host: 'http://127.0.0.1:1' }, 'http://localhost:4455'],
    [{ host: 'https://c.example//' }, 'https://c.example'],
    [{ appHost: 'https://a.example', domain: 'b.example', host: 'https://c.example' }, 'https://a.example'],
    [{}, 'https://core.authing.cn'],
  ])('AuthenticationClient derives its address from %j', async (address, origin) => {
    const transport = new FakeTransport().answer({ code: 200 });
    const logger = new RecordingLogger();
    await new AuthenticationClient({ appId: 'app', transport, logger, ...address }).sendSmsCode('1');
    expect(transport.last.url).toBe(`${origin}/api/v2/sms/send`);
    expect(logger.lines.length).toBe(Object.keys(address).length > 0 ? 0 : 1);
  });
});

describe('the address of ManagementClient', () => {
  it('ManagementClient calls the vendor’s cloud and warns once if the address is missing', async () => {
    const logger = new RecordingLogger();
    const { client, transport } = setUpManagement({ host: undefined, logger });
    transport.answerJson({ code: 200, data: { id: 'u' } });
    await client.users.detail('u').catch(() => {});
    expect(transport.last.url).toMatch(/^https:\/\/core\.authing\.cn\//);
    expect(logger.lines).toEqual([[expect.stringContaining('No address was given')]]);
  });
});

describe('an unknown option', () => {
  it('AuthenticationClient warns once of unknown options, and ignores them', () => {
    const { logger } = setUp({ tiemout: 5, canary: 'value' } as AuthenticationClientOptions);
    expect(logger.lines).toEqual([['Unknown options are ignored: tiemout, canary.']]);
  });

  it('ManagementClient warns once of unknown options, and ignores them', () => {
    const logger = new RecordingLogger();
    setUpManagement({ usrePoolId: 'value', logger } as never);
    expect(logger.lines).toEqual([['Unknown options are ignored: usrePoolId.']]);
  });
});

describe('options that are no object', () => {
  it.each([[undefined], [null], ['app'], [5]])('the clients refuse %p, naming the first missing option', (options) => {
    const logger = jest.spyOn(console, 'warn').mockImplementation(() => {});
    expect(() => new AuthenticationClient(options as never)).toThrow(refused('appId'));
    expect(() => new ManagementClient(options as never)).toThrow(refused('userPoolId'));
    logger.mockRestore();
  });
});

describe('the option token', () => {
  it('token begins a session in place of the stored one', async () => {
    const storage = new MemoryStorage();
    await setUpSignedIn({ storage });
    const { client } = setUp({ storage, token: sessionToken('grace') });
    expect(client.checkLoggedIn()).toBe('grace');
  });

  it('token is sent as the bearer', async () => {
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
  const withProvider = { tokenProvider: OwnProvider };

  it('tokenProvider keeps token and user in place of the storage', async () => {
    const { client, transport } = await setUpSignedIn(withProvider);
    expect(OwnProvider.kept).toMatchObject({ token: sessionToken(), user: { id: 'ada', token: sessionToken() } });
    transport.answer(null);
    await client.logout();
    expect(OwnProvider.kept).toEqual({ token: null, user: null });
  });

  it('tokenProvider restores the session of the next client', async () => {
    OwnProvider.kept.token = sessionToken('grace');
    OwnProvider.kept.user = wireUser('grace') as unknown as User;
    const { client } = setUp(withProvider);
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'grace' });
    expect(client.expiresAt).toEqual(new Date((NOW_SECONDS + 3_600) * 1000));
  });

  it.each([['null'], ['undefined'], ['']])('tokenProvider with the token %j has no session', (token) => {
    OwnProvider.kept.token = token;
    expect(setUp(withProvider).client.state).toBe('signedOut');
  });

  it('tokenProvider keeps its token when an answer has none', async () => {
    const { client, transport } = await setUpSignedIn(withProvider);
    transport.answerGraphql('unbindPhone', wireUser('ada', null));
    await client.unbindPhone();
    expect(OwnProvider.kept.token).toBe(sessionToken());
  });

  it('tokenProvider and storage exclude each other', () => {
    expect(make({ storage: new MemoryStorage(), tokenProvider: OwnProvider })).toThrow(refused('tokenProvider'));
  });
});

describe('client.tokenProvider', () => {
  it('client.tokenProvider returns token and user of the session', async () => {
    const { client } = await setUpSignedIn();
    expect(client.tokenProvider.getToken()).toBe(sessionToken());
    expect(client.tokenProvider.getUser()).toMatchObject({ id: 'ada', token: sessionToken() });
  });

  it('client.tokenProvider returns null without a session', () => {
    const { tokenProvider } = setUp().client;
    expect([tokenProvider.getToken(), tokenProvider.getUser()]).toEqual([null, null]);
  });

  it('client.tokenProvider begins a session with a token, and takes over its user', async () => {
    const { client } = setUp();
    client.tokenProvider.setToken(jwt({ sub: 'grace' }));
    expect(client.checkLoggedIn()).toBe('grace');
    client.tokenProvider.setUser(wireUser('grace', null) as unknown as User);
    expect(client.tokenProvider.getUser()).toMatchObject({ id: 'grace', token: jwt({ sub: 'grace' }) });
  });

  it('client.tokenProvider.clearUser ends the session on this side, and sends nothing', async () => {
    const { client, transport } = await setUpSignedIn();
    client.tokenProvider.clearUser();
    await client.ready();
    expect(transport.requests).toEqual([]);
    expect(client.state).toBe('signedOut');
    expect(client.tokenProvider.getUser()).toBeNull();
  });
});
