import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { FakeTransport } from '@sallyport/core/testing';
import { AuthenticationClient } from '../authentication-client.js';

const good = { appId: 'app', appHost: 'https://id.example' };

afterEach(() => {
  jest.restoreAllMocks();
  localStorage.clear();
  sessionStorage.clear();
});

describe('AuthenticationClient in a browser', () => {
  it('refuses a secret, without showing it (CLI-23)', () => {
    expect(() => new AuthenticationClient({ ...good, secret: 'canary' })).toThrow(
      expect.objectContaining({
        kind: 'configuration',
        message: expect.stringMatching(/^(?!.*canary).*option secret /),
      }),
    );
  });

  it('refuses HS256 for ID tokens, also with a secret that was allowed (TOK-02)', () => {
    const options = { ...good, secret: 'x'.repeat(32), dangerouslyAllowSecretInBrowser: true } as const;
    expect(() => new AuthenticationClient({ ...options, idTokenAlgorithms: ['HS256'] })).toThrow(
      expect.objectContaining({ kind: 'configuration', message: expect.stringContaining('idTokenAlgorithms') }),
    );
  });

  it('takes a secret where that was allowed', () => {
    expect(
      () => new AuthenticationClient({ ...good, secret: 's', dangerouslyAllowSecretInBrowser: true }),
    ).not.toThrow();
  });

  it('touches no storage when it is made', () => {
    const touched = (['getItem', 'setItem', 'removeItem'] as const).map((name) => jest.spyOn(Storage.prototype, name));
    expect(() => new AuthenticationClient(good)).not.toThrow();
    expect(touched.reduce((sum, { mock }) => sum + mock.calls.length, 0)).toBe(0);
  });

  it('is made where storage is blocked, or holds rubbish', () => {
    jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    expect(new AuthenticationClient(good).state).toBe('signedOut');
  });

  it('lets the browser send cookies along, unless told otherwise', async () => {
    const transport = new FakeTransport().answer({ code: 200 }).answer({ code: 200 });
    await new AuthenticationClient({ ...good, transport }).sendSmsCode('1');
    await new AuthenticationClient({ ...good, transport, withCredentials: false }).sendSmsCode('1');
    expect(transport.requests.map(({ withCredentials }) => withCredentials)).toEqual([true, false]);
  });
});
