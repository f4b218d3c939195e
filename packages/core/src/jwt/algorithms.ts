import { refuseOption } from '../validation/options.js';

/** Signature algorithms with a public key in a JWKS. `EdDSA` means Ed25519. */
export type PublicKeyAlgorithm = 'RS256' | 'ES256' | 'PS256' | 'EdDSA';

/** Signature algorithms that a token may use; `HS256` needs a secret. */
export type SignatureAlgorithm = PublicKeyAlgorithm | 'HS256';

const KNOWN: readonly string[] = ['RS256', 'ES256', 'PS256', 'EdDSA', 'HS256'] satisfies SignatureAlgorithm[];
const DEFAULT: readonly SignatureAlgorithm[] = ['RS256', 'ES256'];

/**
 * Reads a list of allowed signature algorithms. Default RS256 and ES256.
 *
 * @throws {ConfigurationError} The list is empty, or contains another algorithm.
 */
export function algorithmsOption(option: string, value: unknown): readonly SignatureAlgorithm[] {
  if (value === undefined) return DEFAULT;
  const remedy = `Pass some of ${KNOWN.join(', ')}, or leave it out for ${DEFAULT.join(' and ')}.`;
  if (!Array.isArray(value) || value.length === 0) refuseOption(option, 'must be a list of algorithms', remedy);
  return value.map((name: unknown) =>
    isKnown(name) ? name : refuseOption(option, 'contains an algorithm that is not supported', remedy),
  );
}

function isKnown(name: unknown): name is SignatureAlgorithm {
  return typeof name === 'string' && KNOWN.includes(name);
}
