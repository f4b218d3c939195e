import { describe, expect, it, jest } from '@jest/globals';
import { ConfigurationError } from '@sallyport/core/errors';
import { MemoryStorage, type TokenStorage } from '@sallyport/core/storage';
import { FakeTransport } from '@sallyport/core/testing';
import { setUp, wireUser } from '../../client.fixture.js';
import { AuthenticationClient } from '../authentication-client.js';
import { type AuthenticationClientOptions, resolveOptions } from './options.js';

const good = { appId: 'app', appHost: 'https://id.example' };
const make = (options: unknown) => () => new AuthenticationClient(options as AuthenticationClientOptions);
const refused = (option: string) =>
  expect.objectContaining({ kind: 'configuration', message: expect.stringContaining(`option ${option} `) });

describe('the constructor of AuthenticationClient', () => {
  it('does no input or output', () => {
    const storage = new MemoryStorage();
    const transport = new FakeTransport();
    const touched = [jest.spyOn(storage, 'get'), jest.spyOn(storage, 'set'), jest.spyOn(storage, 'remove')];
    expect(make({ ...good, storage, transport })).not.toThrow();
    expect([...touched.flatMap(({ mock }) => mock.calls), ...transport.requests]).toEqual([]);
  });

  it.each([[{ userPoolId: 'pool', appHost: good.appHost }], [good], [{ ...good, secret: 'on a server' }]])(
    'takes %j',
    (options) => {
      expect(make(options)).not.toThrow();
    },
  );

  it.each([
    [undefined, 'appHost'],
    [null, 'appHost'],
    ['app', 'appHost'],
    [{}, 'appHost'],
    [{ appId: 'app' }, 'appHost'],
    [{ ...good, appHost: '' }, 'appHost'],
    [{ appHost: good.appHost }, 'appId'],
    [{ ...good, appId: '' }, 'appId'],
    [{ ...good, tiemout: 5 }, 'tiemout'],
    [{ ...good, appId: 5 }, 'appId'],
    [{ ...good, appId: 'a\r\nb' }, 'appId'],
    [{ ...good, userPoolId: {} }, 'userPoolId'],
    [{ ...good, tenantId: 5 }, 'tenantId'],
    [{ ...good, tenantId: 'a\nb' }, 'tenantId'],
    [{ ...good, secret: 5 }, 'secret'],
    [{ ...good, appHost: 'id.example' }, 'appHost'],
    [{ ...good, appHost: 5 }, 'appHost'],
    [{ ...good, appHost: 'http://id.example' }, 'appHost'],
    [{ ...good, appHost: 'https://u:p@id.example' }, 'appHost'],
    [{ ...good, appHost: 'https://id.example/?a=b' }, 'appHost'],
    [{ ...good, appHost: 'javascript:alert(1)' }, 'appHost'],
    [{ ...good, protocol: 'oidc2' }, 'protocol'],
    [{ ...good, tokenEndPointAuthMethod: 'basic' }, 'tokenEndPointAuthMethod'],
    [{ ...good, introspectionEndPointAuthMethod: 5 }, 'introspectionEndPointAuthMethod'],
    [{ ...good, revocationEndPointAuthMethod: 'post' }, 'revocationEndPointAuthMethod'],
    [{ ...good, redirectUri: {} }, 'redirectUri'],
    [{ ...good, websocketHost: 'ws.example' }, 'websocketHost'],
    [{ ...good, websocketHost: 'http://ws.example' }, 'websocketHost'],
    [{ ...good, websocketHost: 'javascript:alert(1)' }, 'websocketHost'],
    [{ ...good, socketUri: 5 }, 'socketUri'],
    [{ ...good, socketUri: 'ws://events.example' }, 'socketUri'],
    [{ ...good, retryTimes: -1 }, 'retryTimes'],
    [{ ...good, retryTimes: '5' }, 'retryTimes'],
    [{ ...good, privateKeys: {} }, 'privateKeys'],
    [{ ...good, encryption: { type: 'sm2' } }, 'encryption.publicKey'],
    [{ ...good, encryptFunction: {} }, 'encryptFunction'],
    [{ ...good, timeout: -1 }, 'timeout'],
    [{ ...good, timeout: Number.NaN }, 'timeout'],
    [{ ...good, timeout: '5' }, 'timeout'],
    [{ ...good, maxResponseBytes: 1.5 }, 'maxResponseBytes'],
    [{ ...good, maxResponseBytes: 0 }, 'maxResponseBytes'],
    [{ ...good, maxSockets: 0 }, 'maxSockets'],
    [{ ...good, maxSockets: '50' }, 'maxSockets'],
    [{ ...good, requestFrom: 5 }, 'requestFrom'],
    [{ ...good, lang: 'zh\nCN' }, 'lang'],
    [{ ...good, publicKey: 5 }, 'publicKey'],
    [{ ...good, headers: { lang: 'x lang' } }, 'headers.lang'],
    [{ ...good, headers: { 'app-id': 5 } }, 'headers.app-id'],
    [{ ...good, clock: {} }, 'clock'],
    [{ ...good, logger: { warn: () => {} } }, 'logger'],
    [{ ...good, transport: 'axios' }, 'transport'],
    [{ ...good, storage: { get: () => null } }, 'storage'],
    [{ ...good, storage: null }, 'storage'],
    [{ ...good, withCredentials: 'no' }, 'withCredentials'],
    [{ ...good, dangerouslyAllowHttp: 'yes' }, 'dangerouslyAllowHttp'],
    [{ ...good, dangerouslyAllowDevelopmentKeys: 1 }, 'dangerouslyAllowDevelopmentKeys'],
  ])('refuses %j, naming the option %s', (options, option) => {
    expect(make(options)).toThrow(refused(option));
  });

  it('takes http on loopback, and elsewhere only where that was allowed (CLI-23)', () => {
    expect(make({ appId: 'app', appHost: 'http://127.0.0.1:4455' })).not.toThrow();
    expect(make({ appId: 'app', appHost: 'http://id.example', dangerouslyAllowHttp: true })).not.toThrow();
  });

  it('refuses the emulator’s published secret off loopback, and does not show it', () => {
    const secret = 'sallyport-development-canary';
    expect(make({ ...good, secret })).toThrow(refused('secret'));
    expect(make({ ...good, secret })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') }),
    );
    expect(make({ ...good, secret, dangerouslyAllowDevelopmentKeys: true })).not.toThrow();
    expect(make({ ...good, appHost: 'http://localhost:4455', secret })).not.toThrow();
  });

  it('throws an error that says what to do', () => {
    const { appHost } = good;
    expect(make({ appHost })).toThrow(ConfigurationError);
    expect(make({ appHost })).toThrow(expect.objectContaining({ remedy: 'Pass appId, or userPoolId.' }));
  });

  it('changes nothing in the options, also where they are frozen', () => {
    const options = Object.freeze({ ...good, headers: Object.freeze({ lang: 'x-lang' }), timeout: 5_000 });
    expect(make(options)).not.toThrow();
  });

  it('does not hear of changes to the options afterwards', async () => {
    const transport = new FakeTransport().answer({ code: 200 });
    const options = { ...good, transport };
    const client = new AuthenticationClient(options);
    options.appId = 'evil';
    await client.sendSmsCode('13800000000');
    expect(transport.last.headers['x-authing-app-id']).toBe('app');
  });

  it.each([
    ['https://a.example/', 'https://a.example'],
    ['https://a.example/base//', 'https://a.example/base'],
  ])('reads the address %s as %s', async (appHost, address) => {
    const transport = new FakeTransport().answer({ code: 200 });
    await new AuthenticationClient({ appId: 'app', transport, appHost }).sendSmsCode('1');
    expect(transport.last.url).toBe(`${address}/api/v2/sms/send`);
  });

  it('AuthenticationClient passes the default storage to a function, and uses the storage that it returns', async () => {
    const kept = new MemoryStorage();
    const storage = jest.fn((_own: TokenStorage): TokenStorage => kept);
    const { client, transport } = setUp({ storage });
    transport.answerGraphql('loginByUsername', wireUser());
    await client.loginByUsername('ada', 'pw');
    expect(storage.mock.calls).toEqual([[expect.objectContaining({ swap: expect.any(Function) })]]);
    expect(setUp({ storage: kept }).client.state).toBe('signedIn');
  });

  it('says who calls in the headers that the wire knows', async () => {
    const { client, transport } = setUp({ tenantId: 'tenant', requestFrom: 'ui', lang: 'en-US' });
    transport.answer({ code: 200 });
    await client.sendSmsCode('1');
    expect(transport.last.headers).toMatchObject({
      'x-authing-app-id': 'app',
      'x-authing-userpool-id': 'pool',
      'x-authing-app-tenant-id': 'tenant',
      'x-authing-request-from': 'ui',
      'x-authing-lang': 'en-US',
      'x-authing-sdk-version': expect.stringMatching(/^js:sallyport-\d/),
    });
  });

  it('says so under other names where `headers` gives them', async () => {
    const { client, transport } = setUp({ headers: { 'app-id': 'X-Brand-App' } });
    transport.answer({ code: 200 });
    await client.sendSmsCode('1');
    expect(transport.last.headers).toMatchObject({ 'x-brand-app': 'app' });
    expect('x-authing-app-id' in transport.last.headers).toBe(false);
  });

  it('keeps two clients apart that differ in address, application, pool or tenant (CLI-14)', async () => {
    const storage = new MemoryStorage();
    const { client, transport } = setUp({ storage });
    transport.answerGraphql('loginByUsername', wireUser());
    await client.loginByUsername('ada', 'pw');
    const others = [{ appId: 'b' }, { userPoolId: 'b' }, { tenantId: 'b' }, { appHost: 'https://b.example' }];
    expect(others.map((other) => setUp({ storage, ...other }).client.state)).toEqual(Array(4).fill('signedOut'));
    expect(setUp({ storage }).client.state).toBe('signedIn');
  });
});

