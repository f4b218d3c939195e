import { describe, expect, it, jest } from '@jest/globals';
import { ConfigurationError, MemoryStorage } from '@sallyport/core';
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

  it.each([[{ appId: 'app' }], [{ userPoolId: 'pool' }], [good], [{ ...good, secret: 'on a server' }]])(
    'takes %j',
    (options) => {
      expect(make(options)).not.toThrow();
    },
  );

  it.each([
    [undefined, 'appId'],
    [null, 'appId'],
    ['app', 'appId'],
    [{}, 'appId'],
    [{ appId: '' }, 'appId'],
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
    [{ appId: 'app', host: 'ftp://id.example' }, 'host'],
    [{ appId: 'app', domain: 'a b' }, 'domain'],
    [{ ...good, timeout: -1 }, 'timeout'],
    [{ ...good, timeout: Number.NaN }, 'timeout'],
    [{ ...good, timeout: '5' }, 'timeout'],
    [{ ...good, maxResponseBytes: 1.5 }, 'maxResponseBytes'],
    [{ ...good, maxResponseBytes: 0 }, 'maxResponseBytes'],
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
    expect(make({})).toThrow(ConfigurationError);
    expect(make({})).toThrow(expect.objectContaining({ remedy: 'Pass appId, or userPoolId.' }));
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
    [{ appHost: 'https://a.example/' }, 'https://a.example'],
    [{ domain: 'b.example' }, 'https://b.example'],
    [{ domain: 'b.example', host: 'http://127.0.0.1:1', dangerouslyAllowHttp: true }, 'http://b.example'],
    [{ host: 'https://c.example//' }, 'https://c.example'],
    [{ appHost: 'https://a.example', domain: 'b.example', host: 'https://c.example' }, 'https://a.example'],
    [{}, 'https://core.authing.cn'],
  ])('reads the address out of %j', async (address, origin) => {
    const transport = new FakeTransport().answer({ code: 200 });
    await new AuthenticationClient({ appId: 'app', transport, ...address }).sendSmsCode('1');
    expect(transport.last.url).toBe(`${origin}/api/v2/sms/send`);
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

describe('an option that nobody reads', () => {
  it('is told to the logger by its name, and is no error', () => {
    const said: unknown[] = [];
    const logger = { warn: (...line: unknown[]) => void said.push(line), error: () => {} };
    setUp({ logger, tiemout: 5 } as never);
    expect(JSON.stringify(said)).toContain('tiemout');
    expect(said).toHaveLength(1);
  });

  it.each([['https://pool.example'], ['x/../../y'], ['pool.example?x'], ['user@pool.example']])(
    'is not domain, which refuses %j',
    (domain) => {
      expect(() => setUp({ appHost: undefined, domain })).toThrow(/option domain/);
    },
  );
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
