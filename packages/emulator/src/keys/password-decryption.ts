import { constants, createPrivateKey, createPublicKey, type KeyObject, privateDecrypt } from 'node:crypto';
import type { PasswordKey } from '../domain/accounts/passwords.js';
import { Refusal } from '../domain/refusal.js';
import { PASSWORD_RSA_PRIVATE_KEY } from './development-keys.js';

/** The published key that passwords travel under. It is read on first use, to start fast. */
export class DevelopmentPasswordKey implements PasswordKey {
  #key: KeyObject | undefined;

  publicPem(): string {
    return createPublicKey(this.#privateKey()).export({ type: 'spki', format: 'pem' }).toString().trim();
  }

  /**
   * Decrypts a password: RSAES-PKCS1-v1_5, Base64.
   *
   * @throws {Refusal} It is not such a text, or what it holds is not UTF-8.
   * @see RFC 8017, 7.2.2
   */
  decrypt(encrypted: string): string {
    const password = isBase64(encrypted) ? decryptBlock(this.#privateKey(), Buffer.from(encrypted, 'base64')) : null;
    const text = password && decodeText(password);
    if (text === null) throw new Refusal('password-undecryptable', 'The password could not be decrypted');
    return text;
  }

  #privateKey(): KeyObject {
    this.#key ??= createPrivateKey(PASSWORD_RSA_PRIVATE_KEY);
    return this.#key;
  }
}

function isBase64(text: string): boolean {
  return text.length > 0 && text.length <= 1_024 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

function decryptBlock(key: KeyObject, ciphertext: Buffer): Buffer | null {
  const size = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  if (ciphertext.length > size) return null;
  // Some clients drop leading zeros of the number, about once in 256 times.
  const block = Buffer.concat([Buffer.alloc(size - ciphertext.length), ciphertext]);
  try {
    // Node refuses RSA_PKCS1_PADDING here (CVE-2023-46809), so that the padding is taken off below.
    return unpad(privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, block));
  } catch {
    return null; // the number is not below the modulus
  }
}

/** Takes 00 02 (non-zero bytes, 8 or more) 00 off. Looks at every byte, whatever it finds. */
function unpad(block: Buffer): Buffer | null {
  let bad = (block[0] ?? 1) | ((block[1] ?? 0) ^ 2);
  let start = 0;
  let found = 0;
  for (let index = 2; index < block.length; index += 1) {
    const isZero = ((block[index] ?? 0) - 1) >>> 31;
    const isFirst = isZero & ~found;
    start |= -isFirst & (index + 1);
    found |= isZero;
  }
  bad |= found ^ 1;
  bad |= (start - 11) >>> 31; // fewer than eight bytes of padding
  return bad === 0 ? block.subarray(start) : null;
}

/**
 * Reads UTF-8, and CESU-8, which the published client writes for characters outside the basic plane: one password
 * is one password, whichever client sends it.
 */
function decodeText(bytes: Buffer): string | null {
  const pair = /\xed([\xa0-\xaf])([\x80-\xbf])\xed([\xb0-\xbf])([\x80-\xbf])/g;
  const utf8 = bytes.toString('latin1').replace(pair, (_, a: string, b: string, c: string, d: string) => {
    const high = ((a.charCodeAt(0) & 0x0f) << 6) | (b.charCodeAt(0) & 0x3f);
    const low = ((c.charCodeAt(0) & 0x0f) << 6) | (d.charCodeAt(0) & 0x3f);
    const codePoint = 0x10000 + (high << 10) + low;
    return Buffer.from(String.fromCodePoint(codePoint)).toString('latin1');
  });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(utf8, 'latin1'));
  } catch {
    return null;
  }
}
