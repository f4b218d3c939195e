// CPU time of verifying a token over `jose.jwtVerify` with the same key and the same claims options: a token that the
// verifier has never seen, for each algorithm, and one that it has verified before. Both sides verify the same tokens and
// take turns within one run. Prints the median ratio and its range; `--json` prints one line.
// Ratios hold from machine to machine, times do not.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { systemClock } from '@sallyport/core';
import { loadTokenJudging } from '@sallyport/core/jwt';
import { inRoot } from '../scripts/set-up/root.mjs';

const { JwksCache, JwtVerifier } = await loadTokenJudging();

const ROUNDS = 9;
const TOKENS = 300;
const BATCH = 25;
const ISSUER = 'https://id.example/oidc';
const SECRET = 'a secret of more than 32 bytes, as applications have';

// The version of jose that our package depends on.
const jose = createRequire(inRoot('packages', 'core', 'package.json')).resolve('jose');
const { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } = await import(pathToFileURL(jose));

const results = [];
for (const algorithm of ['RS256', 'ES256', 'EdDSA', 'HS256']) {
  const { tokens, verifier, theirKey } = await setUp(algorithm);
  const rules = { issuer: ISSUER, audience: 'app', algorithms: [algorithm], requiredClaims: ['exp', 'iat'] };
  const ours = (token) => verifier.verify(token);
  const theirs = (token) => jwtVerify(token, theirKey, rules);
  const rounds = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const unseen = tokens.slice(round * TOKENS, (round + 1) * TOKENS);
    const [our, their] = await cpuOfBoth(unseen, ours, theirs);
    const again = await cpuPerToken(Array(TOKENS).fill(tokens[0]), ours);
    rounds.push({ our, their, first: our / their, again: again / their });
  }
  const measured = rounds.slice(1); // the first round warms up
  results.push({
    algorithm,
    ourMicroseconds: spreadOf(measured.map(({ our }) => our)).median,
    theirMicroseconds: spreadOf(measured.map(({ their }) => their)).median,
    first: spreadOf(measured.map(({ first }) => first)),
    again: spreadOf(measured.map(({ again }) => again)),
  });
}

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(results));
} else {
  const columns = (...texts) => console.log(texts.map((text, index) => text.padEnd(index === 0 ? 11 : 24)).join(''));
  const ratio = ({ median, least, most }) => `${median.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
  columns('CPU', 'jose.jwtVerify', 'JwtVerifier, new token', 'ratio, new token', 'ratio, known token');
  for (const { algorithm, ourMicroseconds, theirMicroseconds, first, again } of results) {
    const time = (microseconds) => `${microseconds.toFixed(1)} µs`;
    columns(algorithm, time(theirMicroseconds), time(ourMicroseconds), ratio(first), ratio(again));
  }
}

async function setUp(algorithm) {
  const { signingKey, theirKey, jwks } = await keysFor(algorithm);
  const tokens = await Promise.all(
    Array.from({ length: TOKENS * (ROUNDS + 1) }, (_, index) => issue(algorithm, signingKey, index)),
  );
  const verifier = new JwtVerifier({
    keys: new JwksCache(async () => jwks, systemClock),
    clock: systemClock,
    issuer: ISSUER,
    audience: 'app',
    algorithms: [algorithm],
    secret: algorithm === 'HS256' ? SECRET : undefined,
  });
  return { tokens, verifier, theirKey };
}

async function keysFor(algorithm) {
  if (algorithm === 'HS256') {
    const secret = new TextEncoder().encode(SECRET);
    return { signingKey: secret, theirKey: secret, jwks: { keys: [] } };
  }
  const { publicKey, privateKey } = await generateKeyPair(algorithm);
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'key', alg: algorithm, use: 'sig' }] };
  return { signingKey: privateKey, theirKey: createLocalJWKSet(jwks), jwks };
}

function issue(algorithm, key, index) {
  return new SignJWT({ jti: String(index), scope: 'openid profile' })
    .setProtectedHeader({ alg: algorithm, kid: 'key' })
    .setIssuer(ISSUER)
    .setAudience('app')
    .setSubject('ada')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(key);
}

/** Both sides take turns by the batch, so that other load on the machine meets both. */
async function cpuOfBoth(tokens, ours, theirs) {
  const sums = [0, 0];
  for (let start = 0; start < tokens.length; start += BATCH) {
    const batch = tokens.slice(start, start + BATCH);
    const turns = [ours, theirs].map((verify, side) => async () => {
      sums[side] += (await cpuPerToken(batch, verify)) / (tokens.length / BATCH);
    });
    if ((start / BATCH) % 2 === 1) turns.reverse();
    for (const turn of turns) await turn();
  }
  return sums;
}

/** CPU time of this process, with the threads that WebCrypto works in. */
async function cpuPerToken(tokens, verify) {
  const before = process.cpuUsage();
  for (const token of tokens) await verify(token);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / tokens.length;
}

function spreadOf(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)], least: sorted[0], most: sorted.at(-1) };
}
