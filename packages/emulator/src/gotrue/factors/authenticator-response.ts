import { type AuthenticatorResponse, originOf } from '../../domain/factors/webauthn.js';
import { isJsonObject, type JsonObject } from '../../http/json-body.js';
import { isLoopbackOrigin } from '../../http/loopback.js';
import { GotrueRefusal, invalid } from '../gotrue-refusal.js';
import { objectOf, textOf } from '../request-body.js';

const MEMBERS = {
  create: ['clientDataJSON', 'attestationObject'],
  request: ['clientDataJSON', 'authenticatorData', 'signature'],
} as const;

/**
 * Reads what an authenticator answered. Whether it is true is not looked at.
 *
 * @throws {GotrueRefusal} It has not the shape of an answer, or comes from a page of another machine.
 */
export function authenticatorResponseOf(body: JsonObject): AuthenticatorResponse {
  const webauthn = objectOf(body, 'webauthn');
  if (!webauthn) throw invalid('WebAuthn config required');
  const type = textOf(webauthn, 'type');
  if (type !== 'create' && type !== 'request') throw invalid('WebAuthn type must be create or request');
  const credential = webauthn.credential_response ?? undefined;
  if (credential === undefined) throw invalid('credential_response required');
  if (!isJsonObject(credential) || !isWhole(credential, type)) throw invalid('Invalid credential_response');
  // The members that count were just looked at; a wrong one of the others fails the verification.
  const answer = { type, response: credential } as unknown as AuthenticatorResponse;
  const origin = originOf(answer.response);
  if (origin === null) throw invalid('Invalid credential_response');
  if (isLoopbackOrigin(origin)) return answer;
  throw new GotrueRefusal(500, 'unexpected_failure', 'Failed to validate WebAuthn MFA response');
}

function isWhole({ id, rawId, type, response }: JsonObject, ceremony: keyof typeof MEMBERS): boolean {
  const texts = isJsonObject(response) ? MEMBERS[ceremony].map((name) => response[name]) : [undefined];
  return type === 'public-key' && [id, rawId, ...texts].every((text) => typeof text === 'string' && text !== '');
}
