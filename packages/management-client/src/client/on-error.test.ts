import { describe, expect, it, jest } from '@jest/globals';
import { NetworkError, type OnError } from '@sallyport/core';
import { setUp } from '../client.fixture.js';

const offline = () => new NetworkError({ message: 'offline', sent: true, retryable: false, systemCode: 'ECONNRESET' });

describe('onError of the management client', () => {
  it('receives the code, message and data of a refusal once, and the call rejects', async () => {
    const onError = jest.fn<OnError>();
    const { client, transport } = setUp({ onError });
    transport.answerJson({ code: 2004, message: 'no such user', data: { id: 'u' } });
    await expect(client.with({ timeout: 5_000 }).users.detail('u')).rejects.toMatchObject({ code: 2004 });
    expect(onError.mock.calls).toEqual([[2004, 'no such user', { id: 'u' }]]);
  });

  it('receives failures of the second factors, of iteration and of checkLoginStatus', async () => {
    const onError = jest.fn<OnError>();
    const { client, transport } = setUp({ onError });
    for (let call = 0; call < 3; call += 1) transport.failWith(offline());
    await client.mfa.getStatus('u').catch(() => {});
    await client.users
      .iterate()
      .next()
      .catch(() => {});
    await client.checkLoginStatus('opaque').catch(() => {});
    expect(onError.mock.calls.map(([, message]) => message)).toEqual(['offline', 'offline', 'offline']);
  });

  it('decides the rejection when it throws', async () => {
    const own = { code: 1, message: 'own' };
    const { client } = setUp({
      onError: () => {
        throw own;
      },
    });
    await expect(client.users.detail('')).rejects.toBe(own);
  });

  it('receives no code for a network error, unless errorCode names it', async () => {
    const onError = jest.fn<OnError>();
    for (const errorCode of [undefined, () => 'ECONNRESET']) {
      const { client, transport } = setUp({ onError, errorCode });
      transport.failWith(offline());
      await expect(client.mfa.getStatus('u')).rejects.toMatchObject({ code: errorCode?.() });
    }
    expect(onError.mock.calls.map(([code]) => code)).toEqual([undefined, 'ECONNRESET']);
  });
});
