import type { GoTrueFactor } from '@sallyport/core/gotrue';
import type { Session } from '@sallyport/core/session';
import type { PortableUser } from '@sallyport/core/user';
import { factorsOf } from '../session/user-factors.js';

/**
 * Removes factors from the stored user, which the server sends again with the next renewal only.
 *
 * @returns The stored versions of them.
 */
export async function forgetFactors(
  session: Session<PortableUser>,
  ids: readonly string[],
): Promise<readonly GoTrueFactor[]> {
  const { current, generation } = session;
  const user = current?.user;
  const factors = factorsOf(user);
  const gone = factors.filter(({ id }) => ids.includes(id));
  if (!user || gone.length === 0) return [];
  const rest = factors.filter((factor) => !gone.includes(factor));
  await session.updateUser({ ...user, raw: { ...user.raw, factors: rest } }, generation);
  return gone;
}
