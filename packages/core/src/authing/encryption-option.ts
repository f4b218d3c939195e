import { SM2_PUBLIC_KEY } from '../crypto/sm2-public-key.js';
import { refuseOption } from '../validation/options.js';
import type { EncryptFunction, Encryption } from './password-encryption.js';

/** How passwords are to be encrypted: absent, or in a way that we, or the caller's function, can do. */
export function encryptionOption(
  value: Encryption | null | undefined,
  encryptFunction: EncryptFunction | undefined,
): Encryption | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object') {
    refuseOption('encryption', 'must be an object', "Pass { type: 'sm2', publicKey }, or leave it out.");
  }
  const { type, publicKey } = value;
  if (encryptFunction) return Object.freeze({ ...value }); // whose business it is
  if (type !== 'sm2' && type !== 'rsa') {
    refuseOption('encryption.type', "must be 'sm2' or 'rsa'", 'Pass another way of encrypting as encryptFunction.');
  }
  if (type === 'sm2' && (typeof publicKey !== 'string' || !SM2_PUBLIC_KEY.test(publicKey))) {
    refuseOption(
      'encryption.publicKey',
      'is no public key of SM2',
      'Pass the uncompressed point in hexadecimal, which begins with 04 and has 130 digits.',
    );
  }
  return Object.freeze({ type, publicKey });
}
