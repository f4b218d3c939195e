import { createRequire } from 'node:module';
import { describe, expect, it, jest } from '@jest/globals';
import type * as DropIn from '@sallyport/authing-js-sdk';

const require = createRequire(import.meta.url);
const dropIn = require('@sallyport/authing-js-sdk') as typeof DropIn;
const published = require('authing-js-sdk') as Record<string, unknown>;

describe('@sallyport/authing-js-sdk', () => {
  it('can be required, and imported', async () => {
    expect(typeof dropIn.AuthenticationClient).toBe('function');
    expect(typeof (await import('@sallyport/authing-js-sdk')).ManagementClient).toBe('function');
  });

  it.each([
    'EmailScene',
    'PasswordEncryptType',
    'PasswordSecurityLevel',
    'ResourceType',
    'SceneType',
    'SigninByCredentialsConnection',
    'SignInResponseType',
    'SortByEnum',
    'UdfDataType',
    'UserStatus',
  ] as const)('has the members of %s', (name) => {
    expect({ ...dropIn[name] }).toEqual({ ...(published[name] as object) });
  });

  it('has no name for anything that the published package calls otherwise', () => {
    const ours = ['isSallyportError', 'MfaRequiredError', 'SallyportError'];
    expect(
      Object.keys(dropIn)
        .filter((name) => !(name in published))
        .sort(),
    ).toEqual(ours.sort());
  });

  it('throws what code written for the published client catches', async () => {
    const { MfaRequiredError } = dropIn;
    const error = new MfaRequiredError({ code: 1635, message: 'x', data: { mfaToken: 't' } });
    expect([error.code, error.message, (error.data as { mfaToken: string }).mfaToken]).toEqual([1635, 'x', 't']);
  });

  it('warns once of http beyond this machine, where our own packages refuse it', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const client = new dropIn.AuthenticationClient({ appId: 'app', appHost: 'http://idp.example' });
    expect(client).toBeInstanceOf(dropIn.AuthenticationClient);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toMatch(/https/);
    warn.mockRestore();
    const strict = await import('@sallyport/authentication-client');
    expect(() => new strict.AuthenticationClient({ appId: 'app', appHost: 'http://idp.example' })).toThrow(/appHost/);
  });

  it.each([
    ['http://localhost.evil.example', 1],
    ['http://127.evil.example', 1],
    ['http://app.localhost:4455', 0],
    ['https://idp.example', 0],
  ])('warns of %s as often as it is unsafe', (appHost, times) => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    expect(new dropIn.AuthenticationClient({ appId: 'app', appHost }).state).toBe('signedOut');
    expect(warn).toHaveBeenCalledTimes(times);
    warn.mockRestore();
  });
});
