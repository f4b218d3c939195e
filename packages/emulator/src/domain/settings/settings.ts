/** What can sign tokens. */
export const TOKEN_ALGORITHMS = ['RS256', 'ES256', 'HS256'] as const;
/** What signs tokens: a published key pair, or with HS256 a secret that the server shares with the application. */
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];

/** How the server behaves. The defaults are those of the wire, as far as it documents them. */
export interface Settings {
  /** What signs tokens. Default RS256. */
  readonly tokenAlgorithm: TokenAlgorithm;
  /** Life of a user's token. Default 14 days. */
  readonly sessionLifetimeSeconds: number;
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
  /** Whether a sign-in answers alike for an unknown user and a wrong password. Default true. */
  readonly hideUnknownUsers: boolean;
  /** Whether people may register themselves. Default true. */
  readonly registrationEnabled: boolean;
  /** Whether pages of other origins may read `Date`, `Retry-After` and `X-Request-Id`. Default true. */
  readonly exposeHeaders: boolean;
}

/** How a server behaves that was told nothing. */
export const DEFAULT_SETTINGS: Settings = {
  tokenAlgorithm: 'RS256',
  sessionLifetimeSeconds: 14 * 86_400,
  managementTokenLifetimeSeconds: 7_200,
  mfaTokenLifetimeSeconds: 360,
  codeLength: 6,
  codeLifetimeSeconds: 600,
  maxCodeAttempts: 5,
  maxPasswordAttempts: 10,
  lockSeconds: 60,
  minimumPasswordLength: 6,
  hideUnknownUsers: true,
  registrationEnabled: true,
  exposeHeaders: true,
};
