import { usersCalls, usersEndpoints } from '@sallyport/management-client/endpoints';
import type { Account, LinkedIdentity } from '../../domain/accounts/account.types.js';
import type { Accounts } from '../../domain/accounts/accounts.js';
import { Refusal } from '../../domain/refusal.js';
import type { Feature } from '../feature.js';
import { customDataFrom, requiredText } from '../untrusted.js';
import { administeredChange } from '../user-input.js';
import { plainUserView, userView } from '../user-view.js';

const typeDefs = /* GraphQL */ `
extend type Query {
  users(page: Int, limit: Int, sortBy: SortByEnum, excludeUsersInOrg: Boolean): PaginatedUsers!
  findUser(
    email: String
    phone: String
    username: String
    externalId: String
    identity: FindUserByIdentityInput
  ): User
}

extend type Mutation {
  createUser(
    userInfo: CreateUserInput!
    params: String
    identity: CreateUserIdentityInput
    keepPassword: Boolean
    resetPasswordOnFirstLogin: Boolean
  ): User!
  deleteUser(id: String!): CommonMessage
}

input CreateUserInput {
  username: String
  email: String
  emailVerified: Boolean
  phone: String
  phoneVerified: Boolean
  unionid: String
  openid: String
  nickname: String
  photo: String
  password: String
  registerSource: [String]
  browser: String
  oauth: String
  loginsCount: Int
  lastLogin: String
  company: String
  lastIP: String
  signedUp: String
  blocked: Boolean
  isDeleted: Boolean
  device: String
  name: String
  givenName: String
  familyName: String
  middleName: String
  profile: String
  preferredUsername: String
  website: String
  gender: String
  birthdate: String
  zoneinfo: String
  locale: String
  address: String
  formatted: String
  streetAddress: String
  locality: String
  region: String
  postalCode: String
  country: String
  externalId: String
  phoneCountryCode: String
}

input CreateUserIdentityInput {
  provider: String!
  userIdInIdp: String!
  openid: String
  isSocial: Boolean
  connectionId: String
  accessToken: String
  refreshToken: String
}

input FindUserByIdentityInput {
  identifier: String
  userIdInIdp: String
  isSocial: Boolean
  provider: String
}
`;

/**
 * Other people's accounts. All of it needs a management token. There are no organizations yet to exclude users of.
 */
export const usersFeature: Feature = {
  typeDefs,
  resolvers: (resolve, domain) => {
    const { accounts, administration, customFields, passwordKey, passwords } = domain;
    resolve(usersCalls.usersWithCustomData, async (args, call) => {
      await call.administrator();
      const { page, limit } = args;
      const { sortBy } = args as { readonly sortBy?: SortOrder | null }; // no client of ours sends it yet
      const list = pageOf(accounts.all(), page ?? 1, limit ?? 10, sortBy ?? 'CREATEDAT_DESC');
      return { totalCount: accounts.size, list: list.map((account) => userView(account, domain)) };
    });
    resolve(usersCalls.findUserWithCustomData, async (query, call) => {
      await call.administrator();
      const found = find(accounts, query);
      return found ? userView(found, domain) : null;
    });
    resolve(usersCalls.createUser, async (args, call) => {
      await call.administrator();
      const { userInfo = {}, identity, keepPassword, resetPasswordOnFirstLogin } = args;
      const { params } = args as { readonly params?: string | null }; // only the published client sends it
      const input: Readonly<Record<string, unknown>> = userInfo;
      const password = userInfo.password ? passwordKey.decrypt(userInfo.password) : null;
      const isHash = keepPassword === true;
      const kept = password === null ? {} : isHash ? passwords.keepHash(password) : await passwords.keep(password);
      const created = accounts.create({
        ...administeredChange(input),
        ...kept,
        mustSetPassword: resetPasswordOnFirstLogin === true,
        customData: customFields.fitted(customDataFrom(params)),
        identities: identity ? [linkedIdentity(identity)] : [],
        registerSource: userInfo.registerSource?.filter((source) => typeof source === 'string') ?? ['import:manual'],
      });
      return plainUserView(created, domain);
    });
    resolve(usersEndpoints.delete, async ({ id }, call) => {
      await call.administrator();
      administration.delete(requiredText(id, 'id'));
      return { code: 200, message: 'The user was deleted' };
    });
  },
  routes: (mount, domain) => {
    const { accounts } = domain;
    mount(usersCalls.detail, async ({ path, query, call }) => {
      await call.administrator();
      const account = accounts.get(path.userId);
      if (!account) return null;
      return query.with_custom_data === 'true' ? userView(account, domain) : plainUserView(account, domain);
    });
  },
};

type SortOrder = 'CREATEDAT_DESC' | 'CREATEDAT_ASC' | 'UPDATEDAT_DESC' | 'UPDATEDAT_ASC';

const MAX_LIMIT = 200;

/** @throws {Refusal} There is no such page number or size. */
function pageOf(all: readonly Account[], page: number, limit: number, order: SortOrder): Account[] {
  if (page < 1) throw new Refusal('input-malformed', 'page begins at 1');
  if (limit < 1) throw new Refusal('input-malformed', 'limit begins at 1');
  const size = Math.min(limit, MAX_LIMIT);
  const instant = order.startsWith('UPDATED') ? 'updatedAt' : 'createdAt';
  const sign = order.endsWith('ASC') ? 1 : -1;
  const compare = (a: Account, b: Account): number => sign * (a[instant] - b[instant] || a.sequence - b.sequence);
  return [...all].sort(compare).slice((page - 1) * size, page * size);
}

interface UserQuery {
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly username?: string | null;
  readonly externalId?: string | null;
  readonly identity?: { readonly provider?: string | null; readonly userIdInIdp?: string | null } | null;
}

function find(accounts: Accounts, { identity, ...query }: UserQuery): Account | undefined {
  for (const key of ['email', 'phone', 'username', 'externalId'] as const) {
    const value = query[key];
    if (value) return accounts.find(key, value);
  }
  if (!identity) throw new Refusal('input-missing', 'email, phone, username, externalId or identity is missing');
  return accounts.findByIdentity(identity.provider ?? null, requiredText(identity.userIdInIdp, 'userIdInIdp'));
}

function linkedIdentity(input: {
  readonly provider?: string | null;
  readonly userIdInIdp?: string | null;
  readonly openid?: string | null;
  readonly isSocial?: boolean | null;
  readonly connectionId?: string | null;
}): LinkedIdentity {
  const { openid = null, isSocial = null, connectionId = null } = input;
  const provider = requiredText(input.provider, 'provider');
  return { provider, userIdInIdp: requiredText(input.userIdInIdp, 'userIdInIdp'), openid, isSocial, connectionId };
}
