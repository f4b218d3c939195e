import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { TokenKey } from '../domain/token-key.types.js';

const generate = promisify(generateKeyPair);

/** New keys that nobody else has, one for each algorithm. */
export async function generateTokenKeys(): Promise<readonly TokenKey[]> {
  const [rsa, ec] = await Promise.all([
    generate('rsa', { modulusLength: 2_048 }),
    generate('ec', { namedCurve: 'P-256' }),
  ]);
  const pem = (pair: typeof rsa): string => pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return [
    { algorithm: 'RS256', pem: pem(rsa) },
    { algorithm: 'ES256', pem: pem(ec) },
  ];
}
