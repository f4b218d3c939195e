/** Whether the account may be used. */
export type UserStatus = 'Suspended' | 'Resigned' | 'Activated' | 'Archived';

/** An external identity that is linked to a user. */
export interface Identity {
  openid?: string | null;
  userIdInIdp?: string | null;
  userInfoInIdp?: string | null;
  userId?: string | null;
  connectionId?: string | null;
  isSocial?: boolean | null;
  provider?: string | null;
  userPoolId?: string | null;
  refreshToken?: string | null;
  accessToken?: string | null;
  type?: string | null;
  extIdpId?: string | null;
}

/** Values that the user pool defines for its users, under their keys. */
export interface CustomData {
  // The vendor types these as anything; who defined a field knows what it holds.
  [key: string]: unknown;
}

/** One custom field as the wire has it: the value is text, `dataType` says of what. */
export interface CustomDatum {
  key: string;
  value?: string | null;
  dataType?: string | null;
  label?: string | null;
}

/**
 * A user as the Authing wire tells it. The vendor's type also has `password`; we never ask for it, so it is
 * never there.
 *
 * @see https://docs.authing.cn/v2/reference/sdk-for-node/
 */
export interface User {
  id: string;
  arn: string;
  status?: UserStatus | null;
  userPoolId: string;
  username?: string | null;
  email?: string | null;
  emailVerified?: boolean | null;
  phone?: string | null;
  phoneVerified?: boolean | null;
  unionid?: string | null;
  openid?: string | null;
  identities?: (Identity | null)[] | null;
  nickname?: string | null;
  registerSource?: string[] | null;
  photo?: string | null;
  oauth?: string | null;
  /** The session token, a JWT; only where a sign-in or a registration with `generateToken` answered. */
  token?: string | null;
  /** When `token` ends, an ISO 8601 instant. */
  tokenExpiredAt?: string | null;
  loginsCount?: number | null;
  lastLogin?: string | null;
  lastIP?: string | null;
  /** When the user registered, an ISO 8601 instant. */
  signedUp?: string | null;
  blocked?: boolean | null;
  isDeleted?: boolean | null;
  device?: string | null;
  browser?: string | null;
  company?: string | null;
  name?: string | null;
  givenName?: string | null;
  familyName?: string | null;
  middleName?: string | null;
  profile?: string | null;
  preferredUsername?: string | null;
  website?: string | null;
  gender?: string | null;
  birthdate?: string | null;
  zoneinfo?: string | null;
  locale?: string | null;
  address?: string | null;
  formatted?: string | null;
  streetAddress?: string | null;
  locality?: string | null;
  region?: string | null;
  postalCode?: string | null;
  city?: string | null;
  province?: string | null;
  country?: string | null;
  createdAt?: string | null;
  updatedAt?: string | null;
  externalId?: string | null;
  phoneCountryCode?: string | null;
  mainDepartmentId?: string | null;
  mainDepartmentCode?: string | null;
  newlyCreated?: boolean | null;
  expiredAt?: string | null;
  directManagement?: string | null;
  customData?: CustomData;
}

/** One page of users. */
export interface PaginatedUsers {
  /** How many users there are in all, not on this page. */
  totalCount: number;
  list: User[];
}

/** An answer that only says that it worked. */
export interface CommonMessage {
  message?: string | null;
  code?: number | null;
}

/** What a user can say of themselves at registration. */
export interface RegisterProfile {
  readonly ip?: string | null;
  readonly phone?: string | null;
  readonly email?: string | null;
  readonly oauth?: string | null;
  readonly username?: string | null;
  readonly nickname?: string | null;
  readonly company?: string | null;
  readonly photo?: string | null;
  readonly device?: string | null;
  readonly browser?: string | null;
  readonly name?: string | null;
  readonly givenName?: string | null;
  readonly familyName?: string | null;
  readonly middleName?: string | null;
  readonly profile?: string | null;
  readonly preferredUsername?: string | null;
  readonly website?: string | null;
  readonly gender?: string | null;
  readonly birthdate?: string | null;
  readonly zoneinfo?: string | null;
  readonly locale?: string | null;
  readonly address?: string | null;
  readonly formatted?: string | null;
  readonly streetAddress?: string | null;
  readonly locality?: string | null;
  readonly region?: string | null;
  readonly postalCode?: string | null;
  readonly country?: string | null;
  readonly udf?: { key: string; value: string }[] | null;
}

