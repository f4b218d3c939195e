/** @jest-environment jsdom */
// `jest-environment-jsdom` alone, as applications use it: without fetch, TextEncoder and TextDecoder.
import { afterEach, describe, expect, it } from '@jest/globals';
import { AuthenticationClient } from './authing/authentication-client.js';
import { GoTrueAuthenticationClient } from './gotrue/gotrue-authentication-client.js';

const authing = () => new AuthenticationClient({ appId: 'app', appHost: 'https://id.example' });
const goTrue = () => new GoTrueAuthenticationClient({ url: 'https://id.example/auth/v1', apiKey: 'key' });
const [email, password] = ['ada@example.com', 'correct horse battery staple'];

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'fetch');
});

describe.each([
  ['AuthenticationClient', authing],
  ['GoTrueAuthenticationClient', goTrue],
])('%s in plain jsdom', (_, construct) => {
  it('names the missing globals when it signs in or calls an API', async () => {
    expect([typeof fetch, typeof TextEncoder, typeof TextDecoder]).toEqual(Array(3).fill('undefined'));
    const client = construct();
    const missing = { kind: 'configuration', remedy: expect.stringContaining('whatwg-fetch') };
    await expect(client.loginByEmail(email, password)).rejects.toMatchObject(missing);
    await expect(client.fetch('/relative')).rejects.toMatchObject(missing);
    await expect(client.getCurrentUser()).resolves.toBeNull();
    await client.dispose();
  });

  it('resolves a relative address of client.fetch where a test has set fetch alone', async () => {
    const called: unknown[] = [];
    Object.assign(globalThis, { fetch: async (url: unknown) => called.push(url) });
    const client = construct();
    await client.fetch('/relative');
    expect(called).toEqual(['http://localhost/relative']);
    await client.dispose();
  });
});
