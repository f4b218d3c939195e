import type { PortableUser, SessionRecord } from '@sallyport/core';

/** The owner of the challenges of a session: its user, because the server binds challenges to the factors of a user. */
export function challengeOwnerOf({ id, user }: SessionRecord<PortableUser>): string {
  return user?.id ?? id;
}
