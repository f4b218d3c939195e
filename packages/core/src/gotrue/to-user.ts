import type { User } from '../authing/user.types.js';
import { InvalidResponseError } from '../errors/index.js';
import { isObject } from '../json.js';
import type { GoTrueMetadata, GoTrueUser } from './gotrue.types.js';

/** A user of a GoTrue server in the words of both wires. What they have no word for is in `raw`. */
export interface PortableUser extends User {
  /** The user as the server told it. */
  raw: GoTrueUser;
}

/**
 * Tells a user of a GoTrue server in the words of both wires.
 *
 * @throws {InvalidResponseError} What the server answered is no user.
 */
export function toUser(raw: GoTrueUser): PortableUser {
  if (!isGoTrueUser(raw)) {
    throw new InvalidResponseError({
      message: 'The server answered no user where one was expected',
      remedy: 'Check that the address is the identity server’s.',
    });
  }
  const own: GoTrueMetadata = raw.user_metadata ?? {}; // null for accounts that were made by hand in the database
  return {
    id: raw.id,
    arn: '',
    userPoolId: '',
    username: text(own.user_name) ?? text(own.preferred_username),
    email: text(raw.email),
    emailVerified: text(raw.email_confirmed_at) !== null,
    phone: text(raw.phone),
    phoneVerified: text(raw.phone_confirmed_at) !== null,
    nickname: text(own.nickname),
    name: text(own.name) ?? text(own.full_name),
    photo: text(own.avatar_url) ?? text(own.picture),
    lastLogin: raw.last_sign_in_at ?? null,
    signedUp: raw.created_at,
    createdAt: raw.created_at,
    updatedAt: raw.updated_at ?? null,
    customData: { ...own },
    raw,
  };
}

/** Profile fields of both wires, under the names that GoTrue's users keep them by. */
const PROFILE_NAMES: ReadonlyMap<string, string> = new Map([['photo', 'avatar_url']]);

/** The metadata that keeps a profile, so that `toUser` reads it back. */
export function toMetadata(profile: Readonly<Record<string, unknown>>): GoTrueMetadata {
  const entries = Object.entries(profile).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [PROFILE_NAMES.get(name) ?? name, value]));
}

/** Whether an answer is a user: what others take for a list or an object is one, or is not there. */
export function isGoTrueUser(raw: Partial<GoTrueUser> | null | undefined): raw is GoTrueUser {
  if (typeof raw?.id !== 'string' || raw.id === '') return false;
  const { app_metadata: app, user_metadata: own, factors, identities } = raw as Readonly<Record<string, unknown>>; // anything may have been answered
  const areMetadata = [app, own].every((value) => isAbsent(value) || isObject(value));
  return areMetadata && isListOf(isGoTrueFactor, factors) && isListOf(isObject, identities);
}

// Whoever could not read the factors of a user would ask for none.
function isGoTrueFactor(value: unknown): boolean {
  return isObject(value) && [value.id, value.factor_type, value.status].every((member) => typeof member === 'string');
}

function isListOf(isMember: (value: unknown) => boolean, value: unknown): boolean {
  return isAbsent(value) || (Array.isArray(value) && value.every(isMember));
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
