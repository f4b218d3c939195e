import { ConfigurationError, InputError } from '../errors/index.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { fillRandomly } from './random.js';

interface RsaPublicKey {
  readonly modulus: bigint;
  readonly exponent: bigint;
  /** Length of the modulus, in bytes. */
  readonly size: number;
}

// The object identifier 1.2.840.113549.1.1.1 (RFC 8017 appendix A.1): other kinds of keys can look the same inside.
const RSA_ENCRYPTION = Uint8Array.of(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01);

const OVERHEAD = 11; // 0x00 0x02, at least eight bytes of padding, 0x00

/**
 * Encrypts with RSAES-PKCS1-v1_5 (RFC 8017 section 7.2.1), which Authing's wire wants and WebCrypto does not have.
 * The padding comes from the platform's cryptographic random source.
 *
 * @param message - At most the length of the key less eleven bytes.
 * @param publicKeyPem - A public key as PEM: SubjectPublicKeyInfo.
 * @returns The ciphertext in Base64, always of the key's full length.
 */
export function rsaEncrypt(message: Uint8Array, publicKeyPem: string): string {
  const key = parsePublicKey(publicKeyPem);
  if (message.length > key.size - OVERHEAD) {
    throw new InputError({
      message: `The password is longer than the ${key.size - OVERHEAD} bytes that the server's key can carry`,
      remedy: 'Choose a shorter password; in UTF-8 some characters take up to four bytes.',
    });
  }
  const padded = new Uint8Array(key.size);
  padded[1] = 2;
  padded.set(nonZeroRandom(key.size - message.length - 3), 2);
  padded.set(message, key.size - message.length);
  return encodeBase64(toBytes(power(toInteger(padded), key.exponent, key.modulus), key.size));
}

// Zero ends the padding, so it must not occur in it; throwing it away keeps the other values equally likely.
function nonZeroRandom(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length; ) {
    for (const byte of fillRandomly(new Uint8Array(length - filled))) {
      if (byte !== 0) bytes[filled++] = byte;
    }
  }
  return bytes;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  // No literals: bundles are lowered to a language level that cannot parse them.
  const zero = BigInt(0);
  const one = BigInt(1);
  let result = one;
  let square = base;
  for (let rest = exponent; rest > zero; rest >>= one) {
    if ((rest & one) === one) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

function toInteger(bytes: Uint8Array): bigint {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return BigInt(`0x${hex || '0'}`);
}

function toBytes(value: bigint, size: number): Uint8Array {
  const hex = value.toString(16).padStart(size * 2, '0');
  return Uint8Array.from({ length: size }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}

function parsePublicKey(pem: string): RsaPublicKey {
  try {
    const der = decodeBase64(pem.replace(/-----[^-]*-----|\s/g, ''));
    // SubjectPublicKeyInfo ::= SEQUENCE { algorithm, BIT STRING { SEQUENCE { modulus, exponent } } }
    const [algorithm, keyBits] = children(children(der)[0]);
    if (toInteger(children(algorithm)[0] ?? new Uint8Array()) !== toInteger(RSA_ENCRYPTION))
      throw new Error('not for RSA');
    const [modulusBytes, exponentBytes] = children(children(keyBits?.subarray(1))[0]);
    if (!modulusBytes || !exponentBytes) throw new Error('no modulus or exponent');
    const modulus = toInteger(modulusBytes);
    return { modulus, exponent: toInteger(exponentBytes), size: Math.ceil(modulus.toString(16).length / 2) };
  } catch {
    throw new ConfigurationError({
      message: 'The public key for passwords is not an RSA public key in PEM form',
      remedy: 'Pass the key of the user pool as publicKey, or leave the option out to fetch it.',
    });
  }
}

// The contents of the elements that stand one after the other in a piece of DER (X.690).
function children(der: Uint8Array | undefined): Uint8Array[] {
  if (!der) throw new Error('nothing to read');
  const contents: Uint8Array[] = [];
  for (let at = 0; at < der.length; ) {
    let length = der[at + 1] ?? 0;
    let start = at + 2;
    if (length & 0x80) {
      const lengthBytes = length & 0x7f;
      length = Number(toInteger(der.subarray(start, start + lengthBytes)));
      start += lengthBytes;
    }
    if (start + length > der.length) throw new Error('an element is longer than what holds it');
    contents.push(der.subarray(start, start + length));
    at = start + length;
  }
  return contents;
}
