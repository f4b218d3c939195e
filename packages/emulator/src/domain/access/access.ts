import type { MemoryStore } from '../../storage/memory-store.js';
import type { Resource, Role, Statement } from './access.types.js';

/** The namespace of what names none. */
export const DEFAULT_NAMESPACE = 'default';

/** A resource, and what a user may do with it. */
export interface Right {
  readonly resource: Resource;
  readonly actions: readonly string[];
}

/** Who may do what: roles, and policies that are given to them or to users. What is denied anywhere is not allowed. */
export class Access {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  role(id: string): Role | undefined {
    return this.#store.roles.get(id);
  }

  /** @param namespace - Default: all of them. */
  rolesOf(userId: string, namespace?: string): Role[] {
    const own = this.#store.roles.values().filter(({ userIds }) => userIds.includes(userId));
    return own.filter((role) => (namespace ?? role.namespace) === role.namespace);
  }

  /** What a user may do with the resources of a namespace; those are left out that nothing may be done with. */
  rightsOf(userId: string, namespace: string): Right[] {
    const statements = this.#statementsFor(userId, namespace);
    return this.#store.resources
      .values()
      .filter((resource) => resource.namespace === namespace)
      .map((resource) => ({ resource, actions: allowedActions(resource, statements) }))
      .filter(({ actions }) => actions.length > 0);
  }

  #statementsFor(userId: string, namespace: string): readonly Statement[] {
    const roleIds = new Set(this.rolesOf(userId).flatMap((role) => this.#lineOf(role.id)));
    return this.#store.policies
      .values()
      .filter((policy) => policy.namespace === namespace)
      .filter(({ userIds, roleIds: to }) => userIds.includes(userId) || to.some((id) => roleIds.has(id)))
      .flatMap(({ statements }) => statements);
  }

  /** A role and all above it. */
  #lineOf(roleId: string | null, below: readonly string[] = []): string[] {
    if (roleId === null || below.includes(roleId)) return [];
    return [roleId, ...this.#lineOf(this.role(roleId)?.parentId ?? null, [...below, roleId])];
  }
}

function allowedActions({ code, actions }: Resource, statements: readonly Statement[]): string[] {
  const about = statements.filter(({ resource }) => resource === code || resource === '*');
  const says = (effect: Statement['effect'], action: string): boolean =>
    about.some((statement) => statement.effect === effect && [action, '*'].some((a) => statement.actions.includes(a)));
  return actions.filter((action) => says('ALLOW', action) && !says('DENY', action));
}
