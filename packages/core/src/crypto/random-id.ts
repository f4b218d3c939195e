/**
 * Makes an id of 128 random bits, in hexadecimal digits. `crypto.randomUUID` would do, but pages on plain http have none.
 */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
