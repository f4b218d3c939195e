import { createHash, createHmac, type KeyObject, randomInt, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TokenError } from '../errors/index.js';
import type { JwtVerifier } from './jwt-verifier.js';
import {
  ec,
  ed,
  encode,
  goodClaims,
  goodHeader,
  issue,
  jwk,
  NOW,
  otherRsa,
  rsa,
  SECONDS,
  setUp,
} from './tokens.fixture.js';

// What others would have us believe. Every function that judges tokens gets each of them.

const seed = Number(process.env.SALLYPORT_TEST_SEED ?? randomInt(2 ** 31));
console.info(`Hostile tokens: SALLYPORT_TEST_SEED=${seed}`);

// Every judge below takes a token with these claims, so that what is refused is refused for what was done to it.
const claims = { ...goodClaims, scope: 'openid' };
const expected = { clientId: 'app' };

const judges: readonly (readonly [string, (verifier: JwtVerifier, token: string) => Promise<unknown>])[] = [
  ['verify', (verifier, token) => verifier.verify(token)],
  ['verifyIdToken', (verifier, token) => verifier.verifyIdToken(token, expected)],
  ['verifyAccessToken', (verifier, token) => verifier.verifyAccessToken(token, { allowUntyped: true })],
];

const raw = (text: string): string => Buffer.from(text).toString('base64url');
const body = (header: object = goodHeader, payload: object = claims): string => `${encode(header)}.${encode(payload)}`;
const good = issue(claims);
const [goodHead = '', goodBody = '', goodSignature = ''] = good.split('.');
const spkiPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();

function hmac(secret: string | Buffer, header: object = { alg: 'HS256', kid: 'rsa' }): string {
  return `${body(header)}.${createHmac('sha256', secret).update(body(header)).digest('base64url')}`;
}

function signedText(header: string, payload: string, key: KeyObject = rsa.privateKey): string {
  const text = `${raw(header)}.${raw(payload)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

const bytesOf = (value: bigint, length: number): Buffer =>
  Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex');
const numberOf = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);
const P256_ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

function byEc(spoil: (r: bigint, s: bigint) => Buffer): string {
  const text = body({ alg: 'ES256', kid: 'ec' });
  const signature = sign('sha256', Buffer.from(text), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${spoil(numberOf(signature.subarray(0, 32)), numberOf(signature.subarray(32))).toString('base64url')}`;
}

const modulus = numberOf(Buffer.from(rsa.publicKey.export({ format: 'jwk' }).n ?? '', 'base64url'));
const spellingsOfNone = [
  'none',
  'None',
  'NONE',
  'nOnE',
  ' none',
  'none ',
  'none\0',
  'ｎone',
  '',
  null,
  0,
  false,
  [],
  ['none'],
  {},
];
const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;

