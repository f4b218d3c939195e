import { InputError } from '../errors/index.js';
import { encodeBase64Url } from './base64url.js';
import { sha256 } from './sha256.js';

// RFC 7636 section 4.1.
const CODE_VERIFIER = /^[\w.~-]{43,128}$/;

/** Makes a text of 256 random bits that every part of a URL can carry: for `state`, `nonce` and the code verifier. */
export function randomToken(): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/** Makes the secret that is shown when a code is redeemed: 43 characters, 256 random bits (RFC 7636 section 4.1). */
export function createCodeVerifier(): string {
  return randomToken();
}

/**
 * What the authorization request carries in place of the code verifier, by the method `S256`.
 *
 * @throws {InputError} It is no code verifier: 43 to 128 of the characters `A-Z a-z 0-9 - . _ ~`.
 * @see RFC 7636 section 4.2
 */
export function codeChallengeOf(codeVerifier: string): string {
  if (typeof codeVerifier !== 'string' || !CODE_VERIFIER.test(codeVerifier)) {
    throw new InputError({
      message: 'codeVerifier must be 43 to 128 letters, digits and the characters - . _ ~',
      remedy: 'Make one with createCodeVerifier.',
    });
  }
  return encodeBase64Url(sha256(new TextEncoder().encode(codeVerifier)));
}
