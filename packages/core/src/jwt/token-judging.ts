/** What judges tokens, as one module that a page loads when the first token is to be judged. */
export { assertSameSubject } from './id-token.js';
export { JwksCache } from './jwks-cache.js';
export { JwtVerifier } from './jwt-verifier.js';