const hostile: Readonly<Record<string, readonly string[]>> = {
  'alg none (TOK-01)': spellingsOfNone.flatMap((alg) => [
    `${body({ ...goodHeader, alg })}.`,
    `${body({ ...goodHeader, alg })}.${goodSignature}`,
  ]),
  'another algorithm than is allowed (TOK-01)': [
    'RS384',
    'RS512',
    'PS256',
    'ES384',
    'ES512',
    'EdDSA',
    'HS384',
    'rs256',
  ].map((alg) => issue(claims, { ...goodHeader, alg })),
  'HS256 with a public key for a secret (TOK-02)': [
    spkiPem,
    spkiPem.trim(),
    spkiPem.replace(/\n/g, ''),
    rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    rsa.publicKey.export({ type: 'spki', format: 'der' }),
    JSON.stringify(jwk(rsa, { kid: 'rsa' })),
    rsa.publicKey.export({ format: 'jwk' }).n ?? '',
    '',
  ].map((secret) => hmac(secret)),
  'HS256 with the app id or nothing for a secret (TOK-02)': ['app', 'secret', 'ada'].map((secret) => hmac(secret)),
  'a key of somebody else (TOK-10)': [issue(claims, goodHeader, otherRsa)],
  'another token’s signature (TOK-10)': [`${body(goodHeader, { ...claims, sub: 'eve' })}.${goodSignature}`],
  'a psychic signature (TOK-10, CVE-2022-21449)': [
    byEc(() => Buffer.alloc(64)),
    byEc((r) => Buffer.concat([bytesOf(r, 32), Buffer.alloc(32)])),
    byEc((_, s) => Buffer.concat([Buffer.alloc(32), bytesOf(s, 32)])),
    byEc(() => Buffer.concat([bytesOf(P256_ORDER, 32), bytesOf(P256_ORDER, 32)])),
  ],
  'a signature in DER (TOK-10)': [
    `${body({ alg: 'ES256', kid: 'ec' })}.${sign('sha256', Buffer.from(body({ alg: 'ES256', kid: 'ec' })), ec.privateKey).toString('base64url')}`,
  ],
  'a signature plus the order of its group (TOK-10)': [
    byEc((r, s) => Buffer.concat([bytesOf(r, 32), bytesOf(s + P256_ORDER, 33)])),
    byEc((r, s) => Buffer.concat([bytesOf(r + P256_ORDER, 33), bytesOf(s, 32)])),
    `${goodHead}.${goodBody}.${bytesOf(numberOf(Buffer.from(goodSignature, 'base64url')) + modulus, 257).toString('base64url')}`,
  ],
  'a signature that is cut, longer, or empty (TOK-10)': [
    `${goodHead}.${goodBody}.`,
    `${goodHead}.${goodBody}.${Buffer.from(goodSignature, 'base64url').subarray(1).toString('base64url')}`,
    `${goodHead}.${goodBody}.${Buffer.concat([Buffer.alloc(1), Buffer.from(goodSignature, 'base64url')]).toString('base64url')}`,
  ],
  'a salted signature (TOK-10)': [
    `${body()}.${sign('sha256', Buffer.from(body()), { key: rsa.privateKey, padding: 6 }).toString('base64url')}`,
  ],
  'an extension (TOK-09)': [
    { crit: ['exp'] },
    { crit: [] },
    { crit: ['b64'], b64: false },
    { b64: false },
    { crit: 'b64', b64: true },
    { crit: null },
  ].map((extra) => issue(claims, { ...goodHeader, ...extra })),
  'a key that is no text or not there (TOK-05)': [
    5,
    null,
    true,
    ['rsa'],
    {},
    '',
    '__proto__',
    'constructor',
    '../rsa',
    "' OR 1=1 --",
  ].map((kid) => issue(claims, { ...goodHeader, kid })),
  'another form (TOK-08)': [
    '',
    '.',
    '..',
    '...',
    goodHead,
    `${goodHead}.${goodBody}`,
    `${good}.`,
    `${good}.${goodSignature}`,
    `${good}=`,
    ` ${good}`,
    `${good}\n`,
    good.replace('.', '.\n'),
    `Bearer ${good}`,
    good.replace(/\./g, '%2E'),
    `${good}\0`,
    `${goodHead}..${goodSignature}`,
    `.${goodBody}.${goodSignature}`,
    `${goodHead}=.${goodBody}.${goodSignature}`,
    `${goodHead}.${goodBody}.${goodSignature.replace(/[-_]/, '+')}+`,
    JSON.stringify({ payload: goodBody, protected: goodHead, signature: goodSignature }),
  ],
  'JSON that is none (TOK-09)': [
    signedText('{"alg":"RS256","kid":"rsa"', JSON.stringify(claims)),
    signedText(JSON.stringify(goodHeader), '[]'),
    signedText(JSON.stringify(goodHeader), 'null'),
    signedText(JSON.stringify(goodHeader), '"claims"'),
    signedText(JSON.stringify(goodHeader), `\ufeff${JSON.stringify(claims)}`),
    signedText(JSON.stringify(goodHeader), `${JSON.stringify(claims)}x`),
    signedText('[]', JSON.stringify(claims)),
  ],
  'JSON that is deep (TOK-09)': [
    signedText(
      JSON.stringify(goodHeader),
      JSON.stringify({ ...claims, deep: 0 }).replace('"deep":0', `"deep":${deep}`),
    ),
    signedText(JSON.stringify(goodHeader).replace('}', `,"deep":${deep}}`), JSON.stringify(claims)),
  ],
  'more than 64 kB (TOK-08)': [issue({ ...claims, padding: 'x'.repeat(66_000) }), `${good}${'A'.repeat(1_000_000)}`],
  'five segments (TOK-08)': [`${encode({ alg: 'RSA-OAEP', enc: 'A128GCM' })}.AAAA.AAAA.AAAA.AAAA`],
  'another issuer (TOK-11)': [
    'https://id.example/oidc/',
    'https://id.example',
    'HTTPS://id.example/oidc',
    '',
    null,
    ['https://id.example/oidc'],
  ].map((iss) => issue({ ...claims, iss })),
  'times that are over, far off, or none (TOK-13)': [
    { exp: SECONDS - 61 },
    { exp: 0 },
    { exp: -1 },
    { exp: undefined },
    { exp: null },
    { exp: String(SECONDS + 3_600) },
    { exp: [SECONDS + 3_600] },
    { iat: undefined },
    { iat: SECONDS + 61 },
    { iat: 1e300 },
    { iat: String(SECONDS) },
    { nbf: SECONDS + 61 },
    { nbf: null },
    { nbf: 'now' },
  ].map((change) => issue({ ...claims, ...change })),
  'exp that is no finite number (TOK-13)': [
    signedText(JSON.stringify(goodHeader), JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e999')),
  ],
  'times in milliseconds, or an end before the beginning (TOK-13)': [
    { exp: NOW + 3_600_000 },
    { iat: NOW },
    { nbf: NOW },
    { nbf: -NOW },
    { iat: SECONDS - 20, exp: SECONDS - 30 },
    { iat: SECONDS + 30, exp: SECONDS + 20 },
    { nbf: SECONDS + 30, exp: SECONDS + 20 },
  ].map((change) => issue({ ...claims, ...change })),
  'a subject that is no text of 1 to 255 characters (TOK-16)': [
    'x'.repeat(256),
    'x'.repeat(10_000),
    '',
    5,
    true,
    null,
    ['ada'],
    { toString: 'ada' },
  ].map((sub) => issue({ ...claims, sub })),
  'a header of an encrypted token (TOK-08)': [
    { typ: 'JWE' },
    { typ: 'jwe' },
    { typ: ['JWT'] },
    { typ: 5 },
    { typ: null },
    { enc: 'A128GCM' },
    { enc: null },
    { zip: 'DEF' },
    { epk: {} },
    { iv: 'AAAA', tag: 'AAAA' },
    { p2s: 'AAAA', p2c: 1 },
  ].map((extra) => issue(claims, { ...goodHeader, ...extra })),
  'two members of one name (TOK-09)': [
    signedText(JSON.stringify(goodHeader).replace('{', '{"alg":"none",'), JSON.stringify(claims)),
    signedText(JSON.stringify(goodHeader).replace('{', '{"\\u0061lg":"none",'), JSON.stringify(claims)),
    signedText(JSON.stringify(goodHeader), JSON.stringify(claims).replace('{', '{"sub":"eve",')),
    signedText(JSON.stringify(goodHeader), JSON.stringify(claims).replace('{', '{"sub" : "eve",')),
    signedText(JSON.stringify(goodHeader), JSON.stringify({ ...claims, x: [{ a: 1 }] }).replace('{"a"', '{"a":0,"a"')),
  ],
  'an audience that is another, or none (TOK-12)': [
    'other',
    '',
    'app ',
    ' app',
    'APP',
    'application',
    'app,other',
    [],
    ['other'],
    [['app']],
    [null],
    ['app', 5],
    { app: true },
    5,
    null,
    undefined,
  ].map((aud) => issue({ ...claims, aud })),
};

describe.each(judges)('%s', (_, judge) => {
  it.each([
    ['RS256', good],
    ['ES256', byEc((r, s) => Buffer.concat([bytesOf(r, 32), bytesOf(s, 32)]))],
  ])('believes the %s token that all of these are made of', async (__, token) => {
    await expect(judge(setUp({ audience: 'app' }).verifier, token)).resolves.toEqual(claims);
  });

  it.each(Object.entries(hostile))('refuses %s', async (__, tokens) => {
    for (const token of tokens) {
      const { verifier } = setUp({ audience: 'app' });
      await expect(judge(verifier, token)).rejects.toBeInstanceOf(TokenError);
    }
  });

  it('refuses every change of one character (TOK-08, TOK-10)', async () => {
    const { verifier } = setUp({ audience: 'app' });
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ';
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.constantFrom(...alphabet), async (at, character) => {
        fc.pre(good[at] !== character);
        const token = `${good.slice(0, at)}${character}${good.slice(at + 1)}`;
        await expect(judge(verifier, token)).rejects.toBeInstanceOf(TokenError);
      }),
      { seed },
    );
  });

  it('refuses rubbish (TOK-08)', async () => {
    const { verifier } = setUp({ audience: 'app' });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String()), async (token) => {
        await expect(judge(verifier, token)).rejects.toBeInstanceOf(TokenError);
      }),
      { seed },
    );
  });

  it.each([[undefined], [null], [5], [{}], [['a.b.c']]])('refuses %p, which is no text (TOK-08)', async (token) => {
    await expect(judge(setUp({ audience: 'app' }).verifier, token as never)).rejects.toBeInstanceOf(TokenError);
  });

  it('says nothing of the token in its errors', async () => {
    const canary = issue({ ...claims, iss: 'canary', sub: 'canary' }, { ...goodHeader, kid: 'rsa' });
    const error = (await judge(setUp().verifier, canary).catch((reason: unknown) => reason)) as Error; // it is refused
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain('canary');
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain(canary.slice(0, 20));
  });
});

