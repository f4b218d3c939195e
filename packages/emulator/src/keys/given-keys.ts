import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { GivenKey } from '../domain/settings/settings.js';

/** Returns the first key that has a private half and may sign. */
export function signingKeyOf(keys: readonly GivenKey[]): GivenKey | undefined {
  return keys.find(({ d, key_ops: uses = ['sign'] }) => d !== undefined && uses.includes('sign'));
}

/** Reads the half that signs. It costs as much as some signatures: keep it. */
export function privateHalfOf(key: GivenKey): KeyObject {
  return createPrivateKey({ key: { ...key }, format: 'jwk' });
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
