import { describe, expect, it, jest } from '@jest/globals';
import { TimeoutError } from '@sallyport/core/errors';
import type { HttpTransport } from '@sallyport/core/http';
import { clientOver, setUp } from './client.fixture.js';

describe('GoTrueManagementClient', () => {
  it('sends the key as bearer and to the gateway, and its own name', async () => {
    const { client, transport } = setUp();
    transport.answerJson([]);
    await client.factors.list('ada');
    expect(transport.last).toMatchObject({
      withCredentials: false,
      headers: {
        authorization: 'Bearer service-role-key',
        apikey: 'service-role-key',
        'x-supabase-api-version': '2024-01-01',
        'x-client-info': 'sallyport-js/1.0.0',
      },
    });
  });

  it('sends the gateway a key of its own where one is given', async () => {
    const { client, transport } = setUp({ apiKey: 'anon' });
    transport.answerJson([]);
    await client.factors.list('ada');
    expect(transport.last.headers).toMatchObject({ authorization: 'Bearer service-role-key', apikey: 'anon' });
  });

  it.each(['settings', 'health'] as const)('reads %s with the key of the gateway alone', async (name) => {
    const { client, transport } = setUp();
    transport.answerJson({ name: 'GoTrue' });
    await expect(client[name]()).resolves.toEqual({ name: 'GoTrue' });
    expect(transport.last).toMatchObject({ method: 'GET', url: `https://id.example/auth/v1/${name}` });
    expect(transport.last.headers).not.toHaveProperty('authorization');
  });

  it('binds calls to options, and leaves the client as it was', async () => {
    const { client, transport } = setUp();
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    await expect(client.with({ signal }).users.get('ada')).rejects.toBe(reason);
    await expect(client.with({ signal }).with({ timeout: 5 }).audit.list()).rejects.toBe(reason);
    expect(transport.requests).toEqual([]);
    transport.answerJson({ id: 'ada' }).answerJson({ id: 'ada' });
    await client.with({ headers: { 'x-trace': '1' } }).users.get('ada');
    expect(transport.last.headers).toMatchObject({ 'x-trace': '1', authorization: 'Bearer service-role-key' });
    await client.users.get('ada');
    expect(transport.last.headers).not.toHaveProperty('x-trace');
  });

  it('refuses an option of a call that nobody knows', () => {
    expect(() => setUp().client.with({ timeuot: 5 } as object)).toThrow(
      expect.objectContaining({ kind: 'invalid-input' }),
    );
  });

  it('bounds every wait', async () => {
    const silent: HttpTransport = {
      send: ({ signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error))),
      dispose: () => {},
    };
    await expect(clientOver(silent, { timeout: 5 }).health()).rejects.toBeInstanceOf(TimeoutError);
  });

  it('leaves a transport that was handed over to its owner', () => {
    const dispose = jest.fn();
    clientOver({ send: () => Promise.reject(new Error('not now')), dispose }).dispose();
    expect(dispose).not.toHaveBeenCalled();
  });

  it.each([
    [401, { message: 'Invalid API key service-role-key' }, 'unauthenticated'],
    [403, { code: 'not_admin', message: 'User not allowed: service-role-key' }, 'permission-denied'],
    [403, { code: 'bad_jwt', message: 'invalid JWT service-role-key' }, 'unauthenticated'],
    [500, { code: 'unexpected_failure', message: 'service-role-key' }, 'server'],
  ])('shows its key in no error, such as a %i (NET-07)', async (status, body, kind) => {
    const { client, transport } = setUp();
    transport.answerJson(body, status);
    const error = (await client.settings().catch((reason: unknown) => reason)) as Error;
    expect(error).toMatchObject({ kind });
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain('service-role-key');
  });
});
