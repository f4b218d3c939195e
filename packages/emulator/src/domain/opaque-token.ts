import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits that nobody guesses, for an address or a form. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret: enough to know it again, and nothing that could be used. */
export function fingerprintOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Whether somebody has shown a secret. How long it takes tells nothing of the right one, not even its length. */
export function isSameSecret(given: string, expected: string): boolean {
  const shown = Buffer.from(given);
  const right = Buffer.alloc(shown.length);
  right.write(expected); // what is longer is cut off, and found by the length
  return timingSafeEqual(shown, right) && shown.length === Buffer.byteLength(expected);
}
