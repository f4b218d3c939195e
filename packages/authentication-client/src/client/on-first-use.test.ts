import { describe, expect, it, jest } from '@jest/globals';
import type { Sending, SendingSource } from './client-ports.js';
import { type DeferredPorts, onFirstUse } from './on-first-use.js';

interface Loaded extends Sending {
  readonly wire: string;
}

class Adding {
  static made = 0;
  readonly #wire: string;

  constructor({ wire }: { readonly wire: string }) {
    Adding.made += 1;
    this.#wire = wire;
  }

  async add(one: number, other: number): Promise<number> {
    return one + other;
  }

  async wire(): Promise<string> {
    return this.#wire;
  }

  now(): number {
    return 1;
  }
}

const loadSending = jest.fn(async () => ({ wire: 'a wire' }));
const sending = { load: loadSending } as unknown as SendingSource<Loaded>; // nothing else is used
const ports: DeferredPorts<Loaded> = { sending, request: {} };
const deferred = onFirstUse<DeferredPorts<Loaded>>();

describe('onFirstUse', () => {
  it('the first call loads the code, and each instance makes one feature', async () => {
    const load = jest.fn(async () => Adding);
    const feature = new (deferred(['add', 'wire'], load))(ports);
    expect(load).not.toHaveBeenCalled();
    expect(loadSending).not.toHaveBeenCalled();
    const made = Adding.made;
    await expect(Promise.all([feature.add(1, 2), feature.add(3, 4), feature.wire()])).resolves.toEqual([
      3,
      7,
      'a wire',
    ]);
    expect(Adding.made).toBe(made + 1);
  });

  it('the next call loads the code again after a load failed', async () => {
    const load = jest.fn(async () => Adding).mockRejectedValueOnce(new TypeError('no network'));
    const feature = new (deferred(['add'], load))(ports);
    await expect(feature.add(1, 2)).rejects.toThrow('no network');
    await expect(feature.add(1, 2)).resolves.toBe(3);
  });

  it('the signal of a view ends the wait for the code', async () => {
    const controller = new AbortController();
    const load = () => new Promise<typeof Adding>(() => {});
    const feature = new (deferred(['add'], load))({ sending, request: { signal: controller.signal } });
    const call = feature.add(1, 2);
    controller.abort(new Error('gave up'));
    await expect(call).rejects.toThrow('gave up');
  });

  it('the compiler refuses names that are no asynchronous method', () => {
    // @ts-expect-error: `now` returns at once, which code that is not loaded cannot
    deferred(['now'], async () => Adding);
    // @ts-expect-error: the feature has no such method
    deferred(['subtract'], async () => Adding);
  });
});
