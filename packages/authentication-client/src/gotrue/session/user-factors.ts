import type { GoTrueFactor } from '@sallyport/core/gotrue';
import { isGoTrueUser, type PortableUser } from '@sallyport/core/user';

/** The factors of a user. What is stored may be of anybody's making. */
export function factorsOf(user: Pick<PortableUser, 'raw'> | null | undefined): readonly GoTrueFactor[] {
  return isGoTrueUser(user?.raw) ? (user.raw.factors ?? []) : [];
}
