import { decodeUnverified, type ServerClock, type SessionTokens } from '@sallyport/core';

/** What a server tells of a token beside the token itself, in seconds since 1970. */
export interface ToldTimes {
  readonly iat?: number | null | undefined;
  readonly exp?: number | null | undefined;
}

/**
 * The tokens of a native session, which has a single one.
 *
 * @param told - What the server says beside the token, which counts more than what is read in it.
 */
export function nativeTokens(
  token: string,
  serverClock: Pick<ServerClock, 'now'>,
  told: ToldTimes = {},
): SessionTokens {
  const claims = decodeUnverified(token);
  const issuedAt = told.iat ?? claims?.iat;
  const expiresAt = told.exp ?? claims?.exp;
  return {
    token,
    accessToken: null,
    refreshToken: null,
    issuedAt: isInstant(issuedAt) ? issuedAt * 1000 : serverClock.now(),
    expiresAt: isInstant(expiresAt) ? expiresAt * 1000 : null,
  };
}

/** The same for a token that the server has issued just now, which tells how late it is there. */
export function freshNativeTokens(token: string, serverClock: ServerClock, told: ToldTimes = {}): SessionTokens {
  const iat = told.iat ?? decodeUnverified(token)?.iat;
  if (isInstant(iat)) serverClock.hearIssue(iat);
  return nativeTokens(token, serverClock, told);
}

/** What a token endpoint answers. */
export interface TokenEndpointAnswer {
  readonly access_token: string;
  readonly id_token?: string | undefined;
  readonly refresh_token?: string | undefined;
  /** Lifetime of the access token, in seconds. */
  readonly expires_in?: number | undefined;
}

/**
 * The tokens of a session that has a refresh token. The ID token serves the identity server's own API, the access token
 * the application's; without an ID token the access token serves both.
 *
 * @param previous - What the new ones replace: an answer without a refresh token leaves the old one good (RFC 6749
 * section 6), and one without an ID token leaves no other bearer than the access token.
 */
export function refreshedTokens(
  answer: TokenEndpointAnswer,
  previous: Pick<SessionTokens, 'refreshToken'>,
  serverClock: ServerClock,
): SessionTokens {
  const { access_token: accessToken, id_token: idToken, expires_in: lifetime } = answer;
  const bearer = freshNativeTokens(idToken ?? accessToken, serverClock);
  const accessEndsAt = isInstant(lifetime)
    ? serverClock.now() + lifetime * 1000
    : nativeTokens(accessToken, serverClock).expiresAt;
  const ends = [bearer.expiresAt, accessEndsAt].filter((end): end is number => end !== null);
  return {
    token: bearer.token,
    accessToken: idToken === undefined ? null : accessToken,
    refreshToken: answer.refresh_token ?? previous.refreshToken,
    issuedAt: serverClock.now(),
    expiresAt: ends.length > 0 ? Math.min(...ends) : null,
  };
}

function isInstant(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
