import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { GivenKey } from '../domain/settings/settings.js';

/** The one of some given keys that signs: the first whose private half is there, and may be used so. */
export function signingKeyOf(keys: readonly GivenKey[]): { readonly key: GivenKey; readonly half: KeyObject } | null {
  const key = keys.find(({ d, key_ops: uses = ['sign'] }) => d !== undefined && uses.includes('sign'));
  return key ? { key, half: createPrivateKey({ key: { ...key }, format: 'jwk' }) } : null;
}

/** What checks signatures under a name; `null` where no given key has it, or it is of another algorithm. */
export function checkingKeyOf(keys: readonly GivenKey[], alg: string, kid: string | undefined): KeyObject | null {
  const key = keys.find((each) => each.kid === kid && each.alg === alg);
  return key ? publicHalfOf(key) : null;
}

/** The public halves, as a JSON Web Key Set has them. */
export function publishedKeys(keys: readonly GivenKey[]): readonly Readonly<Record<string, unknown>>[] {
  return keys.map((key) => {
    const { kid, alg } = key;
    return { ...publicHalfOf(key).export({ format: 'jwk' }), kid, alg, use: 'sig' };
  });
}

function publicHalfOf(key: GivenKey): KeyObject {
  return createPublicKey({ key: { ...key }, format: 'jwk' });
}
