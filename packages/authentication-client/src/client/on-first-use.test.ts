import { describe, expect, it, jest } from '@jest/globals';
import type { ClientContext } from '../authing/authing-context.js';
import { onFirstUse } from './on-first-use.js';

class Adding {
  static made = 0;
  readonly #context: ClientContext;

  constructor(context: ClientContext) {
    Adding.made += 1;
    this.#context = context;
  }

  async add(one: number, other: number): Promise<number> {
    return one + other;
  }

  async context(): Promise<ClientContext> {
    return this.#context;
  }
}

const methods = { add: true, context: true } as const;
const context = {} as ClientContext; // nobody looks into it

describe('onFirstUse', () => {
  it('loads with the first call, and makes one feature an instance', async () => {
    const load = jest.fn(async () => Adding);
    const feature = new (onFirstUse(methods, load))(context);
    expect(load).not.toHaveBeenCalled();
    const made = Adding.made;
    await expect(Promise.all([feature.add(1, 2), feature.add(3, 4), feature.context()])).resolves.toEqual([
      3,
      7,
      context,
    ]);
    expect(Adding.made).toBe(made + 1);
  });

  it('tries again what could not be loaded', async () => {
    const load = jest.fn(async () => Adding).mockRejectedValueOnce(new TypeError('no network'));
    const feature = new (onFirstUse(methods, load))(context);
    await expect(feature.add(1, 2)).rejects.toThrow('no network');
    await expect(feature.add(1, 2)).resolves.toBe(3);
  });

  it('wants to know of every method', () => {
    // @ts-expect-error: `context` is left out
    onFirstUse({ add: true }, async () => Adding);
    class Answering {
      now(): number {
        return 1;
      }
    }
    // @ts-expect-error: `now` answers at once, which code that is not there cannot
    onFirstUse({ now: true }, async () => Answering);
  });
});
