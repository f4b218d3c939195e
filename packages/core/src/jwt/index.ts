export type { ExpectedAccessToken } from './access-token.js';
export { algorithmsOption, type SignatureAlgorithm } from './algorithms.js';
export type { AccessTokenClaims, IdTokenClaims, TokenClaims, UnverifiedClaims, VerifiedClaims } from './claims.js';
export { decodeUnverified, parseCompactToken } from './compact.js';
export type { ExpectedIdToken } from './id-token.js';
// Types only: a bundler puts whatever could be imported from here into what a page loads first.
export type { Jwk, JwksCache } from './jwks-cache.js';
export type { JwtVerifier, JwtVerifierSettings } from './jwt-verifier.js';
export { loadTokenJudging, type TokenJudging } from './load-token-judging.js';
export { privateKeysOption } from './private-keys.js';
