import { ConfigurationError } from '../errors/index.js';

/**
 * Fills an array with secure random values.
 *
 * @throws {ConfigurationError} The platform has none. React Native needs a polyfill.
 */
export function fillRandomly<Values extends Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(
  values: Values,
): Values {
  // The DOM types do not know platforms without it.
  const { crypto } = globalThis as { crypto?: Partial<Crypto> };
  if (crypto?.getRandomValues) return crypto.getRandomValues(values);
  throw new ConfigurationError({
    message: 'This platform has no crypto.getRandomValues',
    remedy: 'In React Native, import react-native-get-random-values before this package.',
  });
}

/**
 * Makes an id of 128 random bits, in hexadecimal digits. `crypto.randomUUID` would do, but pages on plain http have none.
 */
export function randomId(): string {
  return Array.from(fillRandomly(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** An unbiased number from 0 to 1 that no seed repeats. */
export function secureRandom(): number {
  const [value = 0] = fillRandomly(new Uint32Array(1));
  return value / 2 ** 32;
}
