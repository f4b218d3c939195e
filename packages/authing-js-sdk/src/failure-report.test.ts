import { describe, expect, it, jest } from '@jest/globals';
import { NetworkError } from '@sallyport/core/errors';
import { sessionToken, setUp, setUpManagement, setUpSignedIn } from './client.fixture.js';
import { AuthenticationClient } from './clients.js';
import type { OnError } from './failure-report.js';

describe('onError of the authentication client', () => {
  it('onError receives code, message and data of a refusal, and the call rejects', async () => {
    const onError = jest.fn<OnError>();
    const { client, transport } = setUp({ onError });
    transport.refuseGraphql(2333, 'wrong password', { left: 2 });
    await expect(client.loginByUsername('ada', 'pw')).rejects.toMatchObject({
      kind: 'invalid-credentials',
      code: 2333,
    });
    expect(onError.mock.calls).toEqual([[2333, 'wrong password', { left: 2 }]]);
  });

  it('onError receives refusals of the client itself, also of a call that throws', async () => {
    const onError = jest.fn<OnError>();
    const { client } = setUp({ onError });
    await expect(client.loginByUsername('', 'pw')).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(() => client.checkLoggedIn()).toThrow('Nobody is signed in');
    expect(onError.mock.calls.map(([code, message]) => [code, message])).toEqual([
      ['ERR_INVALID_ARGUMENT', 'username must not be empty'],
      ['ERR_INVALID_ARGUMENT', 'Nobody is signed in'],
    ]);
  });

  it('onError receives failures of sub-clients and of views', async () => {
    const onError = jest.fn<OnError>();
    const { client } = await setUpSignedIn({ onError });
    const view = client.with({ timeout: 5_000 });
    await view.social.unlinkExtIdp({ extIdpId: '' }).catch(() => {});
    await view.mfa.verifyFaceMfa('', 'token').catch(() => {});
    await view.principal.authenticate(null as never).catch(() => {});
    expect(onError).toHaveBeenCalledTimes(3);
  });

  it('onError receives failures of views of views, and of clients made by as()', async () => {
    const onError = jest.fn<OnError>();
    const { client } = setUp({ onError });
    await client
      .with({})
      .with({})
      .loginByUsername('', 'pw')
      .catch(() => {});
    await client
      .as({ token: 'token' })
      .mfa.verifyFaceMfa('', 'token')
      .catch(() => {});
    expect(onError).toHaveBeenCalledTimes(2);
  });

  it('onError receives failures of a subclass, whose own methods and private fields work', async () => {
    class Own extends AuthenticationClient {
      readonly #reasons: string[] = [];
      override async logout() {
        this.#reasons.push('logout');
        await super.logout();
      }
      reasons = () => this.#reasons;
    }
    const onError = jest.fn<OnError>();
    const { transport } = setUp();
    const client = new Own({ appId: 'app', appHost: 'https://id.example', transport, onError });
    client.setToken(sessionToken());
    transport.answerJson({ code: 500, message: 'down' }, 500);
    await expect(client.logout()).rejects.toMatchObject({ kind: 'server' });
    await expect(client.loginByUsername('', 'pw')).rejects.toMatchObject({ kind: 'invalid-input' });
    expect([client.reasons(), onError.mock.calls.length]).toEqual([['logout'], 2]);
  });

  it('onError receives the failure of a subscription once, and errCallback receives it too', async () => {
    const onError = jest.fn<OnError>();
    const { client } = setUp({ onError });
    const failed = new Promise((resolve) => client.event.sub('signed-in', () => {}, resolve));
    await expect(failed).resolves.toMatchObject({ kind: 'not-signed-in' });
    expect(onError).toHaveBeenCalledTimes(1);
    expect(() => client.event.sub('signed-in', () => {}, 5 as never)).toThrow('errCallback must be a function');
  });

  it('onError receives a failure once, also if several calls share it', async () => {
    const onError = jest.fn<OnError>();
    const { client, transport } = await setUpSignedIn({ onError });
    transport.refuseGraphql(2207, 'no such session').refuseGraphql(2207, 'no such session');
    const refreshes = await Promise.allSettled([client.refreshToken(), client.refreshToken(), client.refreshToken()]);
    expect(refreshes.map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    expect(onError).toHaveBeenCalledTimes(1);
  });

  it('onError decides the rejection when it throws', async () => {
    const thrown = { code: 1, message: 'mine' };
    const onError: OnError = () => {
      throw thrown;
    };
    await expect(setUp({ onError }).client.loginByUsername('', 'pw')).rejects.toBe(thrown);
  });

  it('onError that rejects is reported to the logger', async () => {
    const { client, logger } = setUp({ onError: async () => Promise.reject(new Error('mine')) });
    await expect(client.loginByUsername('', 'pw')).rejects.toMatchObject({ kind: 'invalid-input' });
    await Promise.resolve();
    expect(JSON.stringify(logger.lines)).toContain('onError');
  });

  it('onError leaves the methods of every object alone', () => {
    const { client } = setUp({ onError: () => {} });
    const describeObject: () => string = Reflect.get(client.social, 'toString');
    expect(describeObject.call(client.social)).toBe('[object Object]');
  });

  it('onError is not called for a call that succeeds', async () => {
    const onError = jest.fn<OnError>();
    const { client, transport } = await setUpSignedIn({ onError });
    transport.answer([]);
    await client.social.getIdentities();
    expect(onError).not.toHaveBeenCalled();
  });
});

const offline = () => new NetworkError({ message: 'offline', sent: true, retryable: false, systemCode: 'ECONNRESET' });

describe('onError of the management client', () => {
  it('onError receives code, message and data of a refusal once, and the call rejects', async () => {
    const onError = jest.fn<OnError>();
    const { client, transport } = setUpManagement({ onError });
    transport.answerJson({ code: 2004, message: 'no such user', data: { id: 'u' } });
    await expect(client.with({ timeout: 5_000 }).users.detail('u')).rejects.toMatchObject({ code: 2004 });
    expect(onError.mock.calls).toEqual([[2004, 'no such user', { id: 'u' }]]);
  });

  it('onError receives failures of the second factors, of iteration and of checkLoginStatus', async () => {
    const onError = jest.fn<OnError>();
    const { client, transport } = setUpManagement({ onError });
    for (let call = 0; call < 3; call += 1) transport.failWith(offline());
    await client.mfa.getStatus('u').catch(() => {});
    await client.users
      .iterate()
      .next()
      .catch(() => {});
    await client.checkLoginStatus('opaque').catch(() => {});
    expect(onError.mock.calls.map(([, message]) => message)).toEqual(['offline', 'offline', 'offline']);
  });

  it('onError decides the rejection of a management call when it throws', async () => {
    const own = { code: 1, message: 'own' };
    const { client } = setUpManagement({
      onError: () => {
        throw own;
      },
    });
    await expect(client.users.detail('')).rejects.toBe(own);
  });

  it('onError receives the code of axios for a network error', async () => {
    const onError = jest.fn<OnError>();
    const { client, transport } = setUpManagement({ onError });
    transport.failWith(offline());
    await expect(client.mfa.getStatus('u')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(onError.mock.calls.map(([code]) => code)).toEqual(['ECONNRESET']);
  });
});
