/**
 * Makes an id of 128 random bits, in hexadecimal digits. `crypto.randomUUID` would do, but pages on plain http have none.
 */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** An unbiased number from 0 to 1 that no seed repeats. */
export function secureRandom(): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return value / 2 ** 32;
}
