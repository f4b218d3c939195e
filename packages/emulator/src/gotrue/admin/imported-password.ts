import type { KeptPassword } from '../../domain/accounts/passwords.js';
import type { Domain } from '../../domain/create-domain.js';
import { Refusal } from '../../domain/refusal.js';
import { invalid } from '../gotrue-refusal.js';

/**
 * What an account keeps of a password that was hashed elsewhere. A GoTrue server compares with these two kinds.
 *
 * @throws {GotrueRefusal} The hash is of another kind, or too expensive.
 */
export function importedPassword({ passwords }: Domain, passwordHash: string): KeptPassword {
  try {
    return passwords.keepHash(passwordHash, ['argon2', 'bcrypt']);
  } catch (error) {
    throw error instanceof Refusal ? invalid(error.message) : error;
  }
}
