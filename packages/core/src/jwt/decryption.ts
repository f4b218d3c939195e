import { decodeUtf8 } from '../crypto/utf8.js';
import { TokenError } from '../errors/index.js';
import { lazy } from '../loading/lazy.js';
import { parseEncryptedHeader } from './compact.js';
import type { Jwk } from './jwks-cache.js';
import { refuse } from './refusals.js';

const KEY_TYPES = new Map([
  ['RSA-OAEP', 'RSA'],
  ['RSA-OAEP-256', 'RSA'],
  ['ECDH-ES', 'EC'],
]);
const CONTENT_ALGORITHMS = ['A128GCM', 'A192GCM', 'A256GCM', 'A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512'];
// A token that is smaller than what it holds can be a trap.
const REFUSED_MEMBERS = ['crit', 'zip', 'b64'] as const;

const loadDecryption = /* @__PURE__ */ lazy(() => import('./jose-decryption.js'));

/**
 * Decrypts a token (RFC 7516). What comes out is judged like any other: that it was encrypted proves nothing, since
 * anybody has the public key.
 *
 * @throws {TokenError} It was not encrypted for one of the keys, by one of the algorithms RSA-OAEP, RSA-OAEP-256, ECDH-ES.
 */
export async function decryptToken(token: string, keys: readonly Jwk[]): Promise<string> {
  const { alg, enc, kid, ...header } = parseEncryptedHeader(token);
  const keyType = typeof alg === 'string' ? KEY_TYPES.get(alg) : undefined;
  const isAllowed = keyType !== undefined && typeof enc === 'string' && CONTENT_ALGORITHMS.includes(enc);
  if (!isAllowed) throw refuse('is encrypted with an algorithm that is not allowed');
  if (REFUSED_MEMBERS.some((name) => name in header)) throw refuse('demands an extension that is not understood');
  const fitting = keys.filter(
    (key) =>
      key.kty === keyType &&
      (key.use === undefined || key.use === 'enc') &&
      (key.alg === undefined || key.alg === alg) &&
      (kid === undefined || key.kid === undefined || key.kid === kid),
  );
  const { compactDecrypt, importJWK } = await loadDecryption();
  for (const key of fitting) {
    try {
      const privateKey = await importJWK({ ...key, key_ops: undefined }, String(alg));
      const { plaintext } = await compactDecrypt(token, privateKey, {
        keyManagementAlgorithms: [String(alg)],
        contentEncryptionAlgorithms: [enc],
      });
      return decodeUtf8(plaintext);
    } catch {
      // Which of the keys did not fit, and why, is nobody's business (RFC 7516 section 11.5).
    }
  }
  throw new TokenError({
    message: 'The token is not encrypted for any of the private keys',
    remedy: 'Check the option privateKeys.',
  });
}
