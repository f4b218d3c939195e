import { encodeBase64 } from '../crypto/base64.js';
import { encodeUtf8 } from '../crypto/utf8.js';
import { isOrdinary } from './known-words.js';

// Up to three base64url segments, the first an encoded JSON object: a JWT or the beginning of one, whoever made it.
const JWT = /eyJ[\w-]{5,}(?:\.[\w-]*){0,2}/g;
/** Part of the names that announce a secret. */
export const SECRET_NAME = /password|token|secret|code|nonce|otp|bearer|authorization|assertion|ticket/i;
const SHORTEST_SECRET = 4;
// What is longer than any token is looked for as it is. The pattern of the rest would be too much at once for an engine.
const LONGEST_SPELT = 16_000;
const LONGEST_PIECE = 200;

/**
 * Removes JWTs and the given secrets, in every usual spelling, from a text that will be shown. A secret that is an
 * ordinary word of a known message stays: `Wrong [redacted]` would reveal the password more than `Wrong password` does.
 */
export function redact(text: string, secrets: Iterable<string> = []): string {
  let clean = text.replace(JWT, '[redacted]');
  // Longest first: a secret that begins another one must not leave the rest of it.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (secret.length < SHORTEST_SECRET || isOrdinary(secret)) continue;
    clean = clean.replaceAll(secret, '[redacted]');
    for (const piece of secret.length > LONGEST_SPELT ? [] : piecesOf([...secret])) {
      clean = clean.replace(escaped(piece), '[redacted]');
      const encoded = base64(piece);
      if (encoded) clean = clean.replace(encoded, '[redacted]');
    }
  }
  return clean.replace(/(?:\[redacted\])+/g, '[redacted]');
}

// Of about the same length, since a short one would also match what is no secret.
function piecesOf(characters: readonly string[]): readonly string[] {
  const count = Math.ceil(characters.length / LONGEST_PIECE);
  const length = Math.ceil(characters.length / count);
  return Array.from({ length: count }, (_, index) => characters.slice(index * length, (index + 1) * length).join(''));
}

// A server that repeats a text may put it into a URL, a form, a JSON text or a page. All leave letters and digits alone.
function escaped(secret: string): RegExp {
  return new RegExp(secret.replace(/\\+|[^A-Za-z\d]/gu, anySpelling), 'gi');
}

function anySpelling(character: string): string {
  // A run as one, and within bounds, since each level of quoting doubles it.
  if (character.startsWith('\\')) return `(?:\\\\|%5C|&#(?:92|x5C);){1,${character.length * 4}}`;
  const code = character.codePointAt(0) ?? 0;
  const bytes = [...encodeUtf8(character)];
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return `(?:${[
    `\\\\{0,3}${literal(character)}`,
    bytes.map((byte) => `%${hex(byte, 2)}`).join(''),
    units.map((unit) => `\\\\{1,3}u${hex(unit, 4)}`).join(''),
    `&#(?:0*${code}|x0*${hex(code, 1)});`,
    ...(SHORTHANDS[character] ?? []),
  ].join('|')})`;
}

const SHORTHANDS: Readonly<Record<string, readonly string[]>> = {
  ' ': ['\\+'],
  '&': ['&amp;'],
  '<': ['&lt;'],
  '>': ['&gt;'],
  '"': ['&quot;'],
  "'": ['&apos;'],
  '\n': ['\\\\n'],
  '\r': ['\\\\r'],
  '\t': ['\\\\t'],
};

// What a secret looks like within the base64 of a longer text, such as `id:secret`: it depends on where in a group of
// three bytes it begins. The characters at its ends hold bits of its neighbours and are left out.
function base64(secret: string): RegExp | null {
  const bytes = encodeUtf8(secret);
  const spellings = [0, 1, 2]
    .map((offset) =>
      encodeBase64(Uint8Array.of(...[0, 0].slice(0, offset), ...bytes)).slice(
        Math.ceil((offset * 8) / 6),
        Math.floor(((offset + bytes.length) * 8) / 6),
      ),
    )
    .filter((spelling) => !isOrdinary(spelling))
    .map((spelling) => spelling.replaceAll('+', '(?:[+-]|%2[Bb])').replaceAll('/', '(?:\\\\?[/_]|%2[Ff])'));
  return spellings.length === 0 ? null : new RegExp(spellings.join('|'), 'g');
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function literal(character: string): string {
  return /[\x21-\x7e]/.test(character) ? `\\${character}` : character;
}

/** The texts under names that sound secret, at any depth of a request's body or query. */
export function secretsIn(value: unknown, underSecretName = false): string[] {
  if (typeof value === 'string') return underSecretName ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    secretsIn(member, underSecretName || SECRET_NAME.test(name)),
  );
}

// Headers that describe the call. A server repeats `x-request-id`, and callers quote it.
const PUBLIC_HEADER = /^(?:accept.*|content-.*|user-agent|x-request-id|x-correlation-id|traceparent|tracestate)$/i;

/** The values of headers, and the parts that a server may repeat alone: the token after a scheme, the value of a cookie. */
export function secretsInHeaders(headers: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (PUBLIC_HEADER.test(name)) return [];
    const parts = value.split(/[\s;,]+/);
    return [value, ...parts, ...parts.map((part) => part.replace(/^[\w.-]+=/, ''))];
  });
}
