import { Refusal } from '../refusal.js';
import type { Account } from './account.types.js';

/** @throws {Refusal} Nobody could sign in to such an account. */
export function assertSignInMethodLeft({
  username,
  email,
  phone,
  passwordHash,
  identities,
}: Pick<Account, 'username' | 'email' | 'phone' | 'passwordHash' | 'identities'>): void {
  const byPassword = username !== null && passwordHash !== null;
  if (email !== null || phone !== null || byPassword || identities.length > 0) return;
  throw new Refusal('last-sign-in-method', 'The last way to sign in cannot be taken away');
}
