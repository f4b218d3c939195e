import { isHeader } from '../http/header.js';

/** How strongly a session was authenticated: by one factor, or by two. */
export type AssuranceLevel = 'aal1' | 'aal2';

/** How a factor was proved, by its name in RFC 8176 where it has one. */
export type AuthenticationMethod = 'pwd' | 'otp' | 'sms' | 'email' | 'recovery_code' | 'unknown';

/** How a session goes on when its token nears its end. */
export type Renewal = 'bearer' | 'refresh_token' | 'none';

const RENEWALS: ReadonlySet<unknown> = new Set<Renewal>(['bearer', 'refresh_token', 'none']);

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

/** Makes a record that nobody can change. */
export function createRecord<User>(session: NewSession<User>): SessionRecord<User> {
  return Object.freeze({ ...session, version: VERSION });
}

/** What a stored text turned out to be. */
export type StoredRecord<User> =
  | { readonly found: 'record'; readonly record: SessionRecord<User> }
  | { readonly found: 'nothing' | 'corrupt' | 'newer-version' };

/**
 * Reads a stored record. Whatever cannot be one is told apart, and never thrown about.
 *
 * @param text - What the storage answered; a plain `Map` says `undefined` where there is nothing.
 */
export function parseRecord<User>(text: string | null | undefined): StoredRecord<User> {
  if (text === null || text === undefined) return { found: 'nothing' };
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
  const { version, token, expiresAt, renewal, amr, user, assuranceLevel } = value as Partial<SessionRecord<unknown>>;
  return (
    version === VERSION &&
    token !== '' &&
    isHeader('authorization', token) &&
    (expiresAt === null || Number.isFinite(expiresAt)) &&
    RENEWALS.has(renewal) &&
    (assuranceLevel === 'aal1' || assuranceLevel === 'aal2') &&
    Array.isArray(amr) &&
    amr.every((method: unknown) => typeof method === 'string') &&
    (user === null || isIdentified(user))
  );
}

function isIdentified(user: unknown): boolean {
  return typeof user === 'object' && user !== null && 'id' in user && typeof user.id === 'string' && user.id !== '';
}
