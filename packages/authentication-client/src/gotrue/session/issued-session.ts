import type { ServerClock } from '@sallyport/core/clock';
import { InvalidResponseError } from '@sallyport/core/errors';
import type { GoTrueTokenAnswer } from '@sallyport/core/gotrue';
import { isHeader } from '@sallyport/core/http';
import { decodeUnverified } from '@sallyport/core/jwt';
import type { AuthenticationMethod, NewSession } from '@sallyport/core/session';
import { isGoTrueUser, type PortableUser, toUser } from '@sallyport/core/user';
import { factorTraits } from '../../mfa/factors/index.js';
import { amrIn } from './amr.js';

/** Names of proofs in the claim `amr`, and in session records (RFC 8176 where it has a name). */
const METHODS: ReadonlyMap<string, AuthenticationMethod> = new Map([
  ['password', 'pwd'],
  ...factorTraits.map(({ amr, method }) => [amr, method] as const),
]);

// The end of the year 9999. What is beyond are milliseconds, or nonsense that no `Date` can tell.
const LATEST_SECONDS = 253_402_300_799;

/** A session as this wire issues it: named by the server, and with the user. */
export interface IssuedSession extends NewSession<PortableUser> {
  readonly refreshToken: string;
  readonly user: PortableUser;
}

/** Tokens, and what else an answer says along with them. */
type TokensAnswer = Pick<GoTrueTokenAnswer, 'access_token' | 'refresh_token'> & Partial<GoTrueTokenAnswer>;

/**
 * The session in an answer.
 *
 * @throws {InvalidResponseError} It lacks a token, or the user, or holds one that cannot be sent.
 */
export function issuedSession(answer: GoTrueTokenAnswer, serverClock: Pick<ServerClock, 'now'>): IssuedSession {
  if (!isTokenAnswer(answer)) {
    throw new InvalidResponseError({
      message: 'The server confirmed the sign-in and sent no tokens, or no user',
      remedy: 'Check that the address is the identity server’s.',
    });
  }
  return { ...sessionOfTokens(answer, serverClock), user: toUser(answer.user) };
}

/** The session that tokens tell of themselves. */
export function sessionOfTokens(
  answer: TokensAnswer,
  serverClock: Pick<ServerClock, 'now'>,
): Omit<IssuedSession, 'user'> {
  const { access_token: token, refresh_token: refreshToken, expires_at: endsAt, expires_in: lifetime } = answer;
  const claims = decodeUnverified(token);
  const issuedAt = seconds(claims?.iat) ?? serverClock.now();
  const id = claims?.session_id;
  return {
    ...(typeof id === 'string' && id !== '' ? { id } : {}),
    token,
    accessToken: null,
    refreshToken,
    issuedAt,
    expiresAt: seconds(endsAt) ?? seconds(claims?.exp) ?? (seconds(lifetime) ?? 0) + issuedAt,
    renewal: 'refresh_token',
    assuranceLevel: claims?.aal === 'aal2' ? 'aal2' : 'aal1',
    amr: methodsIn(claims?.amr),
  };
}

/** The same for an answer that the server has made just now, which tells how late it is there. */
export function freshSession(answer: GoTrueTokenAnswer, serverClock: ServerClock): IssuedSession {
  if (isTokenAnswer(answer)) serverClock.hearIssue(decodeUnverified(answer.access_token)?.iat);
  return issuedSession(answer, serverClock);
}

/** Whether an answer is a session, and not a user who has to confirm an address first. */
export function isTokenAnswer(answer: Partial<GoTrueTokenAnswer> | null | undefined): answer is GoTrueTokenAnswer {
  return hasTokens(answer) && isGoTrueUser(answer.user);
}

/** Whether tokens are there, and such as can be sent. */
export function hasTokens(answer: Partial<GoTrueTokenAnswer> | null | undefined): answer is TokensAnswer {
  const { access_token: token, refresh_token: refreshToken } = answer ?? {};
  return [token, refreshToken].every((value) => value !== '' && isHeader('authorization', value));
}

// Sessions tell the first proof first.
function methodsIn(amr: unknown): readonly AuthenticationMethod[] {
  const methods = amrIn(amr)
    .map(({ method }) => METHODS.get(method) ?? 'unknown')
    .reverse();
  return methods.length > 0 ? methods : ['unknown'];
}

function seconds(value: unknown): number | null {
  return typeof value === 'number' && value > 0 && value <= LATEST_SECONDS ? value * 1000 : null;
}
