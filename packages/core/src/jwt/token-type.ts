/**
 * What a token says it is, in small letters and without the prefix that media types may do without (RFC 7515 section
 * 4.1.9): empty when it says nothing.
 */
export function typeOf({ typ }: Readonly<Record<string, unknown>>): string {
  if (typ === undefined) return '';
  return typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : 'no text';
}
