/** What can sign tokens. */
export const TOKEN_ALGORITHMS = ['RS256', 'ES256', 'HS256'] as const;
/** What signs tokens: a published key pair, or with HS256 a secret that the server shares with the application. */
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];

/** A key pair that somebody brings along, or its public half, as a JSON Web Key (RFC 7517). */
export interface GivenKey {
  readonly kty: 'RSA' | 'EC';
  readonly alg: Exclude<TokenAlgorithm, 'HS256'>;
  readonly kid: string;
  /** Where `sign` is missing, the key checks signatures alone, even if its private half is there. */
  readonly key_ops?: readonly string[];
  /** What the kind of key has, its private half included. */
  readonly [member: string]: unknown;
}

/** By what people can sign up and in on the GoTrue wire. */
export const ADDRESS_KINDS = ['email', 'phone'] as const;
/** One of the two. */
export type AddressKind = (typeof ADDRESS_KINDS)[number];

/** The second factors that the GoTrue wire can have. */
export const FACTOR_TYPES = ['totp', 'phone', 'webauthn', 'recovery_code'] as const;
/** A kind of second factor. */
export type FactorType = (typeof FACTOR_TYPES)[number];

/** The formats of refresh tokens on the GoTrue wire: 1, a record for each, and 2, a sealed counter of the session. */
export type RefreshTokenFormat = 1 | 2;

/** What the server can do wrong on purpose, so that tests see whether a client notices. */
export const MISBEHAVIORS = [
  'discovery-wrong-issuer',
  'response-wrong-iss',
  'response-without-iss',
  'response-wrong-state',
  'code-twice',
  'token-without-access-token',
  'token-without-id-token',
  'token-without-token-type',
  'id-token-wrong-iss',
  'id-token-wrong-aud',
  'id-token-wrong-nonce',
  'id-token-wrong-at-hash',
  'id-token-without-iss',
  'id-token-without-sub',
  'id-token-without-aud',
  'id-token-without-iat',
  'id-token-without-exp',
  'id-token-without-nonce',
  'id-token-expired',
  'id-token-old-key',
  'id-token-forged',
  'id-token-without-kid',
  'id-token-alg-none',
  'refresh-changed-sub',
  'userinfo-wrong-sub',
] as const;
/** One thing that the server does wrong on purpose. */
export type Misbehavior = (typeof MISBEHAVIORS)[number];

