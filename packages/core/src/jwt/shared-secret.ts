import { encodeUtf8 } from '../crypto/utf8.js';
import { isBrowser } from '../platform/runtime.js';
import { refuseOption } from '../validation/options.js';

const SHORTEST_SECRET = 32;

/**
 * The bytes of a secret for HS256 (RFC 7518 section 3.2).
 *
 * @throws {ConfigurationError} It is too short, a public key, or in a browser, where everybody can read it.
 */
export function sharedSecret(secret: string): Uint8Array<ArrayBuffer> {
  const remedy = `Pass the application's secret, of ${SHORTEST_SECRET} bytes or more, on a server.`;
  if (isBrowser()) refuseOption('secret', 'must not be in a browser, where everybody can read it', remedy);
  if (typeof secret !== 'string') refuseOption('secret', 'must be a string', remedy);
  // Whoever knows a public key could otherwise sign with it.
  if (/-----BEGIN|"kty"|^(?:ssh|ecdsa)-/.test(secret)) refuseOption('secret', 'is a key and no secret', remedy);
  const bytes = encodeUtf8(secret);
  if (bytes.length < SHORTEST_SECRET) refuseOption('secret', `is shorter than ${SHORTEST_SECRET} bytes`, remedy);
  return bytes;
}
