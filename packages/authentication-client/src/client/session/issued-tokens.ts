import type { ServerClock } from '@sallyport/core/clock';
import { InvalidResponseError } from '@sallyport/core/errors';
import { decodeUnverified } from '@sallyport/core/jwt';
import type { SessionTokens } from '@sallyport/core/session';
import { isInstant, nativeTokens, type ToldTimes } from './native-tokens.js';

/** The same for a token that the server has issued just now, which tells how late it is there. */
export function freshNativeTokens(token: string, serverClock: ServerClock, told: ToldTimes = {}): SessionTokens {
  serverClock.hearIssue([told.iat, decodeUnverified(token)?.iat].find(isInstant));
  return nativeTokens(token, serverClock, told);
}

/** What a token endpoint answers. Some write `null`, or nothing between the quotes, for what they leave out. */
export interface TokenEndpointAnswer {
  readonly access_token: string;
  readonly id_token?: string | null | undefined;
  readonly refresh_token?: string | null | undefined;
  /** Lifetime of the access token, in seconds. */
  readonly expires_in?: number | undefined;
}

type BearerAnswer = Omit<TokenEndpointAnswer, 'expires_in'> & { readonly expires_in?: unknown };

/**
 * Reads what a token endpoint answers.
 *
 * @throws {InvalidResponseError} It has no access token, a token of another type than bearer, or no lifetime in seconds.
 */
export function readTokenAnswer(answer: unknown): TokenEndpointAnswer {
  if (!isBearerAnswer(answer)) throw unusable('without a bearer token');
  const { expires_in: lifetime, ...rest } = answer;
  if (lifetime === undefined || lifetime === null || lifetime === '') return rest;
  const isNumeric = typeof lifetime === 'number' || (typeof lifetime === 'string' && /^\d+(?:\.\d+)?$/.test(lifetime));
  const seconds = isNumeric ? Number(lifetime) : Number.NaN;
  if (!(seconds >= 0 && seconds < Number.POSITIVE_INFINITY))
    throw unusable('with a lifetime that is no number of seconds');
  return { ...rest, expires_in: seconds };
}

function isBearerAnswer(answer: unknown): answer is BearerAnswer {
  if (typeof answer !== 'object' || answer === null || !('access_token' in answer)) return false;
  const type = 'token_type' in answer ? answer.token_type : 'Bearer'; // some leave it out, though RFC 6749 asks for it
  const isBearer = typeof type === 'string' && type.toLowerCase() === 'bearer';
  return isBearer && isText(answer.access_token);
}

function unusable(problem: string): InvalidResponseError {
  return new InvalidResponseError({
    message: `The token endpoint answered ${problem}`,
    remedy: 'Check that the address is the identity server’s.',
  });
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
  const { access_token: accessToken, expires_in: lifetime } = answer;
  const [idToken, refreshToken] = [answer.id_token, answer.refresh_token].map((token) =>
    isText(token) ? token : null,
  );
  const bearer = freshNativeTokens(idToken ?? accessToken, serverClock);
  const accessEndsAt = isInstant(lifetime)
    ? serverClock.now() + lifetime * 1000
    : nativeTokens(accessToken, serverClock).expiresAt;
  const ends = [bearer.expiresAt, accessEndsAt].filter((end): end is number => end !== null);
  return {
    token: bearer.token,
    accessToken: idToken ? accessToken : null,
    refreshToken: refreshToken ?? previous.refreshToken,
    issuedAt: serverClock.now(),
    expiresAt: ends.length > 0 ? Math.min(...ends) : null,
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
