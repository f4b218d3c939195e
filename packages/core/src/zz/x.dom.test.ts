import { expect, it } from '@jest/globals';
import { systemClock } from '../clock/index.js';
import { AxiosTransport } from '../index.js';

it('has a document and crypto', async () => {
  expect(systemClock.now()).toBeGreaterThan(1);
  const c = new AbortController();
  const p = fetch('http://127.0.0.1:1/', { signal: c.signal });
  c.abort(new Error('x'));
  await expect(p).rejects.toThrow('x');
  await expect(
    new AxiosTransport().send({
      method: 'GET',
      url: 'http://127.0.0.1:1/',
      headers: {},
      maxResponseBytes: 10,
      signal: new AbortController().signal,
      withCredentials: false,
    } as never),
  ).rejects.toThrow('No complete');
});
