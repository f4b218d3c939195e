import type { User } from '../authing/index.js';
import type { GoTrueMetadata, GoTrueUser } from './gotrue.types.js';

/** A user of a GoTrue server in the words of both wires. What they have no word for is in `raw`. */
export interface PortableUser extends User {
  /** The user as the server told it. */
  raw: GoTrueUser;
}

/** Tells a user of a GoTrue server in the words of both wires. */
export function toUser(raw: GoTrueUser): PortableUser {
  const { user_metadata: own } = raw;
  return {
    id: raw.id,
    arn: '',
    userPoolId: '',
    username: text(own.user_name) ?? text(own.preferred_username),
    email: text(raw.email),
    emailVerified: raw.email_confirmed_at !== undefined,
    phone: text(raw.phone),
    phoneVerified: raw.phone_confirmed_at !== undefined,
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
const PROFILE_NAMES: Readonly<Record<string, string>> = { photo: 'avatar_url' };

/** The metadata that keeps a profile, so that `toUser` reads it back. */
export function toMetadata(profile: Readonly<Record<string, unknown>>): GoTrueMetadata {
  const entries = Object.entries(profile).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [PROFILE_NAMES[name] ?? name, value]));
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
