/** Choices that look random and are the same again for the same seed. */
export class SeededChoices {
  readonly seed: number;
  #state: number;

  /** @param seed - Default: the environment's `SALLYPORT_SEED`, else a random one. */
  constructor(seed: number = seedOf(process.env.SALLYPORT_SEED)) {
    this.seed = seed;
    this.#state = seed;
  }

  /** From 0 to below 1. */
  next(): number {
    // mulberry32
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to below this one. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  of<T>(list: readonly T[]): T {
    const chosen = list[this.below(list.length)];
    if (chosen === undefined) throw new Error('There is nothing to choose from');
    return chosen;
  }

  /** One of these, by their weights. */
  among<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const entries = Object.entries<number>(weights);
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    const chosen = entries.find(([, weight]) => {
      left -= weight;
      return left < 0;
    });
    return (chosen ?? entries[0])?.[0] as Name;
  }
}

function seedOf(text: string | undefined): number {
  return text === undefined || text === '' ? Math.floor(Math.random() * 2 ** 31) : Number(text);
}
