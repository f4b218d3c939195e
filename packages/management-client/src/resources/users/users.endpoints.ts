import { rest, type Selection } from '@sallyport/core/endpoints';
import {
  type CommonMessage,
  type CreateUserInput,
  customDataFields,
  identityFields,
  type UpdateUserInput,
  type User,
  updatedUserFields,
  userFields,
  type WireUser,
  withCustomData,
} from '@sallyport/core/user';
import { type CreateUserIdentityInput, type FindUserByIdentityInput, graphql } from '../../authing-inputs.js';
import { requireId } from '../../client/require-id.js';
import { noSuchUser } from '../no-such-user.js';

export interface Page<T> {
  readonly totalCount: number;
  readonly list: T[];
}

const user: Selection<User> = userFields;
const updatedUser: Selection<User> = updatedUserFields;
const foundUser: Selection<User | null> = userFields;
const foundUserWithCustomData: Selection<WireUser | null> = `${userFields} ${customDataFields}`;
const page: Selection<Page<User>> = `totalCount list { ${userFields} ${identityFields} }`;
const pageWithCustomData: Selection<Page<WireUser>> =
  `totalCount list { ${userFields} ${identityFields} ${customDataFields} }`;
const done: Selection<CommonMessage> = 'message code';

/** How `find` names the user. */
export interface UserQuery {
  readonly username?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly externalId?: string | undefined;
}

/** Calls that are methods as they stand. */
export const usersEndpoints = {
  /**
   * Deletes a user, with sessions and factors. There is no way back.
   *
   * @param userId - Of one user; deleting many at once is another call.
   */
  delete: graphql('mutation deleteUser', { id: 'String!' }, { refusals: noSuchUser })
    .accepts((userId: string) => ({ id: requireId('userId', userId) }))
    .returns(done),
};

/** Calls that a method chooses between, or prepares. Passwords are encrypted already. */
export const usersCalls = {
  detail: rest('GET /api/v2/users/{userId}')
    .accepts((userId: string, withCustomData: boolean) => ({
      path: { userId: requireId('userId', userId) },
      query: { with_custom_data: withCustomData },
    }))
    .returns<WireUser | null>()
    .maps((found) => withCustomData(found ?? null)),

  createUser: graphql('mutation createUser', {
    userInfo: 'CreateUserInput!',
    params: 'String',
    identity: 'CreateUserIdentityInput',
    keepPassword: 'Boolean',
    resetPasswordOnFirstLogin: 'Boolean',
  })
    .accepts(
      (
        userInfo: CreateUserInput,
        keepPassword: boolean,
        resetPasswordOnFirstLogin: boolean,
        identity?: CreateUserIdentityInput,
      ) => ({ userInfo, keepPassword, resetPasswordOnFirstLogin, identity }),
    )
    .returns(user),

  updateUser: graphql(
    'mutation updateUser',
    {
      id: 'String',
      input: 'UpdateUserInput!',
      emailToken: 'String',
      phoneToken: 'String',
    },
    { refusals: noSuchUser },
  )
    .accepts((id: string, input: UpdateUserInput) => ({ id: requireId('id', id), input }))
    .returns(updatedUser),

  findUser: graphql('query findUser', {
    email: 'String',
    phone: 'String',
    username: 'String',
    externalId: 'String',
    identity: 'FindUserByIdentityInput',
  })
    .accepts((query: UserQuery & { readonly identity?: FindUserByIdentityInput | undefined }) => ({ ...query }))
    .returns(foundUser),

  findUserWithCustomData: graphql('query findUser', {
    email: 'String',
    phone: 'String',
    username: 'String',
    externalId: 'String',
    identity: 'FindUserByIdentityInput',
  })
    .accepts((query: UserQuery & { readonly identity?: FindUserByIdentityInput | undefined }) => ({ ...query }))
    .returns(foundUserWithCustomData)
    .maps((found) => withCustomData(found)),

  users: graphql('query users', {
    page: 'Int',
    limit: 'Int',
    sortBy: 'SortByEnum',
    excludeUsersInOrg: 'Boolean',
  })
    .accepts((page: number, limit: number, excludeUsersInOrg: boolean) => ({ page, limit, excludeUsersInOrg }))
    .returns(page),

  usersWithCustomData: graphql('query users', {
    page: 'Int',
    limit: 'Int',
    sortBy: 'SortByEnum',
    excludeUsersInOrg: 'Boolean',
  })
    .accepts((page: number, limit: number, excludeUsersInOrg: boolean) => ({ page, limit, excludeUsersInOrg }))
    .returns(pageWithCustomData)
    .maps(({ totalCount, list }) => ({ totalCount, list: list.map((found) => withCustomData(found)) })),
};
