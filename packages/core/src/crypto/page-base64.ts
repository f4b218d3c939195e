// The part of base64.ts that pages need: each of them has `atob` and `btoa`.

import type { Bytes } from './utf8.js';

/** Writes bytes in base64 with padding (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/**
 * Reads base64 and base64url, with or without padding.
 *
 * @throws {DOMException} The text is neither.
 */
export function decodeBase64(text: string): Bytes {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));
}
