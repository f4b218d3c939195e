import type { AccessTokenClaims, IdTokenClaims, UnverifiedClaims, VerifiedClaims } from './claims.js';
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

declare function admit(claims: AccessTokenClaims): void;
declare function greet(claims: IdTokenClaims): void;

greet(await verifier.verifyIdToken('token', { clientId: 'app' }));
admit(await verifier.verifyAccessToken('token'));

// @ts-expect-error an ID token says who signed in, and opens no API
admit(await verifier.verifyIdToken('token', { clientId: 'app' }));
// @ts-expect-error an access token does not say who signed in
greet(await verifier.verifyAccessToken('token'));
