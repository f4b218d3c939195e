import type { ServerClock } from '@sallyport/core/clock';
import { decodeUnverified } from '@sallyport/core/jwt';
import type { SessionTokens } from '@sallyport/core/session';

// The end of the year 9999. A later instant is one in milliseconds, or no instant of a `Date`.
const LATEST_SECONDS = 253_402_300_799;

/** Times of a token that a server sends beside it, in seconds since 1970. */
export interface ToldTimes {
  readonly iat?: number | null | undefined;
  readonly exp?: number | null | undefined;
}

/**
 * The tokens of a native session, which has a single one.
 *
 * @param told - Times that the server sent beside the token. They outweigh its claims.
 */
export function nativeTokens(
  token: string,
  serverClock: Pick<ServerClock, 'now'>,
  told: ToldTimes = {},
): SessionTokens {
  const claims = decodeUnverified(token);
  const issuedAt = [told.iat, claims?.iat].find(isInstant);
  const expiresAt = [told.exp, claims?.exp].find(isInstant);
  const isSpan = expiresAt !== undefined && expiresAt > (issuedAt ?? 0);
  return {
    token,
    accessToken: null,
    refreshToken: null,
    issuedAt: issuedAt === undefined ? serverClock.now() : issuedAt * 1000,
    expiresAt: isSpan ? expiresAt * 1000 : null,
  };
}

/** Whether a value is an instant in seconds since 1970. */
export function isInstant(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= LATEST_SECONDS;
}