/** The fields of a user that can be changed. What is left out stays as it is. */
export interface UpdateUserInput {
  readonly email?: string | null;
  readonly unionid?: string | null;
  readonly openid?: string | null;
  readonly emailVerified?: boolean | null;
  readonly phone?: string | null;
  readonly phoneVerified?: boolean | null;
  readonly username?: string | null;
  readonly nickname?: string | null;
  readonly password?: string | null;
  readonly photo?: string | null;
  readonly company?: string | null;
  readonly browser?: string | null;
  readonly device?: string | null;
  readonly oauth?: string | null;
  readonly tokenExpiredAt?: string | null;
  readonly loginsCount?: number | null;
  readonly lastLogin?: string | null;
  readonly lastIP?: string | null;
  readonly blocked?: boolean | null;
  readonly name?: string | null;
  readonly givenName?: string | null;
  readonly familyName?: string | null;
  readonly middleName?: string | null;
  readonly profile?: string | null;
  readonly preferredUsername?: string | null;
  readonly website?: string | null;
  readonly gender?: string | null;
  readonly birthdate?: string | null;
  readonly zoneinfo?: string | null;
  readonly locale?: string | null;
  readonly address?: string | null;
  readonly formatted?: string | null;
  readonly streetAddress?: string | null;
  readonly locality?: string | null;
  readonly region?: string | null;
  readonly postalCode?: string | null;
  readonly city?: string | null;
  readonly province?: string | null;
  readonly country?: string | null;
  readonly externalId?: string | null;
  readonly phoneCountryCode?: string | null;
  readonly mainDepartmentId?: string | null;
  readonly mainDepartmentCode?: string | null;
  readonly expiredAt?: string | null;
  readonly directManagement?: string | null;
}

/** The fields of a user that an administrator creates. One of `username`, `email` and `phone` must be there. */
export interface CreateUserInput {
  readonly username?: string | null;
  readonly email?: string | null;
  readonly emailVerified?: boolean | null;
  readonly phone?: string | null;
  readonly phoneVerified?: boolean | null;
  readonly unionid?: string | null;
  readonly openid?: string | null;
  readonly nickname?: string | null;
  readonly photo?: string | null;
  readonly password?: string | null;
  readonly registerSource?: string[] | null;
  readonly browser?: string | null;
  readonly oauth?: string | null;
  readonly loginsCount?: number | null;
  readonly lastLogin?: string | null;
  readonly company?: string | null;
  readonly lastIP?: string | null;
  readonly signedUp?: string | null;
  readonly blocked?: boolean | null;
  readonly isDeleted?: boolean | null;
  readonly device?: string | null;
  readonly name?: string | null;
  readonly givenName?: string | null;
  readonly familyName?: string | null;
  readonly middleName?: string | null;
  readonly profile?: string | null;
  readonly preferredUsername?: string | null;
  readonly website?: string | null;
  readonly gender?: string | null;
  readonly birthdate?: string | null;
  readonly zoneinfo?: string | null;
  readonly locale?: string | null;
  readonly address?: string | null;
  readonly formatted?: string | null;
  readonly streetAddress?: string | null;
  readonly locality?: string | null;
  readonly region?: string | null;
  readonly postalCode?: string | null;
  readonly country?: string | null;
  readonly externalId?: string | null;
  readonly phoneCountryCode?: string | null;
}

/** What an email with a code or a link is for. */
export type EmailScene =
  | 'RESET_PASSWORD'
  | 'RESET_PASSWORD_VERIFY_CODE'
  | 'VERIFY_EMAIL'
  | 'FIRST_EMAIL_LOGIN_VERIFY'
  | 'CONSOLE_CONDUCTED_VERIFY'
  | 'CHANGE_EMAIL'
  | 'EMAIL_BIND_VERIFY_CODE'
  | 'EMAIL_UNBIND_VERIFY_CODE'
  | 'MFA_VERIFY'
  | 'VERIFY_CODE'
  | 'REGISTER_VERIFY_CODE'
  | 'LOGIN_VERIFY_CODE'
  | 'MFA_VERIFY_CODE'
  | 'INFORMATION_COMPLETION_VERIFY_CODE';

/** The order of a list of users. */
export type SortByEnum = 'CREATEDAT_DESC' | 'CREATEDAT_ASC' | 'UPDATEDAT_DESC' | 'UPDATEDAT_ASC';