describe('an unknown option', () => {
  it.each([
    ['tiemout', 'timeout'],
    ['appid', 'appId'],
    ['host', 'appHost'],
  ])('is refused: %s suggests %s', (name, closest) => {
    expect(make({ ...good, [name]: 'x' })).toThrow(
      expect.objectContaining({
        kind: 'configuration',
        message: `The option ${name} is unknown: did you mean ${closest}?`,
        remedy: `Pass ${closest}, or leave ${name} out.`,
      }),
    );
  });

  it.each(['domain', 'token', 'tokenProvider', 'onError', 'httpClient'])(
    'is refused: %s, which only the drop-in takes',
    (name) => {
      expect(make({ ...good, [name]: 'x' })).toThrow(refused(name));
    },
  );
});

describe('optionNames', () => {
  it('AuthenticationClient.optionNames lists each option that the constructor takes', () => {
    const { optionNames } = AuthenticationClient;
    expect(optionNames).toEqual(expect.arrayContaining(['appId', 'appHost', 'timeout', 'storage', 'retryTimes']));
    expect(optionNames).not.toContain('host');
  });
});

describe('idTokenAlgorithms', () => {
  it.each([[undefined], [['RS256']], [['PS256', 'EdDSA']], [['ES256', 'RS256']]])('may be %j', (idTokenAlgorithms) => {
    expect(() => resolveOptions({ ...good, idTokenAlgorithms: idTokenAlgorithms as never })).not.toThrow();
  });

  it('is RS256 and ES256 by default, also with a secret (TOK-01)', () => {
    const { idTokenAlgorithms } = resolveOptions({ ...good, secret: 'x'.repeat(40) });
    expect(idTokenAlgorithms).toEqual(['RS256', 'ES256']);
  });

  it.each([[[]], ['RS256'], [null], [['none']], [['HS512']], [[5]], [['HS256']]])(
    'must not be %j without a secret (TOK-01)',
    (idTokenAlgorithms) => {
      expect(() => resolveOptions({ ...good, idTokenAlgorithms: idTokenAlgorithms as never })).toThrow(
        expect.objectContaining({ kind: 'configuration', message: expect.stringContaining('idTokenAlgorithms') }),
      );
    },
  );
});
