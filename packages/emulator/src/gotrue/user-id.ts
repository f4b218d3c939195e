import type { Account } from '../domain/accounts/account.types.js';
import { isUuid, uuidOf } from '../domain/uuid.js';

/** The id of a user on this wire, where every id is a UUID. */
export function userIdOf({ id }: Account): string {
  return isUuid(id) ? id : uuidOf(id);
}
