import { TokenClaimError } from '@sallyport/core/errors';
import type { SessionRecord } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';
import { subjectOf } from '../../client/session/signed-in-user.js';

/**
 * Makes sure that what was told for the session's own access token is about the session's user.
 *
 * @throws {TokenClaimError} It is about somebody else, and must not be used (OpenID Connect Core section 5.3.2).
 */
export function assertOwnUserInfo(userInfo: unknown, accessToken: string, session: SessionRecord<User> | null): void {
  if (session?.accessToken !== accessToken) return;
  const subject = subjectOf(session.token) ?? session.user?.id;
  const told = typeof userInfo === 'object' && userInfo !== null && 'sub' in userInfo ? userInfo.sub : undefined;
  if (subject === undefined || told === subject) return;
  throw new TokenClaimError({
    message: 'The claims that the server tells for the token are about somebody else than its user (sub)',
    remedy: 'Refuse them, and sign in again.',
  });
}