describe('tokens of one kind in the place of another (TOK-18)', () => {
  const idToken = issue({ ...goodClaims, nonce: 'n-1' });
  const typed = (typ: string): string => issue(claims, { ...goodHeader, typ });

  it('takes no ID token for an access token', async () => {
    const { verifier } = setUp({ audience: 'app' });
    await expect(verifier.verifyAccessToken(idToken)).rejects.toBeInstanceOf(TokenError);
    await expect(verifier.verifyAccessToken(idToken, { allowUntyped: true })).rejects.toBeInstanceOf(TokenError);
  });

  it.each([
    ['at+jwt'],
    ['logout+jwt'],
    ['dpop+jwt'],
    ['secevent+jwt'],
    ['JWE'],
    ['JOSE'],
    ['oauth-authz-req+jwt'],
    ['token-introspection+jwt'],
    ['application/at+jwt'],
    ['jwt '],
  ])('takes no %s for anything else', async (typ) => {
    await expect(setUp().verifier.verifyIdToken(typed(typ), expected)).rejects.toBeInstanceOf(TokenError);
    await expect(setUp().verifier.verify(typed(typ))).rejects.toBeInstanceOf(TokenError);
  });
});

describe('keys that a token brings along (TOK-03)', () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.end(JSON.stringify({ keys: [jwk(otherRsa, { kid: 'evil' })] }));
  });
  let url = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a listening TCP server has an address
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it.each(judges)('are not looked at by %s, and nobody is asked for them', async (_, judge) => {
    const { verifier } = setUp({ audience: 'app' });
    const own = jwk(otherRsa, { kid: 'evil' });
    const headers = [
      { jwk: own },
      { jku: `${url}/jwks` },
      { x5u: `${url}/cert` },
      { x5c: ['MIIB'] },
      { 'x5t#S256': 'AAAA' },
    ];
    for (const header of [...headers, Object.assign({}, ...headers)]) {
      for (const kid of ['evil', 'rsa', `${url}/jwks`]) {
        const token = issue(claims, { ...goodHeader, ...header, kid }, otherRsa);
        await expect(judge(verifier, token)).rejects.toBeInstanceOf(TokenError);
      }
    }
    expect(asked).toBe(0);
  });
});

