import { randomId } from '../crypto/random.js';
import { isHeader } from '../http/header.js';
import { copyJson } from '../json.js';

/** How strongly a session was authenticated: by one factor, or by two. */
export type AssuranceLevel = 'aal1' | 'aal2';

/** How a factor was proved, by its name in RFC 8176 where it has one. */
export type AuthenticationMethod = 'pwd' | 'otp' | 'sms' | 'email' | 'face' | 'recovery_code' | 'unknown';

/**
 * How a session goes on when its token nears its end: by a refresh token, by the token itself as long as it is good, or
 * not at all.
 */
export type Renewal = 'bearer' | 'refresh_token' | 'none';

const RENEWALS: ReadonlySet<unknown> = new Set<Renewal>(['bearer', 'refresh_token', 'none']);
const VERSION = 1;

/** What a renewal replaces. Instants are epoch milliseconds by the server's clock. */
export interface SessionTokens {
  /** The bearer of calls to the identity server. */
  readonly token: string;
  /** The bearer of calls to the application's own API, where the server issues one for it; else `null`. */
  readonly accessToken: string | null;
  /** What `token` is renewed with; `null` unless `renewal` is `refresh_token`. */
  readonly refreshToken: string | null;
  /** When the tokens were issued. */
  readonly issuedAt: number;
  /** When the first of them ends; `null` when none says so. */
  readonly expiresAt: number | null;
}

/** A session: one versioned record, written in one operation. */
export interface SessionRecord<User> extends SessionTokens {
  readonly version: typeof VERSION;
  /** Of this sign-in: renewals keep it, the next sign-in has another. */
  readonly id: string;
  readonly renewal: Renewal;
  readonly assuranceLevel: AssuranceLevel;
  /** The factors that were proved, in order. */
  readonly amr: readonly AuthenticationMethod[];
  /** When the user signed in, which renewals keep; absent from records of earlier versions. */
  readonly signedInAt?: number | undefined;
  /** The user as last told by the server; `null` when only a token is known. */
  readonly user: User | null;
}

/** What a new record is made of. */
export interface NewSession<User> extends Omit<SessionRecord<User>, 'version' | 'id'> {
  /** The server's own name for the sign-in, where it has one. Default: a random one. */
  readonly id?: string | undefined;
}

/** What a renewal brings: tokens, and what the server says along with them. */
export type RenewedSession<User> = SessionTokens &
  Partial<Pick<SessionRecord<User>, 'user' | 'assuranceLevel' | 'amr'>>;

/** Creates the record of a new session. It owns a copy of the user, because callers may change the original. */
export function createRecord<User>(session: NewSession<User>): SessionRecord<User> {
  const { issuedAt, id = randomId(), user } = session;
  return Object.freeze({ signedInAt: issuedAt, ...session, version: VERSION, id, user: copyJson(user) });
}

/** The same session with these changes, and a copy of the user in them. */
export function changeRecord<User>(
  record: SessionRecord<User>,
  changes: Partial<RenewedSession<User>>,
): SessionRecord<User> {
  const { user = record.user } = changes;
  return Object.freeze({ ...record, ...changes, user: user === record.user ? user : copyJson(user) });
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
export function parseRecord<User>(text: unknown): StoredRecord<User> {
  if (text === null || text === undefined) return { found: 'nothing' };
  let value: unknown;
  try {
    value = typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return { found: 'corrupt' };
  }
  if (typeof value !== 'object' || value === null || !('version' in value)) return { found: 'corrupt' };
  if (typeof value.version === 'number' && value.version > VERSION) return { found: 'newer-version' };
  return isRecord<User>(value) ? { found: 'record', record: Object.freeze(value) } : { found: 'corrupt' };
}

function isRecord<User>(value: object): value is SessionRecord<User> {
  // Any object may have these members, of any type: each is looked at.
  const record = value as Partial<SessionRecord<unknown>>;
  return (
    record.version === VERSION &&
    typeof record.id === 'string' &&
    record.id !== '' &&
    isToken(record.token) &&
    (record.accessToken === null || isToken(record.accessToken)) &&
    (record.refreshToken === null || isToken(record.refreshToken)) &&
    Number.isFinite(record.issuedAt) &&
    (record.expiresAt === null || Number.isFinite(record.expiresAt)) &&
    RENEWALS.has(record.renewal) &&
    (record.renewal === 'refresh_token') === (record.refreshToken !== null) &&
    (record.assuranceLevel === 'aal1' || record.assuranceLevel === 'aal2') &&
    Array.isArray(record.amr) &&
    record.amr.every((method: unknown) => typeof method === 'string') &&
    (record.signedInAt === undefined || Number.isFinite(record.signedInAt)) &&
    (record.user === null || isIdentified(record.user))
  );
}

// Bearers that no header can carry would fail each call in the transport, far from their cause.
function isToken(value: unknown): boolean {
  return value !== '' && isHeader('authorization', value);
}

function isIdentified(user: unknown): boolean {
  return typeof user === 'object' && user !== null && 'id' in user && typeof user.id === 'string' && user.id !== '';
}
