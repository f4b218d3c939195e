import type { Account } from '../../domain/accounts/account.types.js';
import type { Accounts } from '../../domain/accounts/accounts.js';
import { ControlRefusal } from '../control-refusal.js';

/**
 * The user that a seed means, by id, user name, email or phone number.
 *
 * @throws {ControlRefusal} There is none. The message names the place.
 */
export function userNamed(accounts: Accounts, name: string, place: string): Account {
  const byId = accounts.get(name);
  const keys = ['username', 'email', 'phone'] as const;
  const found = byId ?? keys.map((key) => accounts.find(key, name)).find((account) => account !== undefined);
  if (found) return found;
  throw new ControlRefusal('unknown-reference', `${place}: there is no user ${JSON.stringify(name)}`);
}
