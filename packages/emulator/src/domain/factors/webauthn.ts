import { randomBytes } from 'node:crypto';
import { lazy } from '@sallyport/core/loading';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Ceremony } from './challenge.types.js';
import type { WebauthnCredential } from './factor.types.js';

const loadWebauthn = lazy(() => import('@simplewebauthn/server'));

/** COSE's numbers of the signatures that keys may make, the preferred first: EdDSA, ES256, RS256. */
export const KEY_ALGORITHMS = [-8, -7, -257];

/** What an authenticator answered, as JSON has it; looked at for its shape, and not believed. */
export type AuthenticatorResponse =
  | { readonly type: 'create'; readonly response: RegistrationResponseJSON }
  | { readonly type: 'request'; readonly response: AuthenticationResponseJSON };

/** Makes what an authenticator is to be asked for. */
export function newCeremony(
  type: Ceremony['type'],
  { relyingPartyId, origins }: Pick<Ceremony, 'relyingPartyId' | 'origins'>,
): Ceremony {
  return { type, challenge: randomBytes(32).toString('base64url'), relyingPartyId, origins };
}

/** Reads the page that an answer was given on; `null` when the answer does not say so. */
export function originOf({ response }: AuthenticatorResponse['response']): string | null {
  try {
    const { origin } = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString());
    return typeof origin === 'string' ? origin : null;
  } catch {
    return null;
  }
}

/** The key that an authenticator made; `null` when the answer is not one to this ceremony. */
export async function madeCredential(
  ceremony: Ceremony,
  response: RegistrationResponseJSON,
  origin: string,
): Promise<WebauthnCredential | null> {
  const { verifyRegistrationResponse } = await loadWebauthn();
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response,
    ...expected(ceremony, origin),
    supportedAlgorithmIDs: KEY_ALGORITHMS,
  }).catch(notVerified);
  if (!verified || !registrationInfo) return null;
  const { aaguid, credential } = registrationInfo;
  const { id, counter, publicKey, transports = [] } = credential;
  return { id, counter, aaguid, transports, publicKey: Buffer.from(publicKey).toString('base64url') };
}

/** The key after it was used once more; `null` when the answer is not one to this ceremony, made with this key. */
export async function usedCredential(
  ceremony: Ceremony,
  credential: WebauthnCredential,
  response: AuthenticationResponseJSON,
  origin: string,
): Promise<WebauthnCredential | null> {
  if (response.id !== credential.id) return null;
  const { verifyAuthenticationResponse } = await loadWebauthn();
  const { id, counter } = credential;
  const publicKey = new Uint8Array(Buffer.from(credential.publicKey, 'base64url'));
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    ...expected(ceremony, origin),
    credential: { id, counter, publicKey },
  }).catch(notVerified);
  return verified && authenticationInfo ? { ...credential, counter: authenticationInfo.newCounter } : null;
}

function expected({ challenge, relyingPartyId }: Ceremony, origin: string) {
  return {
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: relyingPartyId,
    // Keys that can only be touched are second factors too.
    requireUserVerification: false,
  };
}

// The library throws at whatever is not as it should be: all of it comes from the authenticator.
function notVerified(): {
  readonly verified: false;
  readonly registrationInfo?: never;
  readonly authenticationInfo?: never;
} {
  return { verified: false };
}
