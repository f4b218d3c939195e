import type { Department } from '../../domain/organizations/organization.types.js';
import type { Organizations } from '../../domain/organizations/organizations.js';

/** A department as the wire tells it. */
interface DepartmentView {
  readonly id: string;
  readonly orgId: string;
  readonly name: string;
  readonly description: string | null;
  readonly order: number | null;
  readonly code: string | null;
  readonly root: boolean;
  readonly depth: number;
  readonly path: readonly string[];
  readonly codePath: readonly (string | null)[];
  readonly namePath: readonly string[];
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly children: readonly string[];
  readonly isVirtualNode: boolean;
}

/** @param line - The department last, and before it all above it, the root first. */
export function departmentView(line: readonly Department[], organizations: Organizations): DepartmentView | null {
  const department = line.at(-1);
  if (!department) return null;
  const { id, organizationId, name, description, order, code, createdAt } = department;
  const instant = new Date(createdAt).toISOString();
  return {
    id,
    orgId: organizationId,
    name,
    description,
    order,
    code,
    root: line.length === 1,
    depth: line.length - 1,
    path: line.map((above) => above.id),
    codePath: line.map((above) => above.code),
    namePath: line.map((above) => above.name),
    createdAt: instant,
    updatedAt: instant,
    children: organizations.childrenOf(id).map((child) => child.id),
    isVirtualNode: false,
  };
}
