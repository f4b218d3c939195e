import { describe, expect, it } from '@jest/globals';
import { decrypt, mfaToken, sessionToken, setUp, setUpSignedIn, wireUser } from '../../client.fixture.js';
import { directoryUrl } from './directory-url.js';

describe('loginBySubAccount', () => {
  it('encrypts the password and begins the session', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('loginBySubAccount', wireUser());
    await client.loginBySubAccount('ada', 'pw', { captchaCode: 'x' });
    const { variables } = transport.lastBody as { variables: Record<string, unknown> };
    expect(variables).toEqual({ account: 'ada', captchaCode: 'x', password: expect.any(String) });
    expect(decrypt(variables.password)).toBe('pw');
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada' });
  });
});

describe.each(['loginByLdap', 'loginByAd'] as const)('%s', (method) => {
  it('begins the session, with custom fields as an object', async () => {
    const { client, transport } = setUp();
    transport.answer({ ...wireUser(), customData: [{ key: 'age', value: '36', dataType: 'NUMBER' }] });
    const user = await client[method]('ada', 'pw', { clientIp: '1.2.3.4', withCustomData: true });
    expect(user.customData).toEqual({ age: 36 });
    expect(transport.lastBody).toEqual({
      username: 'ada',
      password: 'pw',
      clientIp: '1.2.3.4',
      withCustomData: true,
    });
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada' });
  });

  it('waits for a second factor, and leaves the session alone that was there', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ code: 1636, message: 'second factor', data: { mfaToken } });
    await expect(client[method]('grace', 'pw')).rejects.toMatchObject({ kind: 'mfa-required' });
    expect(client.pendingSignIn?.mfaToken).toBe(mfaToken);
    expect(client.currentSession?.token).toBe(sessionToken());
  });

  it.each([
    ['', 'pw', 'username'],
    [undefined, 'pw', 'username'],
    ['a\r\nb', 'pw', 'username'],
    ['ada', '', 'password'],
    ['ada', 5, 'password'],
  ])('refuses %j and %j before it sends anything', async (username, password, name) => {
    const { client, transport } = setUp();
    const call = client[method](username as string, password as string, null as never);
    await expect(call).rejects.toMatchObject({ kind: 'invalid-input', message: expect.stringContaining(name) });
    expect(transport.requests).toEqual([]);
  });

  it('shows the password in no error', async () => {
    const { client, transport } = setUp();
    transport.answerJson({ code: 2333, message: 'canary-pw is wrong' });
    const error = await client[method]('ada', 'canary-pw').catch((reason: unknown) => reason);
    expect(String(error)).not.toContain('canary-pw');
  });
});

describe('the address that loginByAd asks', () => {
  // Defect 28: the published client asks `ws.0.0.1` for `127.0.0.1`.
  it.each([
    ['https://core.authing.cn', 'https://ws.authing.cn'],
    ['https://example.authing.cn/base', 'https://ws.authing.cn'],
    ['https://sso.corp.example.com', 'https://ws.corp.example.com'],
    ['http://127.0.0.1:4455', 'http://127.0.0.1:4455'],
    ['http://[::1]:4455', 'http://[::1]:4455'],
    ['http://localhost:4455', 'http://localhost:4455'],
    ['http://app.localhost:4455', 'http://app.localhost:4455'],
    ['https://10.1.2.3', 'https://10.1.2.3'],
    ['https://idp', 'https://idp'],
    ['https://example.com', 'https://example.com'],
    ['https://example.co.uk', 'https://example.co.uk'],
    ['https://sso.example.co.uk', 'https://ws.example.co.uk'],
  ])('of %s is %s (defect 28)', (appHost, url) => {
    expect(directoryUrl(appHost)).toBe(url);
  });

  it('is that of websocketHost where there is one', async () => {
    const { client, transport } = setUp({ websocketHost: 'https://ad.example/' });
    transport.answer(wireUser());
    await client.loginByAd('ada', 'pw');
    expect(transport.last.url).toBe('https://ad.example/api/v2/ad/verify-user');
  });

  it('is for that call alone', async () => {
    const { client, transport } = setUp({ appHost: 'https://a.authing.cn' });
    transport.answer(wireUser()).answer(wireUser());
    await client.loginByAd('ada', 'pw');
    expect(transport.last.url).toBe('https://ws.authing.cn/api/v2/ad/verify-user');
    await client.loginByLdap('ada', 'pw');
    expect(transport.last.url).toBe('https://a.authing.cn/api/v2/ldap/verify-user');
  });
});
