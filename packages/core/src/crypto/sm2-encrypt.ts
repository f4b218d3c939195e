import { ConfigurationError } from '../errors/index.js';
import { isPackageMissing, lazy } from '../loading/lazy.js';

/**
 * Encrypts with SM2 (GB/T 32918.4), for user pools whose passwords go that way. Its code loads with the first call.
 *
 * @returns Hexadecimal in the order C1 C3 C2, without the `04` that the point C1 begins with.
 */
export async function sm2Encrypt(message: Uint8Array, publicKey: string): Promise<string> {
  const { sm2 } = await load();
  try {
    return sm2.doEncrypt(message, publicKey, C1C3C2);
  } catch {
    throw new ConfigurationError({
      message: 'The public key of the option encryption is not a point of the curve of SM2',
      remedy: 'Pass the key of the user pool as encryption.publicKey.',
    });
  }
}

const C1C3C2 = 1;

const load = /* @__PURE__ */ lazy(async () => {
  try {
    return await import('./sm2.js');
  } catch (error) {
    if (!isPackageMissing(error)) throw error;
    throw new ConfigurationError({
      message: 'The option encryption asks for SM2, and the script for pages finds no package sm-crypto-v2',
      remedy: 'Name its file in an import map, or import dist/browser/index.js, which contains it.',
    });
  }
});
