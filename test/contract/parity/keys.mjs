// @ts-check
// Keys of the recording server: made anew in each run, since nothing outside it has to know them.
import { constants, generateKeyPairSync, privateDecrypt, sign } from 'node:crypto';

const passwords = generateKeyPairSync('rsa', { modulusLength: 2048 });
const tokens = generateKeyPairSync('rsa', { modulusLength: 2048 });

export const passwordKeyPem = passwords.publicKey.export({ type: 'spki', format: 'pem' }).toString();
export const jwks = {
  keys: [{ ...tokens.publicKey.export({ format: 'jwk' }), kid: 'parity', alg: 'RS256', use: 'sig' }],
};

/**
 * Decrypts what either client sends as a password; the published one drops leading zeros.
 *
 * @param {string} ciphertext
 */
export function decryptPassword(ciphertext) {
  const bytes = Buffer.from(ciphertext, 'base64');
  const padded = Buffer.concat([Buffer.alloc(256 - bytes.length), bytes]);
  const block = privateDecrypt({ key: passwords.privateKey, padding: constants.RSA_NO_PADDING }, padded);
  if (block[0] !== 0 || block[1] !== 2) throw new Error('not PKCS #1 v1.5 under the key of the server');
  return block.subarray(block.indexOf(0, 2) + 1).toString('utf8');
}

/**
 * Signs a token as the server would.
 *
 * @param {Record<string, unknown>} claims
 */
export function signToken(claims) {
  const encode = (/** @type {object} */ part) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const input = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'parity' })}.${encode(claims)}`;
  return `${input}.${sign('sha256', Buffer.from(input), tokens.privateKey).toString('base64url')}`;
}
