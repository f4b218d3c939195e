import type { SessionRecord } from '@sallyport/core/session';

/** A renewed session token. */
export interface RefreshToken {
  token?: string | null;
  /** When it was issued, in seconds since 1970. */
  iat?: number | null;
  /** When it ends, in seconds since 1970. */
  exp?: number | null;
}

/** The token of a session and its times, in the words of the vendor's client: seconds since 1970. */
export function refreshTokenOf({ token, issuedAt, expiresAt }: SessionRecord<unknown>): RefreshToken {
  return { token, iat: inSeconds(issuedAt), exp: expiresAt === null ? null : inSeconds(expiresAt) };
}

function inSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
