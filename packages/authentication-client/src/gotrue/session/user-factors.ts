import { type GoTrueFactor, isGoTrueUser, type PortableUser } from '@sallyport/core';

/** The factors of a user. What is stored may be of anybody's making. */
export function factorsOf(user: Pick<PortableUser, 'raw'> | null | undefined): readonly GoTrueFactor[] {
  return isGoTrueUser(user?.raw) ? (user.raw.factors ?? []) : [];
}
