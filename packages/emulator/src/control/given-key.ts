import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { GivenKey } from '../domain/settings/settings.js';
import { bad, listOf, object, oneOf, type Reader, text } from './fields.js';

const KINDS = { RS256: 'RSA', ES256: 'EC' } as const;
const LEAST_RSA_BITS = 2_048;

/** Keys as JSON Web Keys, each with a name of its own. */
export const givenKeys: Reader<readonly GivenKey[]> = (value, place) => {
  const keys = listOf(givenKey)(value, place);
  if (new Set(keys.map(({ kid }) => kid)).size === keys.length) return keys;
  throw bad(place, 'a list of keys with different kids');
};

function givenKey(value: unknown, place: string): GivenKey {
  const jwk = object(value, place);
  const alg = oneOf(['RS256', 'ES256'])(jwk.alg, `${place}.alg`);
  const kty = oneOf([KINDS[alg]])(jwk.kty, `${place}.kty`);
  const uses = jwk.key_ops === undefined ? {} : { key_ops: listOf(text)(jwk.key_ops, `${place}.key_ops`) };
  const key: GivenKey = { ...jwk, kty, alg, kid: text(jwk.kid, `${place}.kid`), ...uses };
  const { modulusLength = 0, namedCurve } = detailsOf(key, place);
  if (alg === 'RS256' && modulusLength < LEAST_RSA_BITS) throw bad(place, `a key of ${LEAST_RSA_BITS} bits`);
  if (alg === 'ES256' && namedCurve !== 'prime256v1') throw bad(`${place}.crv`, 'P-256');
  return key;
}

function detailsOf(key: GivenKey, place: string) {
  try {
    const read = key.d === undefined ? createPublicKey : createPrivateKey;
    return read({ key: { ...key }, format: 'jwk' }).asymmetricKeyDetails ?? {};
  } catch {
    throw bad(place, 'a whole JSON Web Key'); // what is wrong with it may be secret
  }
}
