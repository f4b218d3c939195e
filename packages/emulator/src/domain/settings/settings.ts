/** What can sign tokens. */
export const TOKEN_ALGORITHMS = ['RS256', 'ES256', 'HS256'] as const;
/** What signs tokens: a published key pair, or with HS256 a secret that the server shares with the application. */
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];

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
  exposeHeaders: true,
  misbehave: [],
};
