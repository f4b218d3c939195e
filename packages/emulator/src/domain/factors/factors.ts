import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import type { AssuredSessions } from '../assured-sessions/assured-sessions.js';
import type { EarlierEnrollment, Factor, UserFactors } from './factor.types.js';

/** What of a factor may change. */
type FactorChange<F extends Factor> = Partial<Omit<F, 'id' | 'userId' | 'type' | 'createdAt' | 'updatedAt'>>;

/** A factor of one type. */
export type FactorOf<Type extends Factor['type']> = Extract<Factor, { readonly type: Type }>;

/** The second factors of all users, whichever wire they were bound on. */
export class Factors {
  readonly #store: MemoryStore;
  readonly #clock: Clock;
  readonly #assuredSessions: AssuredSessions;

  constructor(store: MemoryStore, clock: Clock, assuredSessions: AssuredSessions) {
    this.#store = store;
    this.#clock = clock;
    this.#assuredSessions = assuredSessions;
  }

  /** In the order they came. */
  of(userId: string): readonly Factor[] {
    const record = this.#store.factors.get(userId);
    if (!record) return [];
    return 'factors' in record ? record.factors : [fromEarlier(record)];
  }

  /** Those of one type, in the order they came. */
  ofType<Type extends Factor['type']>(userId: string, type: Type): readonly FactorOf<Type>[] {
    return this.of(userId).filter((factor): factor is FactorOf<Type> => factor.type === type);
  }

  find(userId: string, factorId: string): Factor | undefined {
    return this.of(userId).find((factor) => factor.id === factorId);
  }

  hasVerified(userId: string): boolean {
    return this.of(userId).some(({ verified }) => verified);
  }

  /** Whether somebody has made a factor of this key of an authenticator. */
  isCredentialKnown(credentialId: string): boolean {
    return this.#store.factors
      .values()
      .some(({ id }) => this.ofType(id, 'webauthn').some(({ credential }) => credential?.id === credentialId));
  }

  add(factor: Factor): void {
    this.#write(factor.userId, [...this.of(factor.userId), factor]);
  }

  /** Changes a factor, if it is still there. What is left out stays as it is now, whenever the factor was read. */
  change<F extends Factor>(factor: F, change: FactorChange<F>): F {
    const changed = { ...factor, ...this.find(factor.userId, factor.id), ...change, updatedAt: this.#clock.now() };
    this.#write(
      factor.userId,
      this.of(factor.userId).map((each) => (each.id === factor.id ? changed : each)),
    );
    return changed;
  }

  /**
   * Removes factors, and what was proved by them: challenges, and the level of sessions. Recovery codes go with the
   * last factor that they stand in for.
   *
   * @returns Those that were to be removed.
   */
  remove(userId: string, matches: (factor: Factor) => boolean): readonly Factor[] {
    const all = this.of(userId);
    const removed = all.filter(matches);
    if (removed.length === 0) return removed;
    const left = all.filter((factor) => !removed.includes(factor));
    const kept = left.some(standsAlone) ? left : left.filter(({ type }) => type !== 'recovery_code');
    this.#write(userId, kept);
    for (const { id } of all.filter((factor) => !kept.includes(factor))) {
      this.#store.challenges.deleteWhere(({ factorId }) => factorId === id);
      this.#assuredSessions.lower(id);
    }
    return removed;
  }

  #write(userId: string, factors: UserFactors['factors']): void {
    if (factors.length === 0) this.#store.factors.delete(userId);
    else this.#store.factors.put({ id: userId, factors });
  }
}

/** Whether a factor is a second factor without any other: recovery codes only stand in for one. */
export function standsAlone({ type, verified }: Factor): boolean {
  return verified && type !== 'recovery_code';
}

function fromEarlier({ id: userId, enrollmentId: id, enabled: verified, ...rest }: EarlierEnrollment): Factor {
  return { ...rest, id, userId, verified, type: 'totp', friendlyName: null, lastChallengedAt: null };
}
