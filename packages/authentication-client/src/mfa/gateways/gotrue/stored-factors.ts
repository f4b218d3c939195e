import type { GoTrueFactor, PortableUser, Session } from '@sallyport/core';
import { factorsOf } from '../../../gotrue/session/user-factors.js';

/**
 * Takes factors that are gone off the stored user, who is not told anew before the next renewal.
 *
 * @returns What was stored of them.
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
