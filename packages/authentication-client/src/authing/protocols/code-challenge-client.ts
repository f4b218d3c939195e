import { createCodeVerifier, encodeBase64Url, encodeUtf8, requireCodeVerifier, sha256 } from '@sallyport/core/crypto';
import { InputError } from '@sallyport/core/errors';
import { requireText } from '@sallyport/core/validation';

/**
 * PKCE for programs that assemble a flow themselves, under the vendor's names. The digest is synchronous and brings its
 * own SHA-256, so this is a feature apart: the flows of this package use WebCrypto.
 */
export class CodeChallengeClient {
  /**
   * Creates a code verifier: the secret to keep until the callback, and to pass to `getAccessTokenByCode`.
   *
   * @see RFC 7636 section 4.1
   */
  generateCodeChallenge(): string {
    return createCodeVerifier();
  }

  /**
   * Creates the `codeChallenge` of the authorization request.
   *
   * @param options - `codeChallenge` is the result of `generateCodeChallenge`. The method `plain` sends the secret itself.
   * @see RFC 7636 section 4.2
   */
  getCodeChallengeDigest(options: { codeChallenge: string; method: 'S256' | 'plain' }): string {
    const verifier = requireCodeVerifier(requireText('codeChallenge', options?.codeChallenge));
    const { method }: { readonly method?: string } = options;
    if (method === 'plain') return verifier;
    if (method === undefined || method === 'S256') return encodeBase64Url(sha256(encodeUtf8(verifier)));
    throw new InputError({ message: 'method must be S256 or plain', remedy: 'Leave it out for S256.' });
  }
}
