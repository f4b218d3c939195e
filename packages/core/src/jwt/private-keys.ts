import { refuseOption } from '../validation/options.js';
import type { Jwk } from './jwks-cache.js';

/**
 * Takes private keys as JWKs, of which each decrypts what was encrypted for it.
 *
 * @throws {ConfigurationError} One is no private RSA or EC key; the message names it.
 */
export function privateKeysOption(option: string, keys: unknown): readonly Jwk[] {
  if (keys === undefined || keys === null) return [];
  const remedy = 'Pass private keys as JWK objects, such as { kty: "RSA", n, e, d, … }.';
  if (!Array.isArray(keys)) refuseOption(option, 'must be a list', remedy);
  return keys.map((key: unknown, index) =>
    isPrivateKey(key) ? Object.freeze({ ...key }) : refuseOption(`${option}[${index}]`, 'is no private key', remedy),
  );
}

function isPrivateKey(key: unknown): key is Jwk {
  if (typeof key !== 'object' || key === null || !('kty' in key) || !('d' in key)) return false;
  return (key.kty === 'RSA' || key.kty === 'EC') && typeof key.d === 'string';
}
