import { afterEach, describe, expect, it } from '@jest/globals';
import { FakeTransport } from '@sallyport/core/testing';
import { ManagementClient } from '../management-client.js';
import type { ManagementClientOptions } from './options.js';

const good = { userPoolId: 'pool', secret: 'secret', host: 'https://id.example' };
const make = (options: unknown) => () => new ManagementClient(options as ManagementClientOptions);

describe('the constructor of ManagementClient', () => {
  it('sends nothing', () => {
    const transport = new FakeTransport();
    expect(make({ ...good, transport })).not.toThrow();
    expect(transport.requests).toEqual([]);
  });

  const { host } = good;
  it.each([[good], [{ appId: 'app', secret: 's', host }], [{ userPoolId: 'pool', accessToken: 't', host }]])(
    'takes %j',
    (options) => {
      expect(make(options)).not.toThrow();
    },
  );

  it.each([
    [undefined, 'host'],
    [null, 'host'],
    [{ userPoolId: 'pool', secret: 's' }, 'host'],
    [{ ...good, host: '' }, 'host'],
    [{ secret: 's', host }, 'userPoolId'],
    [{ ...good, userPoolId: '' }, 'userPoolId'],
    [{ userPoolId: 'pool', host }, 'secret'],
    [{ ...good, secret: '' }, 'secret'],
    [{ ...good, usrePoolId: 'x' }, 'usrePoolId'],
    [{ ...good, onError: () => {} }, 'onError'],
    [{ ...good, secret: 5 }, 'secret'],
    [{ ...good, accessToken: 'a\r\nb' }, 'accessToken'],
    [{ ...good, host: 'id.example' }, 'host'],
    [{ ...good, host: 'http://id.example' }, 'host'],
    [{ ...good, host: 5 }, 'host'],
    [{ ...good, issuer: 5 }, 'issuer'],
    [{ ...good, timeout: 0 }, 'timeout'],
    [{ ...good, dangerouslyAllowHttp: 'yes' }, 'dangerouslyAllowHttp'],
  ])('refuses %j, naming the option %s', (options, option) => {
    expect(make(options)).toThrow(
      expect.objectContaining({ kind: 'configuration', message: expect.stringContaining(`option ${option} `) }),
    );
  });

  it('refuses the emulator’s published secret off loopback, without showing it', () => {
    expect(make({ ...good, secret: 'sallyport-development-canary' })).toThrow(
      expect.objectContaining({
        kind: 'configuration',
        message: expect.stringMatching(/^(?!.*canary).*option secret /),
      }),
    );
  });

  it('leaves frozen options alone', () => {
    expect(make(Object.freeze({ ...good }))).not.toThrow();
  });
});

describe.each([
  ['a page', { document: {} }],
  ['a worker', { importScripts: () => {}, location: { href: 'https://app.example/worker.js' } }],
])('the constructor of ManagementClient in %s', (_, globals) => {
  afterEach(() => {
    for (const name of Object.keys(globals)) Reflect.deleteProperty(globalThis, name);
  });
  const pretend = (): void => {
    for (const [name, value] of Object.entries(globals)) {
      Object.defineProperty(globalThis, name, { value, configurable: true });
    }
  };

  it('refuses, without showing the secret (MGT-01)', () => {
    pretend();
    expect(make({ ...good, secret: 'canary' })).toThrow(
      expect.objectContaining({
        kind: 'configuration',
        message: expect.stringMatching(/^(?!.*canary).*option dangerouslyAllowBrowser /),
      }),
    );
  });

  it('goes on where that was allowed (MGT-01)', () => {
    pretend();
    expect(make({ ...good, dangerouslyAllowBrowser: true })).not.toThrow();
  });
});

describe('options that would be trusted for nothing', () => {
  it.each([
    ['issuer', { ...good, issuer: 'javascript:alert(1)' }],
    ['accessToken', { ...good, accessToken: 'sallyport-development-token' }],
  ])('refuses %s, naming it', (option, options) => {
    expect(make(options)).toThrow(new RegExp(`option ${option} `));
  });
});
