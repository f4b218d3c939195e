import { rest, type Selection } from '@sallyport/core/endpoints';
import { graphql } from '../schema/authing-inputs.js';
import type { PaginatedAuthorizedResources, PaginatedDepartments, ResourceType } from './access.types.js';

const departments: Selection<{ departments: PaginatedDepartments | null } | null> =
  'departments(orgId: $orgId) { totalCount list { department { id orgId name nameI18n description descriptionI18n ' +
  'order code root depth path codePath namePath createdAt updatedAt children isVirtualNode } isMainDepartment joinedAt } }';

const authorizedResources: Selection<{ authorizedResources: PaginatedAuthorizedResources | null } | null> =
  'authorizedResources(namespace: $namespace, resourceType: $resourceType) ' +
  '{ totalCount list { code type actions apiIdentifier } }';

const role = 'code namespace arn description createdAt updatedAt';
const roles: Selection<{ roles: { totalCount: number; list: { code: string }[] } | null } | null> =
  `roles(namespace: $namespace) { totalCount list { id ${role} parent { ${role} } } }`;

/** Calls that are methods as they stand. */
export const accessEndpoints = {
  /** Reads the organizations of the signed-in user: for each the nodes from its root down to the user's department. */
  // biome-ignore lint/suspicious/noExplicitAny: the vendor types the answer so, and code written for it has to compile
  listOrgs: rest('GET /api/v2/users/me/orgs').returns<any>(),
};

/** What a user may do and where they belong. `id` is the signed-in user's. */
export const accessQueries = {
  userDepartments: graphql('query user', { id: 'String!', orgId: 'String' })
    .accepts((id: string) => ({ id }))
    .returns(departments),

  userRoles: graphql('query user', { id: 'String!', namespace: 'String' })
    .accepts((id: string, namespace?: string) => ({ id, namespace }))
    .returns(roles),

  userAuthorizedResources: graphql('query user', { id: 'String!', namespace: 'String', resourceType: 'String' })
    .accepts((id: string, namespace: string, resourceType?: ResourceType) => ({ id, namespace, resourceType }))
    .returns(authorizedResources),
};
