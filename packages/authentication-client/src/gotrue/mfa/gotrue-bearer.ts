import { decodeUnverified } from '@sallyport/core/jwt';
import type { Session } from '@sallyport/core/session';
import type { PortableUser } from '@sallyport/core/user';

/**
 * The bearer to send for an `mfaToken`: none for one of the present session, which may have been renewed since and knows
 * best; the token itself for one of another.
 */
export function bearerOf(mfaToken: string | undefined, session: Session<PortableUser>): string | undefined {
  const { current } = session;
  if (mfaToken === undefined || mfaToken === current?.token) return undefined;
  const named = decodeUnverified(mfaToken)?.session_id;
  return named !== undefined && named === current?.id ? undefined : mfaToken;
}
