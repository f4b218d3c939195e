// How long judging a token takes over `jose.jwtVerify` with the same key, checking the same claims: a token that comes
// for the first time, and one that came before. Medians of five rounds after one to warm up. `--json` prints one line.
// Ratios hold from machine to machine, times do not.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { systemClock } from '@sallyport/core';
import { loadTokenJudging } from '@sallyport/core/jwt';
import { inRoot } from '../scripts/set-up/root.mjs';

const { JwksCache, JwtVerifier } = await loadTokenJudging();

const ROUNDS = 5;
const TOKENS = 400;
const ISSUER = 'https://id.example/oidc';

// The one that our package depends on.
const jose = createRequire(inRoot('packages', 'core', 'package.json')).resolve('jose');
const { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } = await import(pathToFileURL(jose));

const { publicKey, privateKey } = await generateKeyPair('RS256');
const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'key', alg: 'RS256', use: 'sig' }] };
const tokens = await Promise.all(Array.from({ length: TOKENS * (ROUNDS + 1) }, (_, index) => issue(index)));

const keySet = createLocalJWKSet(jwks);
const rules = { issuer: ISSUER, audience: 'app', algorithms: ['RS256'], requiredClaims: ['exp', 'iat'] };
const verifier = new JwtVerifier({
  keys: new JwksCache(async () => jwks, systemClock),
  clock: systemClock,
  issuer: ISSUER,
  audience: 'app',
});

const theirs = await median((token) => jwtVerify(token, keySet, rules));
const first = await median((token) => verifier.verify(token));
const [known] = tokens;
const again = await median(() => verifier.verify(known));

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ theirs, first, again, ratio: { first: first / theirs, again: again / theirs } }));
} else {
  const line = (what, ms) =>
    console.log(
      `${what.padEnd(34)}${`${((ms / TOKENS) * 1000).toFixed(1)} µs`.padStart(12)}   ${(ms / theirs).toFixed(3)}`,
    );
  line('jose.jwtVerify', theirs);
  line('JwtVerifier, a new token', first);
  line('JwtVerifier, a known token', again);
}

function issue(index) {
  return new SignJWT({ jti: String(index), scope: 'openid profile' })
    .setProtectedHeader({ alg: 'RS256', kid: 'key' })
    .setIssuer(ISSUER)
    .setAudience('app')
    .setSubject('ada')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
}

/** Each round has tokens of its own, which nothing has seen before. */
async function median(verify) {
  const times = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const startedAt = performance.now();
    for (const token of tokens.slice(round * TOKENS, (round + 1) * TOKENS)) await verify(token);
    times.push(performance.now() - startedAt);
  }
  return times.slice(1).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
}
