import type { ProofKey } from '../domain/confirmations/confirmation.types.js';
import type { JsonObject } from '../http/json-body.js';
import { invalid } from './gotrue-refusal.js';
import { textOf } from './request-body.js';

/** What the application will prove, and by which method, as it was written. */
interface CodeChallenge {
  readonly codeChallenge: string;
  readonly methodName: string;
}

/**
 * Reads what the application will prove, whatever the method; `null` where it will not prove anything.
 *
 * @throws {GotrueRefusal} Half of it is missing, or the challenge is malformed.
 */
export function codeChallengeOf(body: JsonObject): CodeChallenge | null {
  const [codeChallenge, methodName] = [textOf(body, 'code_challenge'), textOf(body, 'code_challenge_method')];
  if (codeChallenge === '' && methodName === '') return null;
  if (codeChallenge === '' || methodName === '') {
    throw invalid('PKCE flow requires code_challenge_method and code_challenge');
  }
  if (/^[\w.~-]{43,128}$/.test(codeChallenge)) return { codeChallenge, methodName };
  throw invalid('code challenge has to be between 43 and 128 characters and can only contain alphanumeric, -, ., _, ~');
}

/**
 * Reads by what the application will prove that it is the one that asks; `null` where it will not.
 *
 * @throws {GotrueRefusal} Half of it is missing, or it is malformed.
 * @see RFC 7636, 4.2
 */
export function proofKeyOf(body: JsonObject): ProofKey | null {
  const challenge = codeChallengeOf(body);
  if (challenge === null) return null;
  const method = challenge.methodName.toLowerCase();
  if (method === 's256' || method === 'plain') return { codeChallenge: challenge.codeChallenge, method };
  throw invalid('invalid code challenge method: it is neither S256 nor plain');
}
