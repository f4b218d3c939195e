import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import type { Department, Membership } from './organization.types.js';

/** A department that a user belongs to, with all above it, the root first. */
export interface Placement {
  readonly membership: Membership;
  readonly line: readonly Department[];
}

/** The organizations of the user pool: trees of departments, and who is where. */
export class Organizations {
  readonly #store: MemoryStore;
  readonly #clock: Clock;

  constructor(store: MemoryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  has(departmentId: string): boolean {
    return this.#store.departments.get(departmentId) !== undefined;
  }

  add(department: Omit<Department, 'createdAt'>): void {
    this.#store.departments.put({ ...department, createdAt: this.#clock.now() });
  }

  join(departmentId: string, userId: string, isMain: boolean): void {
    const id = JSON.stringify([departmentId, userId]);
    this.#store.memberships.put({ id, departmentId, userId, isMain, joinedAt: this.#clock.now() });
  }

  /** In the order that the user came. */
  placementsOf(userId: string): Placement[] {
    return this.#store.memberships
      .values()
      .filter((membership) => membership.userId === userId)
      .map((membership) => ({ membership, line: this.#lineOf(membership.departmentId) }));
  }

  childrenOf(departmentId: string): Department[] {
    return this.#store.departments.values().filter(({ parentId }) => parentId === departmentId);
  }

  leaveAll(userId: string): void {
    this.#store.memberships.deleteWhere((membership) => membership.userId === userId);
  }

  #lineOf(departmentId: string | null): Department[] {
    const department = departmentId === null ? undefined : this.#store.departments.get(departmentId);
    return department ? [...this.#lineOf(department.parentId), department] : [];
  }
}
