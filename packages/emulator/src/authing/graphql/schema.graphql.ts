/** The types that several features share. Each feature adds its own, and its root fields, with `extend`. */
export const sharedTypes = /* GraphQL */ `
type Query

type Mutation

"""
Seconds since 1970, a whole number of up to 53 bits. \`Int\` ends in 2038.
"""
scalar EpochSeconds

type User {
  id: String!
  arn: String!
  status: UserStatus
  userPoolId: String!
  username: String
  email: String
  emailVerified: Boolean
  phone: String
  phoneVerified: Boolean
  unionid: String
  openid: String
  identities: [Identity]
  nickname: String
  registerSource: [String]
  photo: String
  password: String
  oauth: String
  token: String
  tokenExpiredAt: String
  loginsCount: Int
  lastLogin: String
  lastIP: String
  signedUp: String
  blocked: Boolean
  isDeleted: Boolean
  device: String
  browser: String
  company: String
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
  city: String
  province: String
  country: String
  createdAt: String
  updatedAt: String
  externalId: String
  customData: [UserCustomData]
  phoneCountryCode: String
  mainDepartmentId: String
  mainDepartmentCode: String
  newlyCreated: Boolean
  expiredAt: String
  directManagement: String
}

type Identity {
  openid: String
  userIdInIdp: String
  userInfoInIdp: String
  userId: String
  connectionId: String
  isSocial: Boolean
  provider: String
  userPoolId: String
  refreshToken: String
  accessToken: String
  type: String
  extIdpId: String
}

type UserCustomData {
  key: String!
  value: String
  label: String
  dataType: UdfDataType!
}

type PaginatedUsers {
  totalCount: Int!
  list: [User]!
}

type CommonMessage {
  message: String
  code: Int
}

enum UserStatus {
  Suspended
  Resigned
  Activated
  Archived
}

enum UdfDataType {
  STRING
  NUMBER
  DATETIME
  BOOLEAN
  OBJECT
  SELECT
}

enum SortByEnum {
  CREATEDAT_DESC
  CREATEDAT_ASC
  UPDATEDAT_DESC
  UPDATEDAT_ASC
}

enum EmailScene {
  RESET_PASSWORD
  RESET_PASSWORD_VERIFY_CODE
  VERIFY_EMAIL
  FIRST_EMAIL_LOGIN_VERIFY
  CONSOLE_CONDUCTED_VERIFY
  CHANGE_EMAIL
  EMAIL_BIND_VERIFY_CODE
  EMAIL_UNBIND_VERIFY_CODE
  MFA_VERIFY
  VERIFY_CODE
  REGISTER_VERIFY_CODE
  LOGIN_VERIFY_CODE
  MFA_VERIFY_CODE
  INFORMATION_COMPLETION_VERIFY_CODE
}

input RegisterProfile {
  ip: String
  phone: String
  email: String
  oauth: String
  username: String
  nickname: String
  company: String
  photo: String
  device: String
  browser: String
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
  udf: [UserDdfInput]
}

input UserDdfInput {
  key: String!
  value: String!
}

input UpdateUserInput {
  email: String
  unionid: String
  openid: String
  emailVerified: Boolean
  phone: String
  phoneVerified: Boolean
  username: String
  nickname: String
  password: String
  photo: String
  company: String
  browser: String
  device: String
  oauth: String
  tokenExpiredAt: String
  loginsCount: Int
  lastLogin: String
  lastIP: String
  blocked: Boolean
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
  city: String
  province: String
  country: String
  externalId: String
  phoneCountryCode: String
  mainDepartmentId: String
  mainDepartmentCode: String
  expiredAt: String
  directManagement: String
}
`;