describe('a flood of unknown keys (TOK-06)', () => {
  it('of fifty tokens within a minute leads to five fetches at most', async () => {
    const { verifier, clock, fetchJwks } = setUp();
    for (let index = 0; index < 50; index += 1) {
      const token = issue(claims, { ...goodHeader, kid: `unknown-${index}` });
      await expect(verifier.verify(token)).rejects.toMatchObject({ kind: 'token-signature' });
      await clock.advance(1_200);
    }
    expect(fetchJwks.mock.calls.length).toBeLessThanOrEqual(5);
  });

  it('is no reason to choose between two keys of one name (TOK-04)', async () => {
    const keys = [jwk(rsa, { kid: 'rsa' }), jwk(otherRsa, { kid: 'rsa' })];
    await expect(setUp({}, keys).verifier.verify(issue(claims))).rejects.toMatchObject({ kind: 'token-signature' });
  });
});

describe('the issuer (TOK-11)', () => {
  it('of another token is refused before keys are fetched', async () => {
    const { verifier, fetchJwks } = setUp();
    const token = issue({ ...claims, iss: 'https://evil.example' });
    await expect(verifier.verify(token)).rejects.toMatchObject({ kind: 'token-claim' });
    expect(fetchJwks).not.toHaveBeenCalled();
  });

  it('whose keys cannot be fetched is asked once for fifty bad tokens (TOK-06)', async () => {
    const { verifier, fetchJwks } = setUp();
    fetchJwks.mockRejectedValue(new Error('down'));
    for (let index = 0; index < 50; index += 1) {
      const token = issue(claims, { ...goodHeader, kid: `unknown-${index}` }, otherRsa);
      await expect(verifier.verify(token)).rejects.toThrow('down');
    }
    expect(fetchJwks).toHaveBeenCalledTimes(1);
  });
});

