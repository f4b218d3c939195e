import { encodeBase64 } from './base64.js';

/** Writes bytes in base64url without padding (RFC 4648 section 5, RFC 7515 appendix C). */
export function encodeBase64Url(bytes: Uint8Array): string {
  return encodeBase64(bytes).replace(/=+$/, '').replace(/\+/g, '-').replace(/\//g, '_');
}
