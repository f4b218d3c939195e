import type { SessionRecord } from '@sallyport/core/session';
import type { PortableUser } from '@sallyport/core/user';

/** The owner of the challenges of a session: its user, because the server binds challenges to the factors of a user. */
export function challengeOwnerOf({ id, user }: SessionRecord<PortableUser>): string {
  return user?.id ?? id;
}
