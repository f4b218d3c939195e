// oxlint-disable typescript/unbound-method -- the function is put back as it was
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AuthenticationClient } from '@sallyport/authentication-client';
import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import { authing, createClient, gotrue, mfa, passwordSignIn, totp } from '@sallyport/authentication-client/modular';
import { ManagementClient } from '@sallyport/management-client';
import { GoTrueManagementClient } from '@sallyport/management-client/gotrue';

// Cloudflare Workers allow neither input and output, timers, random values nor an AbortController in the global scope.

const forbidden = ['AbortController', 'setTimeout', 'setInterval', 'fetch'] as const;
const real = Object.fromEntries(forbidden.map((name) => [name, globalThis[name]]));
const { getRandomValues } = crypto;

function refuse(): never {
  throw new Error('Disallowed operation called within global scope');
}

beforeEach(() => {
  for (const name of forbidden) Object.assign(globalThis, { [name]: refuse });
  crypto.getRandomValues = refuse;
});
afterEach(() => {
  Object.assign(globalThis, real);
  crypto.getRandomValues = getRandomValues;
});

const [appHost, url] = ['https://pool.example', 'https://project.example/auth/v1'];

describe('the global scope of a Cloudflare Worker', () => {
  it.each<readonly [string, () => object]>([
    ['AuthenticationClient', () => new AuthenticationClient({ appId: 'app', appHost })],
    ['AuthenticationClient with a secret', () => new AuthenticationClient({ appId: 'app', appHost, secret: 's3cret' })],
    ['GoTrueAuthenticationClient', () => new GoTrueAuthenticationClient({ url })],
    ['a composed Authing client', () => createClient(authing({ appId: 'app', appHost }), [passwordSignIn, mfa(totp)])],
    ['a composed GoTrue client', () => createClient(gotrue({ url }), [passwordSignIn, mfa(totp)])],
    ['ManagementClient', () => new ManagementClient({ userPoolId: 'pool', secret: 's3cret', host: appHost })],
    ['GoTrueManagementClient', () => new GoTrueManagementClient({ url, serviceRoleKey: 'key' })],
  ])('accepts the construction of %s', (_, create) => {
    expect(create()).toEqual(expect.any(Object));
  });
});
