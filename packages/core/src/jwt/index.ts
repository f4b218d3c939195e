export type { TokenClaims, UnverifiedClaims, VerifiedClaims } from './claims.js';
export { decodeUnverified, parseCompactToken } from './compact.js';
export { type Jwk, JwksCache } from './jwks-cache.js';
export { JwtVerifier, type JwtVerifierSettings, type SignatureAlgorithm } from './jwt-verifier.js';
