import type { Clock } from '@sallyport/core';
import type { MemoryStore } from '../../storage/memory-store.js';
import type { EarlierEnrollment, Factor, FactorType, UserFactors } from './factor.types.js';

/** What of a factor may change. */
type FactorChange<F extends Factor> = Partial<Omit<F, 'id' | 'userId' | 'type' | 'createdAt' | 'updatedAt'>>;

/** A factor of one type. */
export type FactorOf<Type extends FactorType> = Extract<Factor, { readonly type: Type }>;

/** The second factors of all users, whichever wire they were bound on. */
export class Factors {
  readonly #store: MemoryStore;
  readonly #clock: Clock;

  constructor(store: MemoryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** In the order they came. */
  of(userId: string): readonly Factor[] {
    const record = this.#store.factors.get(userId);
    if (!record) return [];
    return 'factors' in record ? record.factors : [fromEarlier(record)];
  }

  /** Those of one type, in the order they came. */
  ofType<Type extends FactorType>(userId: string, type: Type): readonly FactorOf<Type>[] {
    return this.of(userId).filter((factor): factor is FactorOf<Type> => factor.type === type);
  }

  find(userId: string, factorId: string): Factor | undefined {
    return this.of(userId).find((factor) => factor.id === factorId);
  }

  add(factor: Factor): void {
    this.#write(factor.userId, [...this.of(factor.userId), factor]);
  }

  /** Changes a factor, if it is still there. */
  change<F extends Factor>(factor: F, change: FactorChange<F>): F {
    const changed = { ...factor, ...change, updatedAt: this.#clock.now() };
    const others = this.of(factor.userId);
    this.#write(
      factor.userId,
      others.map((each) => (each.id === factor.id ? changed : each)),
    );
    return changed;
  }

  /** @returns Those that were removed. */
  remove(userId: string, matches: (factor: Factor) => boolean): readonly Factor[] {
    const all = this.of(userId);
    const removed = all.filter(matches);
    if (removed.length > 0) {
      this.#write(
        userId,
        all.filter((factor) => !removed.includes(factor)),
      );
    }
    return removed;
  }

  #write(userId: string, factors: UserFactors['factors']): void {
    if (factors.length === 0) this.#store.factors.delete(userId);
    else this.#store.factors.put({ id: userId, factors });
  }
}

function fromEarlier({ id: userId, enrollmentId: id, enabled: verified, ...rest }: EarlierEnrollment): Factor {
  return { ...rest, id, userId, verified, type: 'totp', friendlyName: null, lastChallengedAt: null };
}
