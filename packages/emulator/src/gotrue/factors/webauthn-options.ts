import type { Account } from '../../domain/accounts/account.types.js';
import type { Domain } from '../../domain/create-domain.js';
import type { Ceremony } from '../../domain/factors/challenge.types.js';
import type { WebauthnCredential, WebauthnFactor } from '../../domain/factors/factor.types.js';
import { KEY_ALGORITHMS } from '../../domain/factors/webauthn.js';
import type { JsonObject } from '../../http/json-body.js';
import { isLoopbackHost, isLoopbackOrigin } from '../../http/loopback.js';
import { objectOf, textOf } from '../request-body.js';
import { userIdOf } from '../user-id.js';

type RelyingParty = Pick<Ceremony, 'relyingPartyId' | 'origins'>;

/**
 * Whose keys a page asks for. A real server has one of its own and does not ask; this one takes the page's word, as far
 * as it is a page of this machine.
 */
export function relyingPartyOf(body: JsonObject): RelyingParty {
  const webauthn = objectOf(body, 'webauthn') ?? {};
  const id = textOf(webauthn, 'rpId').toLowerCase();
  // The wire does not read it, whatever it is.
  const rpOrigins = Array.isArray(webauthn.rpOrigins) ? webauthn.rpOrigins : [];
  const origins = rpOrigins.filter((origin) => typeof origin === 'string').filter(isLoopbackOrigin);
  const isOwn = isLoopbackHost(id) && !/:\d+$/.test(id);
  return { relyingPartyId: isOwn ? id : 'localhost', origins };
}

/** What a browser hands to the authenticator of a user. */
export function credentialOptions(
  { factors, settings, userPool }: Domain,
  account: Account,
  { credential }: WebauthnFactor,
  { type, challenge, relyingPartyId }: Ceremony,
): object {
  const timeout = settings().factorChallengeLifetimeSeconds * 1_000;
  if (type === 'request') {
    const allowCredentials = credential === null ? [] : [descriptor(credential)];
    const publicKey = { challenge, timeout, rpId: relyingPartyId, allowCredentials, userVerification: 'preferred' };
    return { type, credential_options: { publicKey } };
  }
  const name = account.email ?? account.phone ?? account.username ?? account.id;
  const others = factors.ofType(account.id, 'webauthn').flatMap((factor) => factor.credential ?? []);
  const publicKey = {
    challenge,
    rp: { id: relyingPartyId, name: userPool.name },
    user: { id: Buffer.from(userIdOf(account)).toString('base64url'), name, displayName: name },
    pubKeyCredParams: KEY_ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout,
    excludeCredentials: others.map(descriptor),
    attestation: 'none',
  };
  return { type, credential_options: { publicKey } };
}

function descriptor({ id, transports }: WebauthnCredential): object {
  return { type: 'public-key', id, transports };
}