describe('ID tokens (TOK-12, TOK-15, TOK-17)', () => {
  const sent = { ...expected, nonce: 'n-1', accessToken: 'access', code: 'code', maxAgeSeconds: 60 };
  const idClaims = { ...goodClaims, nonce: 'n-1', auth_time: SECONDS - 10 };

  it('are believed where all of it agrees', async () => {
    await expect(setUp().verifier.verifyIdToken(issue(idClaims), sent)).resolves.toEqual(idClaims);
  });

  it.each([
    { aud: ['app', 'other'] },
    { aud: ['app', 5], azp: 'app' },
    { azp: 'other' },
    { azp: '' },
    { azp: ['app'] },
    { azp: null },
    { nonce: undefined },
    { nonce: '' },
    { nonce: ['n-1'] },
    { nonce: 'n-1 ' },
    { at_hash: 'AAAA' },
    { at_hash: '' },
    { at_hash: null },
    { at_hash: ['AAAA'] },
    { c_hash: 'AAAA' },
    { c_hash: 5 },
    { auth_time: undefined },
    { auth_time: SECONDS - 200 },
    { auth_time: SECONDS + 120 },
    { auth_time: NOW },
    { auth_time: String(SECONDS) },
    { events: {} },
    { sub: undefined },
  ])('are refused with the claims %j', async (change) => {
    const call = setUp().verifier.verifyIdToken(issue({ ...idClaims, ...change }), sent);
    await expect(call).rejects.toBeInstanceOf(TokenError);
  });
});

describe('an algorithm that is allowed by name (TOK-01)', () => {
  const keys = [jwk(rsa, { kid: 'rsa' }), jwk(ec, { kid: 'ec' }), jwk(ed, { kid: 'ed' })];
  const ps256 = (header: object = { alg: 'PS256', kid: 'rsa' }): string => {
    const text = body(header);
    return `${text}.${sign('sha256', Buffer.from(text), { key: rsa.privateKey, padding: 6, saltLength: 32 }).toString('base64url')}`;
  };
  const eddsa = (payload: object = claims, key = ed): string => {
    const text = body({ alg: 'EdDSA', kid: 'ed' }, payload);
    return `${text}.${sign(null, Buffer.from(text), key.privateKey).toString('base64url')}`;
  };

  it('is PS256 or EdDSA', async () => {
    const { verifier } = setUp({ algorithms: ['PS256', 'EdDSA'] }, keys);
    await expect(verifier.verify(ps256())).resolves.toEqual(claims);
    await expect(verifier.verify(eddsa())).resolves.toEqual(claims);
    await expect(verifier.verify(good)).rejects.toMatchObject({ kind: 'token' });
  });

  it('is none of these by default', async () => {
    for (const token of [ps256(), eddsa()]) {
      await expect(setUp({}, keys).verifier.verify(token)).rejects.toMatchObject({ kind: 'token' });
    }
  });

  it('shares an RSA key with another algorithm without confusing both', async () => {
    const { verifier } = setUp({ algorithms: ['RS256', 'PS256'] }, keys);
    await expect(verifier.verify(good)).resolves.toEqual(claims);
    await expect(verifier.verify(ps256())).resolves.toEqual(claims);
    await expect(verifier.verify(ps256(goodHeader))).rejects.toMatchObject({ kind: 'token-signature' });
  });

  it('accepts no key of another curve, and no other key', async () => {
    const other = { ...jwk(ec, { kid: 'ed' }) };
    const { verifier } = setUp({ algorithms: ['EdDSA'] }, [other]);
    await expect(verifier.verify(eddsa())).rejects.toMatchObject({ kind: 'token-signature' });
  });

  it('hashes by SHA-512 for at_hash where it is EdDSA (TOK-17)', async () => {
    const { verifier } = setUp({ algorithms: ['EdDSA'] }, keys);
    const half = (name: string): string => {
      const digest = createHash(name).update('access').digest();
      return digest.subarray(0, digest.length / 2).toString('base64url');
    };
    const judge = (at_hash: string) =>
      verifier.verifyIdToken(eddsa({ ...claims, at_hash }), { ...expected, accessToken: 'access' });
    await expect(judge(half('sha512'))).resolves.toBeDefined();
    await expect(judge(half('sha256'))).rejects.toMatchObject({ kind: 'token-claim' });
  });
});
