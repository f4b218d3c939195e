/** How strongly a session was authenticated: by one factor, or by two. */
export type AssuranceLevel = 'aal1' | 'aal2';

/** How a factor was proved, by its name in RFC 8176 where it has one. */
export type AuthenticationMethod = 'pwd' | 'otp' | 'sms' | 'email' | 'recovery_code' | 'unknown';

/** How a session goes on when its token nears its end. */
export type Renewal = 'bearer' | 'refresh_token' | 'none';

const VERSION = 1;

/** A session: one versioned record, written in one operation. */
export interface SessionRecord<User> {
  readonly version: typeof VERSION;
  readonly token: string;
  /** When the token ends, in epoch milliseconds by this machine's clock; `null` when it does not say. */
  readonly expiresAt: number | null;
  readonly renewal: Renewal;
  readonly assuranceLevel: AssuranceLevel;
  /** The factors that were proved, in order. */
  readonly amr: readonly AuthenticationMethod[];
  /** The user as last told by the server; `null` when only a token is known. */
  readonly user: User | null;
}

/** What a new record is made of. */
export type NewSession<User> = Omit<SessionRecord<User>, 'version'>;

export function createRecord<User>(session: NewSession<User>): SessionRecord<User> {
  return Object.freeze({ ...session, version: VERSION });
}

/** What a stored text turned out to be. */
export type StoredRecord<User> =
  | { readonly found: 'record'; readonly record: SessionRecord<User> }
  | { readonly found: 'nothing' | 'corrupt' | 'newer-version' };

/** Reads a stored record. Whatever cannot be one is told apart, and never thrown about. */
export function parseRecord<User>(text: string | null): StoredRecord<User> {
  if (text === null) return { found: 'nothing' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { found: 'corrupt' };
  }
  if (typeof value !== 'object' || value === null || !('version' in value)) return { found: 'corrupt' };
  if (typeof value.version === 'number' && value.version > VERSION) return { found: 'newer-version' };
  return isRecord<User>(value) ? { found: 'record', record: Object.freeze(value) } : { found: 'corrupt' };
}

function isRecord<User>(value: object): value is SessionRecord<User> {
  // Any object may have these members, of any type: each is looked at.
  const { version, token, expiresAt, amr, user, assuranceLevel } = value as Partial<SessionRecord<User>>;
  return (
    version === VERSION &&
    typeof token === 'string' &&
    token !== '' &&
    (expiresAt === null || typeof expiresAt === 'number') &&
    (assuranceLevel === 'aal1' || assuranceLevel === 'aal2') &&
    Array.isArray(amr) &&
    typeof user === 'object'
  );
}
