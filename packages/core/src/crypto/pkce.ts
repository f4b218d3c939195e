import { InputError } from '../errors/index.js';
import { lazy } from '../loading/lazy.js';
import { encodeBase64Url } from './base64url.js';
import { fillRandomly } from './random.js';
import { encodeUtf8 } from './utf8.js';

const loadSha256 = /* @__PURE__ */ lazy(() => import('./sha256.js'));

// RFC 7636 section 4.1.
const CODE_VERIFIER = /^[\w.~-]{43,128}$/;

/** Makes a text of 256 random bits that every part of a URL can carry: for `state`, `nonce` and the code verifier. */
export function randomToken(): string {
  return encodeBase64Url(fillRandomly(new Uint8Array(32)));
}

/** Makes the secret that is shown when a code is redeemed: 43 characters, 256 random bits (RFC 7636 section 4.1). */
export function createCodeVerifier(): string {
  return randomToken();
}

/**
 * Derives the code challenge of the authorization request, by the method `S256`. Uses WebCrypto, which browsers offer in
 * secure contexts only; elsewhere our own SHA-256 loads.
 *
 * @throws {InputError} The text is no code verifier.
 * @see RFC 7636 section 4.2
 */
export async function codeChallengeOf(codeVerifier: string): Promise<string> {
  const bytes = encodeUtf8(requireCodeVerifier(codeVerifier));
  const { subtle }: { readonly subtle?: SubtleCrypto } = globalThis.crypto ?? {};
  if (subtle) return encodeBase64Url(new Uint8Array(await subtle.digest('SHA-256', bytes)));
  const { sha256 } = await loadSha256();
  return encodeBase64Url(sha256(bytes));
}

/**
 * Takes a code verifier, unchanged.
 *
 * @throws {InputError} It is no text of 43 to 128 of the characters `A-Z a-z 0-9 - . _ ~`.
 */
export function requireCodeVerifier(text: string): string {
  if (typeof text === 'string' && CODE_VERIFIER.test(text)) return text;
  throw new InputError({
    message: 'codeVerifier must be 43 to 128 letters, digits and the characters - . _ ~',
    remedy: 'Make one with createCodeVerifier.',
  });
}
