import { createHash, randomBytes } from 'node:crypto';
import { isSameSecret } from '../opaque-token.js';

/** Makes a recovery code: six groups of four hexadecimal digits. */
export function newRecoveryCode(): string {
  return (randomBytes(12).toString('hex').match(/.{4}/g) ?? []).join('-');
}

// 96 random bits cannot be guessed from a plain hash, so none that is slow is needed.
export function hashRecoveryCode(code: string): string {
  return createHash('sha256').update(canonical(code)).digest('base64');
}

/** Whether a code, in any spelling, is the one of a hash. */
export function matchesRecoveryCode(code: string, hash: string): boolean {
  return isSameSecret(hashRecoveryCode(code), hash);
}

/** Without what differs between how people write one code: case, hyphens, spaces. */
function canonical(code: string): string {
  return code.toLowerCase().replace(/[\s-]/g, '');
}
