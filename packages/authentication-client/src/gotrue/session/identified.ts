import type { GoTrueUser } from '@sallyport/core/gotrue';
import { toUser } from '@sallyport/core/user';

/**
 * A user in an answer.
 *
 * @throws {InvalidResponseError} The answer is no user.
 */
export function identifiedUser(answer: GoTrueUser): GoTrueUser {
  return toUser(answer).raw;
}
