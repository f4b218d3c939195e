import { describe, expect, it } from '@jest/globals';
import { FakeTransport } from '@sallyport/core/testing';
import { GoTrueManagementClient } from './gotrue-management-client.js';
import type { GoTrueManagementClientOptions } from './options.js';

const good = { url: 'https://id.example/auth/v1', serviceRoleKey: 'service-role-key' };
const make = (options: unknown) => () => new GoTrueManagementClient(options as GoTrueManagementClientOptions);

describe('the constructor of GoTrueManagementClient', () => {
  it('sends nothing', () => {
    const transport = new FakeTransport();
    expect(make({ ...good, transport })).not.toThrow();
    expect(transport.requests).toEqual([]);
  });

  it.each([
    [undefined, 'url'],
    [null, 'url'],
    [{ serviceRoleKey: 's' }, 'url'],
    [{ ...good, url: 'id.example' }, 'url'],
    [{ ...good, url: 'http://id.example' }, 'url'],
    [{ ...good, url: 'https://id.example?a=b' }, 'url'],
    [{ url: good.url }, 'serviceRoleKey'],
    [{ ...good, serviceRoleKey: '' }, 'serviceRoleKey'],
    [{ ...good, serviceRoleKey: 5 }, 'serviceRoleKey'],
    [{ ...good, serviceRoleKey: 'a\r\nb' }, 'serviceRoleKey'],
    [{ ...good, apiKey: 5 }, 'apiKey'],
    [{ ...good, timeout: 0 }, 'timeout'],
    [{ ...good, dangerouslyAllowHttp: 'yes' }, 'dangerouslyAllowHttp'],
  ])('refuses %j, naming the option %s', (options, option) => {
    expect(make(options)).toThrow(
      expect.objectContaining({ kind: 'configuration', message: expect.stringContaining(`option ${option} `) }),
    );
  });

  it.each(['serviceRoleKey', 'apiKey'])(
    'refuses the emulator’s published %s off loopback, without showing it',
    (key) => {
      expect(make({ ...good, [key]: 'sallyport-development-canary' })).toThrow(
        expect.objectContaining({
          kind: 'configuration',
          message: expect.stringMatching(new RegExp(`^(?!.*canary).*option ${key} `)),
        }),
      );
    },
  );

  it('takes the emulator’s published key, and http, on loopback', () => {
    const url = 'http://127.0.0.1:4455/auth/v1';
    expect(make({ url, serviceRoleKey: 'sallyport-development-service-role-key' })).not.toThrow();
  });

  it('leaves frozen options as they are', () => {
    expect(make(Object.freeze({ ...good, apiKey: 'anon' }))).not.toThrow();
  });

  it('refuses an unknown option and suggests the closest name', () => {
    expect(make({ ...good, servicRoleKey: 'canary' })).toThrow(
      expect.objectContaining({
        kind: 'configuration',
        message: 'The option servicRoleKey is unknown: did you mean serviceRoleKey?',
      }),
    );
  });
});
