import { describe, expect, it, jest } from '@jest/globals';
import type { OnError } from '@sallyport/core';
import { setUp, setUpSignedIn } from '../client.fixture.js';

describe('onError', () => {
  it('hears of a refusal with its code, message and data, and the call rejects all the same', async () => {
    const onError = jest.fn<OnError>();
    const { client, transport } = setUp({ onError });
    transport.refuseGraphql(2333, 'wrong password', { left: 2 });
    await expect(client.loginByUsername('ada', 'pw')).rejects.toMatchObject({
      kind: 'invalid-credentials',
      code: 2333,
    });
    expect(onError.mock.calls).toEqual([[2333, 'wrong password', { left: 2 }]]);
  });

  it('hears of what was refused on this side, and of what throws at once', async () => {
    const onError = jest.fn<OnError>();
    const { client } = setUp({ onError });
    await expect(client.loginByUsername('', 'pw')).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(() => client.checkLoggedIn()).toThrow('Nobody is signed in');
    expect(onError.mock.calls.map(([code, message]) => [code, message])).toEqual([
      [undefined, 'username must not be empty'],
      [undefined, 'Nobody is signed in'],
    ]);
  });

  it('hears of the failures of sub-clients and of views', async () => {
    const onError = jest.fn<OnError>();
    const { client } = await setUpSignedIn({ onError });
    const view = client.with({ timeout: 5_000 });
    await view.social.unlinkExtIdp({ extIdpId: '' }).catch(() => {});
    await view.mfa.verifyFaceMfa('', 'token').catch(() => {});
    await view.principal.authenticate(null as never).catch(() => {});
    expect(onError).toHaveBeenCalledTimes(3);
  });

  it('hears of a failure once, also where several calls share it', async () => {
    const onError = jest.fn<OnError>();
    const { client, transport } = await setUpSignedIn({ onError });
    transport.refuseGraphql(2207, 'no such session').refuseGraphql(2207, 'no such session');
    const refreshes = await Promise.allSettled([client.refreshToken(), client.refreshToken(), client.refreshToken()]);
    expect(refreshes.map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    expect(onError).toHaveBeenCalledTimes(1);
  });

  it('may throw, which is then what the call rejects with', async () => {
    const thrown = { code: 1, message: 'mine' };
    const onError: OnError = () => {
      throw thrown;
    };
    await expect(setUp({ onError }).client.loginByUsername('', 'pw')).rejects.toBe(thrown);
  });

  it('may reject, which is told to the logger', async () => {
    const { client, logger } = setUp({ onError: async () => Promise.reject(new Error('mine')) });
    await expect(client.loginByUsername('', 'pw')).rejects.toMatchObject({ kind: 'invalid-input' });
    await Promise.resolve();
    expect(JSON.stringify(logger.lines)).toContain('onError');
  });

  it('is not called where nothing fails', async () => {
    const onError = jest.fn<OnError>();
    const { client, transport } = await setUpSignedIn({ onError });
    transport.answer([]);
    await client.social.getIdentities();
    expect(onError).not.toHaveBeenCalled();
  });
});
