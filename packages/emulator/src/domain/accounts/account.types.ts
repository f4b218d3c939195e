import type { AccountDetails } from './account-details.types.js';

/** Whether an account may be used. */
type AccountStatus = 'Suspended' | 'Resigned' | 'Activated' | 'Archived';

/** Text that users may say of themselves. */
export const PROFILE_FIELDS = [
  'nickname',
  'photo',
  'company',
  'name',
  'givenName',
  'familyName',
  'middleName',
  'profile',
  'preferredUsername',
  'website',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'address',
  'formatted',
  'streetAddress',
  'locality',
  'region',
  'postalCode',
  'city',
  'province',
  'country',
] as const;

/** Text that only administrators write, or the server itself. */
export const ADMINISTERED_FIELDS = [
  'unionid',
  'openid',
  'oauth',
  'device',
  'browser',
  'mainDepartmentId',
  'mainDepartmentCode',
  'expiredAt',
  'directManagement',
] as const;

type ProfileField = (typeof PROFILE_FIELDS)[number];
type AdministeredField = (typeof ADMINISTERED_FIELDS)[number];
/** The texts of an account; what is absent was never said. */
export type AccountTexts = Readonly<Partial<Record<ProfileField | AdministeredField, string | null>>>;

/** An external identity that an account is linked to. */
export interface LinkedIdentity {
  readonly provider: string;
  readonly userIdInIdp: string;
  readonly openid: string | null;
  readonly isSocial: boolean | null;
  readonly connectionId: string | null;
  /** What the provider's own user id is there, such as `openid` or `primary`. */
  readonly type?: string;
  /** The identity source. */
  readonly extIdpId?: string;
  readonly userInfoInIdp?: Readonly<Record<string, unknown>>;
  readonly accessToken?: string;
  readonly refreshToken?: string;
}

/** Where the passwords of some users are, who sign in by it alone. */
export const DIRECTORIES = ['ldap', 'ad', 'sub-account'] as const;
/** A company's directory, or the pool's own list of sub-accounts. */
export type Directory = (typeof DIRECTORIES)[number];

/** Whom an account belongs to: a person, or an enterprise. */
export interface Principal {
  readonly id: string;
  readonly type: 'P' | 'E';
  readonly name: string;
  /** The number of an identity card, or of an enterprise. */
  readonly code: string;
  readonly authenticatedAt: number;
}

/** A user of the pool. A change makes a new record. */
export interface Account {
  readonly id: string;
  /** Grows with each account: two that were created at one instant still have an order. */
  readonly sequence: number;
  readonly username: string | null;
  /** In lower case. */
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly phone: string | null;
  /** As it was given; two that stand for one number in one country are one number. */
  readonly phoneCountryCode: string | null;
  readonly phoneVerified: boolean;
  /** Bound for the second factor alone; wins over `email` there. */
  readonly mfaEmail: string | null;
  /** Bound for the second factor alone; wins over `phone` there. */
  readonly mfaPhone: string | null;
  readonly mfaPhoneCountryCode: string | null;
  readonly externalId: string | null;
  readonly passwordHash: string | null;
  /** How hard it is to guess: 1 low, 2 middle, 3 high. */
  readonly passwordLevel: 1 | 2 | 3 | null;
  /** Of passwords that must not come back, the latest first. */
  readonly formerPasswordHashes: readonly string[];
  /** Whether the password is a first one, which the user has to replace before anything else. */
  readonly mustSetPassword: boolean;
  /** Whether the user has to replace the password before anything else, and prove to know it. */
  readonly mustResetPassword: boolean;
  /** Wrong passwords since the last right one. */
  readonly wrongPasswords: number;
  /** Whether there were too many of them. */
  readonly isLockedOut: boolean;
  /** By what alone the user signs in; `null` for the ways that are for everybody. */
  readonly directory: Directory | null;
  readonly principal: Principal | null;
  readonly status: AccountStatus;
  readonly blocked: boolean;
  readonly texts: AccountTexts;
  readonly customData: Readonly<Record<string, unknown>>;
  readonly identities: readonly LinkedIdentity[];
  readonly registerSource: readonly string[];
  readonly loginsCount: number;
  readonly lastLoginAt: number | null;
  readonly lastIp: string | null;
  /** Read with `detailsOf`: an account may never have needed any. */
  readonly details?: Partial<AccountDetails>;
  /** Epoch milliseconds, as all instants here. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What a new account may start with; what is left out is empty. */
export type NewAccount = Partial<Omit<Account, 'sequence' | 'updatedAt'>>;

/** What of an account may change. */
export type AccountChange = Partial<Omit<Account, 'id' | 'sequence' | 'createdAt' | 'updatedAt'>>;
