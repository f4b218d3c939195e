import { DEFAULT_NAMESPACE } from '../../domain/access/access.js';
import type { Role } from '../../domain/access/access.types.js';
import type { Account } from '../../domain/accounts/account.types.js';
import type { Domain } from '../../domain/create-domain.js';
import { departmentView } from './department-view.js';

type Argument = string | null | undefined;

interface Listed {
  readonly totalCount: number;
  readonly list: readonly object[];
}

/** Functions, which are called with the arguments of their fields. */
interface AccessFields {
  roles(args: { readonly namespace?: Argument }): Listed;
  authorizedResources(args: { readonly namespace?: Argument; readonly resourceType?: Argument }): Listed;
  departments(args: { readonly orgId?: Argument }): Listed;
}

/** The members of a user that are looked up when a document asks for them. */
export function accessFields({ access, organizations }: Domain, { id }: Account): AccessFields {
  return {
    roles: ({ namespace }) => {
      const roles = access.rolesOf(id, namespace ?? undefined);
      const view = (role: Role): object => {
        const parent = role.parentId === null ? undefined : access.role(role.parentId);
        return { ...roleView(role), parent: parent ? roleView(parent) : null };
      };
      return { totalCount: roles.length, list: roles.map(view) };
    },
    authorizedResources: ({ namespace, resourceType }) => {
      const rights = access.rightsOf(id, namespace ?? DEFAULT_NAMESPACE);
      const list = rights
        .filter(({ resource }) => (resourceType ?? resource.type) === resource.type)
        .map(({ resource: { code, type, apiIdentifier }, actions }) => ({ code, type, actions, apiIdentifier }));
      return { totalCount: list.length, list };
    },
    departments: ({ orgId }) => {
      const list = organizations
        .placementsOf(id)
        .filter(({ line }) => (orgId ?? line[0]?.id) === line[0]?.id)
        .map(({ membership, line }) => ({
          department: departmentView(line, organizations),
          isMainDepartment: membership.isMain,
          joinedAt: new Date(membership.joinedAt).toISOString(),
        }));
      return { totalCount: list.length, list };
    },
  };
}

function roleView({ id, code, namespace, description, createdAt }: Role): object {
  const instant = new Date(createdAt).toISOString();
  const arn = `arn:cn:authing:${namespace}:role:${code}`;
  return { id, code, namespace, arn, description, createdAt: instant, updatedAt: instant };
}
