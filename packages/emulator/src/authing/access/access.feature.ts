import { accessEndpoints } from '@sallyport/authentication-client/endpoints';
import type { Feature } from '../feature.js';
import { departmentView } from './department-view.js';

const typeDefs = /* GraphQL */ `
extend type User {
  roles(namespace: String): PaginatedRoles
  departments(orgId: String): PaginatedDepartments
  authorizedResources(namespace: String, resourceType: String): PaginatedAuthorizedResources
}

type PaginatedRoles {
  totalCount: Int!
  list: [Role!]!
}

type Role {
  id: String!
  namespace: String!
  code: String!
  arn: String!
  description: String
  createdAt: String
  updatedAt: String
  parent: Role
}

type PaginatedDepartments {
  totalCount: Int!
  list: [UserDepartment!]!
}

type UserDepartment {
  department: Node!
  isMainDepartment: Boolean!
  joinedAt: String
}

type Node {
  id: String!
  orgId: String
  name: String!
  nameI18n: String
  description: String
  descriptionI18n: String
  order: Int
  code: String
  root: Boolean
  depth: Int
  path: [String!]!
  codePath: [String]!
  namePath: [String!]!
  createdAt: String
  updatedAt: String
  children: [String!]
  isVirtualNode: Boolean
}

type PaginatedAuthorizedResources {
  totalCount: Int!
  list: [AuthorizedResource!]!
}

type AuthorizedResource {
  code: String!
  type: ResourceType
  actions: [String!]
  apiIdentifier: String
}

enum ResourceType {
  DATA
  API
  MENU
  UI
  BUTTON
}
`;

/** What users may do and where they belong. The members of a user are looked up in `access-fields.ts`. */
export const accessFeature: Feature = {
  typeDefs,
  routes: (mount, { organizations }) => {
    mount(accessEndpoints.listOrgs, async ({ call }) => {
      const { account } = await call.signedIn();
      const view = (line: Parameters<typeof departmentView>[0]): unknown[] =>
        line.map((_, index) => departmentView(line.slice(0, index + 1), organizations));
      return organizations.placementsOf(account.id).map(({ line }) => view(line));
    });
  },
};
