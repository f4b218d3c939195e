import { type GoTrueUser, toUser } from '@sallyport/core';

/**
 * A user in an answer.
 *
 * @throws {InvalidResponseError} The answer is no user.
 */
export function identifiedUser(answer: GoTrueUser): GoTrueUser {
  return toUser(answer).raw;
}
