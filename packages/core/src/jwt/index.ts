export type { ExpectedAccessToken } from './access-token.js';
export type { AccessTokenClaims, IdTokenClaims, TokenClaims, UnverifiedClaims, VerifiedClaims } from './claims.js';
export { decodeUnverified, parseCompactToken } from './compact.js';
export { privateKeysOption } from './decryption.js';
export { assertSameSubject, type ExpectedIdToken } from './id-token.js';
export { type Jwk, JwksCache } from './jwks-cache.js';
export { JwtVerifier, type JwtVerifierSettings } from './jwt-verifier.js';
export type { SignatureAlgorithm } from './signature.js';
