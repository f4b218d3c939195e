import { SM2_PUBLIC_KEY } from '../crypto/sm2-public-key.js';
import { type OptionReader, refuseOption } from '../validation/options.js';
import type { Encryption } from './password-encryption.js';

/** An encryption of passwords: absent, or one that we, or the function of the caller, can do. */
export const encryptionOption: OptionReader<Encryption | undefined> = (option, value, { encryptFunction }) => {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object') {
    refuseOption(option, 'must be an object', "Pass { type: 'sm2', publicKey }, or leave it out.");
  }
  const { type, publicKey } = value as Encryption; // each member is validated below, or by the function of the caller
  if (encryptFunction) return Object.freeze({ ...(value as Encryption) });
  if (type !== 'sm2' && type !== 'rsa') {
    refuseOption(`${option}.type`, "must be 'sm2' or 'rsa'", 'Pass another way of encrypting as encryptFunction.');
  }
  if (type === 'sm2' && (typeof publicKey !== 'string' || !SM2_PUBLIC_KEY.test(publicKey))) {
    refuseOption(
      `${option}.publicKey`,
      'is no public key of SM2',
      'Pass the uncompressed point in hexadecimal, which begins with 04 and has 130 digits.',
    );
  }
  return Object.freeze({ type, publicKey });
};
