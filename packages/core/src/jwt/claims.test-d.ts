import type { UnverifiedClaims, VerifiedClaims } from './claims.js';
import { decodeUnverified, parseCompactToken } from './compact.js';
import type { JwtVerifier } from './jwt-verifier.js';

// Compiled, never run: what was only decoded cannot be passed where verified claims are asked for (TOK-20).

declare function decide(claims: VerifiedClaims): void;
declare const verifier: JwtVerifier;
declare const unverified: UnverifiedClaims;

decide(await verifier.verify('token'));

// @ts-expect-error nobody has verified these
decide(unverified);
// @ts-expect-error decoding does not verify
decide(decodeUnverified('token'));
// @ts-expect-error taking a token apart does not verify
decide(parseCompactToken('token').claims);
// @ts-expect-error an object with the right members was verified by nobody
decide({ iss: 'https://id.example', exp: 1, iat: 0 });
