import { expect, it, jest } from '@jest/globals';
import { setUp } from '../client.fixture.js';

it('client.fetch reports a file that cannot be loaded as a network error, and loads it with the next call', async () => {
  const actual = await import('./own-api/own-api.js');
  const failure = new TypeError('Failed to fetch dynamically imported module');
  const load = jest
    .fn(() => actual)
    .mockImplementationOnce(() => {
      throw failure;
    });
  jest.resetModules();
  jest.unstable_mockModule('./own-api/own-api.js', load);
  const { client } = setUp();
  await expect(client.fetch('data:,hello')).rejects.toMatchObject({
    kind: 'network',
    sent: false,
    retryable: true,
    cause: failure,
  });
  await expect((await client.fetch('data:,hello')).text()).resolves.toBe('hello');
});
