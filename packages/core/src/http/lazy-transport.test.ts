import { describe, expect, it } from '@jest/globals';
import { FakeTransport } from '../testing/fake-transport.js';
import type { HttpRequest } from './http-transport.js';
import { LazyTransport } from './lazy-transport.js';

const request: HttpRequest = {
  method: 'GET',
  url: 'https://pool.example/',
  headers: {},
  body: undefined,
  signal: undefined,
  maxResponseBytes: 1000,
  withCredentials: false,
};

describe('LazyTransport', () => {
  it('loads nothing before the first request, and then once', async () => {
    let loads = 0;
    const fake = new FakeTransport().answer(1).answer(2);
    const transport = new LazyTransport(async () => {
      loads += 1;
      return fake;
    });
    expect(loads).toBe(0);
    await Promise.all([transport.send(request), transport.send(request)]);
    expect([loads, fake.requests.length]).toEqual([1, 2]);
  });

  it('loads again after a load that failed', async () => {
    const loads = [
      () => Promise.reject(new Error('offline')),
      () => Promise.resolve(new FakeTransport().answer('here')),
    ];
    const transport = new LazyTransport(() => loads.shift()?.() ?? Promise.reject(new Error('once too often')));
    await expect(transport.send(request)).rejects.toMatchObject({ kind: 'network', sent: false });
    expect((await transport.send(request)).status).toBe(200);
  });

  it('disposes of what was loaded, and of nothing where nothing was', async () => {
    let disposed = 0;
    const fake = Object.assign(new FakeTransport().answer(1), { dispose: () => (disposed += 1) });
    const transport = new LazyTransport(async () => fake);
    transport.dispose();
    await transport.send(request);
    transport.dispose();
    await Promise.resolve();
    expect(disposed).toBe(1);
  });
});
