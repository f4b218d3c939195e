import type { Account } from '../../domain/accounts/account.types.js';
import type { Domain } from '../../domain/create-domain.js';
import { isUuid } from '../../domain/uuid.js';
import { GotrueRefusal } from '../gotrue-refusal.js';

/** @throws {GotrueRefusal} There is no user with this id, or it is no id. */
export function requireUser({ accounts }: Domain, userId: string | undefined): Account {
  if (userId === undefined || !isUuid(userId)) {
    throw new GotrueRefusal(404, 'validation_failed', 'user_id must be an UUID');
  }
  const account = accounts.findByUuid(userId);
  if (account) return account;
  throw new GotrueRefusal(404, 'user_not_found', 'User not found');
}