/** How the server behaves. The defaults are those of the wire, as far as it documents them. */
export interface Settings {
  /** What signs tokens. Default RS256. */
  readonly tokenAlgorithm: TokenAlgorithm;
  /** Life of a user's token. Default 14 days. */
  readonly sessionLifetimeSeconds: number;
  /** Life of an access token. Default 14 days. */
  readonly accessTokenLifetimeSeconds: number;
  /** Life of an ID token. Default 14 days. */
  readonly idTokenLifetimeSeconds: number;
  /** How long a refresh token may lie unused. Default 30 days. */
  readonly refreshTokenLifetimeSeconds: number;
  /** How long after a sign-in tokens can be refreshed at all. Default 180 days. */
  readonly refreshFamilyLifetimeSeconds: number;
  /** For how long a used refresh token works once more, for those whose answer got lost. Default 0. */
  readonly refreshGraceSeconds: number;
  /** Life of an authorization code, and of a ticket of CAS. Default 60. */
  readonly authorizationCodeLifetimeSeconds: number;
  /** Life of a management token. Default 2 hours. */
  readonly managementTokenLifetimeSeconds: number;
  /** Life of an `mfaToken`. Default 360. */
  readonly mfaTokenLifetimeSeconds: number;
  /** Digits of a code sent by email or SMS. Default 6. */
  readonly codeLength: number;
  /** Life of a code sent by email or SMS. Default 600. */
  readonly codeLifetimeSeconds: number;
  /** Wrong codes after which a challenge and an account are locked for a while; 0 for no limit. Default 5. */
  readonly maxCodeAttempts: number;
  /** Wrong passwords after which an account name is locked for a while; 0 for no limit. Default 10. */
  readonly maxPasswordAttempts: number;
  /** How long a lock lasts. Default 60. */
  readonly lockSeconds: number;
  /** Characters that a password needs. Default 6. */
  readonly minimumPasswordLength: number;
  /** Of letters, digits and other characters, how many kinds a password needs, 0 to 3. Default 0. */
  readonly passwordKinds: number;
  /** How many of a user's last passwords cannot be chosen again, the present one included. Default 0. */
  readonly passwordHistory: number;
  /** Wrong passwords in a row after which an account is locked until it is unlocked; 0 for no lock. Default 0. */
  readonly lockAccountAfter: number;
  /** Who may register themselves by user name, email and phone; everybody where it is `null`. Default null. */
  readonly signUpWhitelist: {
    readonly username: readonly string[] | null;
    readonly email: readonly string[] | null;
    readonly phone: readonly string[] | null;
  };
  /** Whether a sign-in answers alike for an unknown user and a wrong password. Default true. */
  readonly hideUnknownUsers: boolean;
  /** Whether people may register themselves. Default true. */
  readonly registrationEnabled: boolean;
  /** Whether sign-ups count as confirmed at once on the GoTrue wire. Default true. */
  readonly autoconfirm: boolean;
  /** Whether people may sign in on the GoTrue wire without saying who they are. Default true. */
  readonly anonymousSignIns: boolean;
  /** Life of an access token of the GoTrue wire. Default 3600. */
  readonly bearerLifetimeSeconds: number;
  /** For how long after a refresh every former refresh token of the GoTrue wire brings a present one. Default 10. */
  readonly refreshReuseIntervalSeconds: number;
  /** The format of refresh tokens of new sessions on the GoTrue wire. Default 2. */
  readonly refreshTokenFormat: RefreshTokenFormat;
  /**
   * Shuffles factors and identities in answers of the GoTrue wire, which has no order: the same number gives the same
   * order; 0 lists the oldest first. Default 1.
   */
  readonly shuffleSeed: number;
  /** How long a session of the GoTrue wire lasts at most; 0 for as long as it is used. Default 0. */
  readonly sessionTimeBoxSeconds: number;
  /** How long a session of the GoTrue wire may lie unused; 0 for no limit. Default 0. */
  readonly sessionInactivitySeconds: number;
  /** By what people sign up and in on the GoTrue wire. Default: by both. */
  readonly addressKinds: readonly AddressKind[];
  /** Whether users of the GoTrue wire may part with an identity. Default true. */
  readonly manualLinking: boolean;
  /** What signs tokens of the GoTrue wire where the algorithm is HS256, and is believed always. */
  readonly jwtSecret: string;
  /** Keys whose tokens the GoTrue wire believes as well; the first that may signs its tokens. Default: none. */
  readonly jwtKeys: readonly GivenKey[];
  /** Where links of the GoTrue wire lead that may not lead where they were asked to. Default `http://localhost:3000`. */
  readonly siteUrl: string;
  /** Where else they may lead, beside loopback addresses: addresses with `*` and `**`. Default: nowhere. */
  readonly redirectAllowList: readonly string[];
  /** Digits of a code that the GoTrue wire sends by email. Default 6. */
  readonly emailOtpLength: number;
  /** Life of such a code, and of the link beside it. Default 1 day. */
  readonly emailOtpLifetimeSeconds: number;
  /** Digits of a code that the GoTrue wire sends by SMS. Default 6. */
  readonly smsOtpLength: number;
  /** Life of such a code. Default 60. */
  readonly smsOtpLifetimeSeconds: number;
  /** Numbers, with their country, that the GoTrue wire sends nothing to: the code of each is the one here. */
  readonly testNumbers: Readonly<Record<string, string>>;
  /** Whether whatever carries SMS of the GoTrue wire fails; test numbers go on. Default false. */
  readonly smsFails: boolean;
  /** How long the GoTrue wire waits between two messages of a kind to one user; 0 for no wait. Default 60. */
  readonly messageSpacingSeconds: number;
  /** Whether a new email is confirmed from the old mailbox as well. Default false. */
  readonly confirmsEmailChangeTwice: boolean;
  /** Whether a new password needs a sign-in of the last day, or a code. Default false. */
  readonly newPasswordNeedsReauthentication: boolean;
  /** Whether a new password needs the present one. Default false. */
  readonly newPasswordNeedsPresentOne: boolean;
  /** The second factors of the GoTrue wire. Default: all there are. */
  readonly factorTypes: readonly FactorType[];
  /** Whether the server is new enough to have recovery codes. Default true. */
  readonly hasRecoveryCodes: boolean;
  /** The text with which a hook rejects each right second factor of the GoTrue wire; `null` for no hook. Default null. */
  readonly mfaRejection: string | null;
  /** Whether a TOTP step works once on the GoTrue wire, as it does on Authing's. Default false. */
  readonly totpStepsWorkOnce: boolean;
  /** How long a factor can be proved after it was asked for. Default 300. */
  readonly factorChallengeLifetimeSeconds: number;
  /** Whether pages of other origins may read `Date`, `Retry-After` and `X-Request-Id`. Default true. */
  readonly exposeHeaders: boolean;
  /** What the server does wrong on purpose. Default: nothing. */
  readonly misbehave: readonly Misbehavior[];
}

