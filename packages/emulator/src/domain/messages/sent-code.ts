import { randomInt } from 'node:crypto';

/** A code that was tried this often is dead, whatever the limits say (SECURITY EMU-16). */
export const TRIES_PER_CODE = 5;

/** Makes a code that somebody reads in a message and types in: so many digits. */
export function newSentCode(length: number): string {
  return Array.from({ length }, () => randomInt(10)).join('');
}
