import { once } from 'node:events';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
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
    'AppPasswordStrengthLimit',
    'ApplicationType',
    'EmailScene',
    'EmailTemplateType',
    'LoginMethods',
    'OIDCConnectionMode',
    'Operator',
    'PasswordEncryptType',
    'PasswordSecurityLevel',
    'PolicyAssignmentTargetType',
    'PolicyEffect',
    'RegisterMethods',
    'ResourceType',
    'SceneType',
    'SigninByCredentialsConnection',
    'SignInResponseType',
    'SocialConnectionProvider',
    'SortByEnum',
    'SupportedAdminActionEnum',
    'SupportedUserActionEnum',
    'UdfDataType',
    'UdfTargetType',
    'UserStatus',
    'WhitelistType',
  ] as const)('has the members of %s', (name) => {
    expect({ ...dropIn[name] }).toEqual({ ...(published[name] as object) });
  });

  it('exports a ManagementTokenProvider that answers the option, or a token that it fetches once', async () => {
    const { ManagementTokenProvider } = dropIn;
    const calls: unknown[] = [];
    const claims = Buffer.from(JSON.stringify({ exp: 4_102_444_800 })).toString('base64url');
    const token = `e30.${claims}.e30`;
    const graphqlClient = {
      request: async ({ variables }: { readonly variables?: unknown }) => {
        calls.push(variables);
        return { accessToken: { accessToken: token } };
      },
    };
    const provider = new ManagementTokenProvider({ userPoolId: 'pool', secret: 's' }, graphqlClient);
    await expect(Promise.all([provider.getToken(), provider.getToken()])).resolves.toEqual([token, token]);
    await expect(provider.getToken()).resolves.toBe(token);
    expect(calls).toEqual([{ userPoolId: 'pool', secret: 's' }]);
    const given = new ManagementTokenProvider({ userPoolId: 'pool', accessToken: 'given' }, graphqlClient);
    await expect(given.getToken()).resolves.toBe('given');
  });

  describe('an error without a code of the server', () => {
    const options = { userPoolId: 'pool', appId: 'app', timeout: 50_000 };

    /** The address of a port that is closed by now. */
    async function closedPort(): Promise<string> {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      server.close();
      await once(server, 'close');
      return `http://127.0.0.1:${port}`;
    }

    it('has the code ECONNREFUSED when the connection is refused, which onError receives too', async () => {
      const host = await closedPort();
      const onError = jest.fn();
      const management = new dropIn.ManagementClient({ ...options, accessToken: 't', host, onError });
      const authentication = new dropIn.AuthenticationClient({ ...options, appHost: host });
      await expect(management.users.detail('u')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      await expect(authentication.loginByPhoneCode('138', '1234')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      expect(onError.mock.calls).toEqual([['ECONNREFUSED', expect.any(String), undefined]]);
    });

    it('has the code ERR_INVALID_ARGUMENT when the client refuses an argument or an option', async () => {
      const management = new dropIn.ManagementClient({ ...options, accessToken: 't', host: 'https://id.example' });
      await expect(management.users.detail('')).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
      expect(() => new dropIn.ManagementClient({ userPoolId: 'pool', host: 'https://id.example' })).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
      );
    });
  });

  it('sends a code of any form, as the published client does', async () => {
    const bodies: string[] = [];
    const transport = {
      send: async ({ body = '' }: { readonly body: string | undefined }) => {
        bodies.push(body);
        return { status: 200, headers: { 'content-type': 'application/json' }, text: '{"code":6001,"message":"no"}' };
      },
      dispose: () => {},
    };
    const client = new dropIn.AuthenticationClient({ appId: 'app', appHost: 'https://id.example', transport });
    await expect(client.mfa.verifyTotpMfa({ totp: '12', mfaToken: 't' })).rejects.toMatchObject({ code: 6001 });
    expect(bodies).toEqual(['{"totp":"12"}']);
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
