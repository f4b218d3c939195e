import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { TokenKey } from '../domain/token-key.types.js';

/** New keys that nobody else has, one for each algorithm. */
export function generateTokenKeys(): readonly TokenKey[] {
  const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
  return [
    { algorithm: 'RS256', pem: pem(generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey) },
    { algorithm: 'ES256', pem: pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey) },
  ];
}
