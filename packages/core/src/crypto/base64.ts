// The build for pages replaces this file by page-base64.ts.
// It uses neither `atob` nor `btoa`: React Native before 0.74 has none, and those of jsdom call themselves without end
// once jsdom-global copies them to the global object of Node.

import type { Bytes } from './utf8.js';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Writes bytes in base64 with padding (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let count = 0;
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    for (count += 2; count >= 0; count -= 6) text += DIGITS.charAt((bits >> count) & 63);
    count += 6;
  }
  if (count > 0) text += DIGITS.charAt((bits << (6 - count)) & 63);
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/**
 * Reads base64 and base64url, with or without padding.
 *
 * @throws {SyntaxError} The text is neither.
 */
export function decodeBase64(text: string): Bytes {
  const digits = text.replace(/=+$/, '');
  if (digits.length % 4 === 1 || /[^\w+/-]/.test(digits)) throw new SyntaxError('Expected base64');
  // Node, Bun and Deno have it, and it takes a tenth of the time.
  const { Buffer: platform } = globalThis as { readonly Buffer?: typeof Buffer };
  if (platform) return new Uint8Array(platform.from(digits, 'base64')); // which reads base64url as well
  const bytes = new Uint8Array((digits.length * 3) >> 2);
  let bits = 0;
  let count = 0;
  let length = 0;
  for (let index = 0; index < digits.length; index += 1) {
    bits = (bits << 6) | sextetOf(digits.charCodeAt(index));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[length++] = bits >> count;
  }
  return bytes;
}

// Arithmetic is several times as fast as a search in DIGITS.
function sextetOf(code: number): number {
  if (code === 43 || code === 45) return 62; // + and -
  if (code === 47 || code === 95) return 63; // / and _
  return code < 58 ? code + 4 : code < 91 ? code - 65 : code - 71;
}
