import type { KeptPassword } from '../../domain/accounts/passwords.js';
import type { Domain } from '../../domain/create-domain.js';
import { invalid } from '../gotrue-refusal.js';

/**
 * What an account keeps of a password that was hashed elsewhere.
 *
 * @throws {GotrueRefusal} It is no hash that this server can compare passwords with.
 */
export async function importedPassword({ passwords }: Domain, passwordHash: string): Promise<KeptPassword> {
  const isArgon2 = /^\$argon2(id|i|d)\$v=\d+\$[\w=,]+\$[\w+/]+\$[\w+/]+$/.test(passwordHash);
  const isWhole =
    isArgon2 &&
    (await passwords.matches('', passwordHash).then(
      () => true,
      () => false,
    ));
  if (!isWhole) throw invalid('password_hash is no Argon2 hash, the only kind that this server compares with');
  return { passwordHash, passwordLevel: null, formerPasswordHashes: [] };
}