/** How a server behaves that was told nothing. */
export const DEFAULT_SETTINGS: Settings = {
  tokenAlgorithm: 'RS256',
  sessionLifetimeSeconds: 14 * 86_400,
  accessTokenLifetimeSeconds: 14 * 86_400,
  idTokenLifetimeSeconds: 14 * 86_400,
  refreshTokenLifetimeSeconds: 30 * 86_400,
  refreshFamilyLifetimeSeconds: 180 * 86_400,
  refreshGraceSeconds: 0,
  authorizationCodeLifetimeSeconds: 60,
  managementTokenLifetimeSeconds: 7_200,
  mfaTokenLifetimeSeconds: 360,
  codeLength: 6,
  codeLifetimeSeconds: 600,
  maxCodeAttempts: 5,
  maxPasswordAttempts: 10,
  lockSeconds: 60,
  minimumPasswordLength: 6,
  passwordKinds: 0,
  passwordHistory: 0,
  lockAccountAfter: 0,
  signUpWhitelist: { username: null, email: null, phone: null },
  hideUnknownUsers: true,
  registrationEnabled: true,
  autoconfirm: true,
  anonymousSignIns: true,
  bearerLifetimeSeconds: 3_600,
  refreshReuseIntervalSeconds: 10,
  refreshTokenFormat: 2,
  shuffleSeed: 1,
  sessionTimeBoxSeconds: 0,
  sessionInactivitySeconds: 0,
  addressKinds: ['email', 'phone'],
  manualLinking: true,
  jwtSecret: 'sallyport-development-jwt-secret-for-hs256',
  jwtKeys: [],
  siteUrl: 'http://localhost:3000',
  redirectAllowList: [],
  emailOtpLength: 6,
  emailOtpLifetimeSeconds: 86_400,
  smsOtpLength: 6,
  smsOtpLifetimeSeconds: 60,
  testNumbers: {},
  smsFails: false,
  messageSpacingSeconds: 60,
  confirmsEmailChangeTwice: false,
  newPasswordNeedsReauthentication: false,
  newPasswordNeedsPresentOne: false,
  factorTypes: ['totp', 'phone', 'webauthn', 'recovery_code'],
  hasRecoveryCodes: true,
  mfaRejection: null,
  totpStepsWorkOnce: false,
  factorChallengeLifetimeSeconds: 300,
  exposeHeaders: true,
  misbehave: [],
};
