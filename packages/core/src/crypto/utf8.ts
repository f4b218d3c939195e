// React Native, and pages in jsdom, have no TextEncoder or TextDecoder.

/** Bytes with a buffer of their own, as WebCrypto takes them. TypeScript before 5.7 has no parameter for the buffer. */
export type Bytes = ReturnType<Uint8ArrayConstructor['of']>;

/** Encodes as UTF-8. A surrogate without its other half becomes U+FFFD. */
export function encodeUtf8(text: string): Bytes {
  if (typeof TextEncoder === 'function') return new TextEncoder().encode(text);
  const bytes = encodeURIComponent(text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD')).match(/%..|./g) ?? [];
  return Uint8Array.from(bytes, (byte) => (byte.length === 3 ? Number(`0x${byte.slice(1)}`) : byte.charCodeAt(0)));
}

// Made once: it takes longer to make than to decode a token.
let decoder: TextDecoder | undefined;

/**
 * Decodes UTF-8, and keeps a byte order mark.
 *
 * @throws {TypeError | URIError} The bytes are not UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  if (typeof TextDecoder === 'function') {
    decoder ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return decoder.decode(bytes);
  }
  return decodeURIComponent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
}
