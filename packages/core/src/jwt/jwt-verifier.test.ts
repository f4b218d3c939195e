import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import { ManualClock } from '../clock/index.js';
import { JwksCache } from './jwks-cache.js';
import { JwtVerifier, type JwtVerifierSettings } from './jwt-verifier.js';
import {
  ec,
  encode,
  goodClaims,
  goodHeader,
  ISSUER,
  issue,
  jwk,
  NOW,
  otherRsa,
  type Pair,
  rsa,
  SECONDS,
  setUp,
} from './tokens.fixture.js';

const weakRsa: Pair = generateKeyPairSync('rsa', { modulusLength: 1024 });
const ec384: Pair = generateKeyPairSync('ec', { namedCurve: 'P-384' });

const verdict = (token: string, settings?: Partial<JwtVerifierSettings>, keys?: readonly object[]) =>
  setUp(settings, keys).verifier.verify(token);

const signed = (kind: string) => expect.objectContaining({ kind });

describe('JwtVerifier', () => {
  it('believes RS256 by a key of the issuer', async () => {
    await expect(verdict(issue())).resolves.toEqual(goodClaims);
  });

  it('believes ES256 by a key of the issuer', async () => {
    await expect(verdict(issue(goodClaims, { alg: 'ES256', kid: 'ec' }, ec))).resolves.toMatchObject({ sub: 'ada' });
  });

  it('believes a token without kid where one key fits', async () => {
    await expect(verdict(issue(goodClaims, { alg: 'RS256' }))).resolves.toMatchObject({ sub: 'ada' });
  });

  it('shares one fetch of the keys between tokens that come at once (TOK-06)', async () => {
    const { verifier, fetchJwks } = setUp();
    await Promise.all(Array.from({ length: 20 }, () => verifier.verify(issue())));
    expect(fetchJwks).toHaveBeenCalledTimes(1);
  });
});

describe('the settings of JwtVerifier', () => {
  it.each([
    ['issuer', { issuer: undefined as never }],
    ['issuer', { issuer: '' }],
    ['issuer', { issuer: [ISSUER] as never }],
    ['audience', { audience: '' }],
    ['audience', { audience: null as never }],
    ['audience', { audience: ['app'] as never }],
    ['algorithms', { algorithms: [] as never }],
    ['algorithms', { algorithms: ['none'] as never }],
    ['algorithms', { algorithms: ['RS256', 'HS512'] as never }],
    ['algorithms', { algorithms: 'RS256' as never }],
    ['algorithms', { algorithms: ['HS256'] as never }],
  ])('must not have the %s of %j', (name, settings) => {
    expect(() => setUp(settings)).toThrow(
      expect.objectContaining({ kind: 'configuration', message: expect.stringContaining(name) }),
    );
  });

  it.each([[''], [undefined], [null], [['app']]])('verifyIdToken refuses the clientId %j', async (clientId) => {
    const call = setUp().verifier.verifyIdToken(issue(), { clientId: clientId as string });
    await expect(call).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining('clientId'),
    });
  });
});

describe('the algorithm', () => {
  const unsigned = (alg: unknown): string => `${encode({ alg, kid: 'rsa' })}.${encode(goodClaims)}.`;

  it.each([['none'], ['None'], ['NONE'], ['nOnE'], [''], [null], [undefined], [['RS256']], [{}], [0]])(
    'is not allowed to be %j (TOK-01)',
    async (alg) => {
      await expect(verdict(unsigned(alg))).rejects.toEqual(signed('token'));
    },
  );

  it('is not allowed to be HS256 with the public key for a secret (TOK-02)', async () => {
    const secret = rsa.publicKey.export({ type: 'spki', format: 'pem' });
    const body = `${encode({ alg: 'HS256', kid: 'rsa' })}.${encode(goodClaims)}`;
    const token = `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
    await expect(verdict(token)).rejects.toEqual(signed('token'));
  });

  it('is not allowed to be HS256 with a secret out of the key set (TOK-02)', async () => {
    const body = `${encode({ alg: 'HS256', kid: 'oct' })}.${encode(goodClaims)}`;
    const token = `${body}.${createHmac('sha256', 'secret').update(body).digest('base64url')}`;
    const keys = [{ kty: 'oct', kid: 'oct', k: Buffer.from('secret').toString('base64url') }];
    await expect(verdict(token, {}, keys)).rejects.toEqual(signed('token'));
  });

  it.each([['RS384'], ['RS512'], ['PS256'], ['ES384'], ['EdDSA'], ['rs256'], ['RS256 ']])(
    'is not allowed to be %s (TOK-01)',
    async (alg) => {
      await expect(verdict(issue(goodClaims, { alg, kid: 'rsa' }))).rejects.toEqual(signed('token'));
    },
  );

  it('is not allowed to be one that the settings leave out (TOK-01)', async () => {
    await expect(verdict(issue(), { algorithms: ['ES256'] })).rejects.toEqual(signed('token'));
  });

  it('decides which kind of key is looked at', async () => {
    await expect(verdict(issue(goodClaims, { alg: 'ES256', kid: 'rsa' }))).rejects.toEqual(signed('token-signature'));
  });
});

describe('the key', () => {
  it.each([[5], [null], [['rsa']], [{ toString: 'rsa' }], [true]])(
    'must have a text for a name, not %j (TOK-05)',
    async (kid) => {
      await expect(verdict(issue(goodClaims, { alg: 'RS256', kid }))).rejects.toEqual(signed('token'));
    },
  );

  it.each([['../../etc/passwd'], ["' OR 1=1"], ['__proto__'], [''], ['https://evil.example/jwks']])(
    'named %j is only looked up (TOK-05)',
    async (kid) => {
      await expect(verdict(issue(goodClaims, { alg: 'RS256', kid }))).rejects.toEqual(signed('token-signature'));
    },
  );

  it('must be the one that signed', async () => {
    await expect(verdict(issue(goodClaims, goodHeader, otherRsa))).rejects.toEqual(signed('token-signature'));
  });

  it('must be named where several fit', async () => {
    const keys = [jwk(rsa, { kid: 'a' }), jwk(otherRsa, { kid: 'b' })];
    await expect(verdict(issue(goodClaims, { alg: 'RS256' }), {}, keys)).rejects.toEqual(signed('token-signature'));
  });

  it('is never taken out of the token (TOK-03)', async () => {
    const header = {
      alg: 'RS256',
      kid: 'rsa',
      jwk: jwk(otherRsa, { kid: 'rsa' }),
      jku: 'https://evil.example/jwks',
      x5u: 'https://evil.example/cert',
      x5c: ['AAAA'],
    };
    const { verifier, fetchJwks } = setUp();
    await expect(verifier.verify(issue(goodClaims, header, otherRsa))).rejects.toEqual(signed('token-signature'));
    expect(fetchJwks.mock.calls).toEqual([[]]);
  });

  it('must have 2048 bits where it is RSA (TOK-04)', async () => {
    const keys = [jwk(weakRsa, { kid: 'rsa' })];
    await expect(verdict(issue(goodClaims, goodHeader, weakRsa), {}, keys)).rejects.toEqual(signed('token'));
  });

  it('that is weak is refused for each of its tokens, and the good keys of the set still verify (TOK-04)', async () => {
    const { verifier } = setUp({}, [jwk(weakRsa, { kid: 'weak' }), jwk(rsa, { kid: 'rsa' })]);
    for (const jti of ['first', 'second']) {
      const token = issue({ ...goodClaims, jti }, { ...goodHeader, kid: 'weak' }, weakRsa);
      await expect(verifier.verify(token)).rejects.toMatchObject({
        kind: 'token',
        message: expect.stringContaining('2048'),
      });
      await expect(verifier.verify(issue({ ...goodClaims, jti }))).resolves.toMatchObject({ jti });
    }
  });

  it('has its strength checked when it is imported, and not for every token', async () => {
    const { n, ...rest } = rsa.publicKey.export({ format: 'jwk' });
    const modulus = jest.fn(() => n);
    const { verifier } = setUp({}, [
      Object.defineProperty({ ...rest, kid: 'rsa' }, 'n', { get: modulus, enumerable: true }),
    ]);
    await verifier.verify(issue({ ...goodClaims, jti: 'first' }));
    const readsOfImport = modulus.mock.calls.length;
    await verifier.verify(issue({ ...goodClaims, jti: 'second' }));
    expect([readsOfImport > 0, modulus.mock.calls.length]).toEqual([true, readsOfImport]);
  });

  it('must have 2048 bits also where leading zeros make it look longer (TOK-04)', async () => {
    const { n, ...rest } = weakRsa.publicKey.export({ format: 'jwk' });
    const padded = Buffer.concat([Buffer.alloc(128), Buffer.from(n ?? '', 'base64url')]).toString('base64url');
    const keys = [{ ...rest, n: padded, kid: 'rsa' }];
    await expect(verdict(issue(goodClaims, goodHeader, weakRsa), {}, keys)).rejects.toEqual(signed('token'));
  });

  it.each([['AQ'], ['AAAB'], ['Ag']])('must have an exponent over two, which %s is not (TOK-04)', async (e) => {
    // With the exponent 1 a signature is the padded digest itself, which anybody can write down.
    const body = `${encode(goodHeader)}.${encode(goodClaims)}`;
    const digestInfo = Buffer.concat([
      Buffer.from('3031300d060960864801650304020105000420', 'hex'),
      createHash('sha256').update(body).digest(),
    ]);
    const padding = Buffer.alloc(256 - digestInfo.length - 3, 0xff);
    const forged = Buffer.concat([Buffer.from([0, 1]), padding, Buffer.from([0]), digestInfo]).toString('base64url');
    const keys = [{ ...rsa.publicKey.export({ format: 'jwk' }), e, kid: 'rsa' }];
    await expect(verdict(`${body}.${forged}`, {}, keys)).rejects.toEqual(signed('token'));
  });

  it('must be of the curve that the algorithm names (TOK-04)', async () => {
    const keys = [jwk(ec384, { kid: 'ec' })];
    const token = issue(goodClaims, { alg: 'ES256', kid: 'ec' }, ec384);
    await expect(verdict(token, {}, keys)).rejects.toEqual(signed('token-signature'));
  });

  it('that is broken refuses the token, typed', async () => {
    const keys = [{ kty: 'EC', crv: 'P-256', kid: 'ec', x: 'AA', y: 'AA' }];
    const token = issue(goodClaims, { alg: 'ES256', kid: 'ec' }, ec);
    await expect(verdict(token, {}, keys)).rejects.toEqual(signed('token-signature'));
  });

  it('that came with the last rotation is found without restart (TOK-07)', async () => {
    const clock = new ManualClock(NOW);
    const published = { keys: [jwk(rsa, { kid: 'rsa' })] };
    const verifier = new JwtVerifier({ keys: new JwksCache(async () => published, clock), clock, issuer: ISSUER });
    await verifier.verify(issue());
    published.keys = [jwk(otherRsa, { kid: 'new' })];
    await clock.advance(30_000);
    const rotated = issue(goodClaims, { alg: 'RS256', kid: 'new' }, otherRsa);
    await expect(verifier.verify(rotated)).resolves.toMatchObject({ sub: 'ada' });
    await expect(verifier.verify(issue())).rejects.toEqual(signed('token-signature'));
  });
});

describe('the signature', () => {
  it.each([
    ['missing', (token: string) => token.replace(/[^.]*$/, '')],
    [
      'cut',
      (token: string) =>
        token.replace(/[^.]*$/, (text) => Buffer.from(text, 'base64url').subarray(4).toString('base64url')),
    ],
    [
      'another token’s',
      (token: string) => token.replace(/[^.]*$/, issue({ ...goodClaims, sub: 'eve' }).split('.')[2] ?? ''),
    ],
    ['all zeros', (token: string) => token.replace(/[^.]*$/, Buffer.alloc(256).toString('base64url'))],
  ])('must not be %s (TOK-10)', async (_, spoil) => {
    await expect(verdict(spoil(issue()))).rejects.toEqual(signed('token-signature'));
  });

  it.each([
    ['all zeros (CVE-2022-21449)', Buffer.alloc(64)],
    ['empty', Buffer.alloc(0)],
    ['DER', sign('sha256', Buffer.from(`${encode({ alg: 'ES256', kid: 'ec' })}.${encode(goodClaims)}`), ec.privateKey)],
  ])('by ES256 must not be %s (TOK-10)', async (_, signature) => {
    const body = `${encode({ alg: 'ES256', kid: 'ec' })}.${encode(goodClaims)}`;
    await expect(verdict(`${body}.${signature.toString('base64url')}`)).rejects.toEqual(signed('token-signature'));
  });

  it('covers the claims', async () => {
    const [header, , signature] = issue().split('.');
    const token = `${header}.${encode({ ...goodClaims, sub: 'eve' })}.${signature}`;
    await expect(verdict(token)).rejects.toEqual(signed('token-signature'));
  });

  it.each([
    [{ crit: ['exp'], exp: 1 }],
    [{ crit: [] }],
    [{ crit: ['b64'], b64: false }],
    [{ b64: false }],
    [{ b64: true }],
  ])('must not come with the demand %j (TOK-09)', async (extra) => {
    await expect(verdict(issue(goodClaims, { ...goodHeader, ...extra }))).rejects.toEqual(signed('token'));
  });
});

describe('the claims', () => {
  it.each([
    ['https://id.example/oidc/'],
    ['https://ID.example/oidc'],
    ['http://id.example/oidc'],
    ['https://evil.example/oidc'],
    [''],
    [undefined],
    [null],
    [[ISSUER]],
  ])('must be by the issuer, character by character: not %j (TOK-11)', async (iss) => {
    await expect(verdict(issue({ ...goodClaims, iss }))).rejects.toEqual(signed('token-claim'));
  });

  it.each([['app'], [['app']], [['other', 'app']]])('may be for %j where the audience is app (TOK-12)', async (aud) => {
    await expect(verdict(issue({ ...goodClaims, aud }), { audience: 'app' })).resolves.toMatchObject({ sub: 'ada' });
  });

  it.each([['other'], [['other']], [[]], [undefined], [null], [{ app: true }], ['application'], [[['app']]]])(
    'must not be for %j where the audience is app (TOK-12)',
    async (aud) => {
      const token = issue({ ...goodClaims, aud });
      await expect(verdict(token, { audience: 'app' })).rejects.toEqual(signed('token-claim'));
    },
  );

  it.each([
    ['exp', undefined],
    ['exp', null],
    ['exp', String(SECONDS + 3_600)],
    ['iat', undefined],
    ['iat', String(SECONDS)],
    ['nbf', 'soon'],
    ['nbf', String(SECONDS - 10)],
    ['nbf', null],
  ])('must have a number for %s, not %j (TOK-13)', async (name, value) => {
    await expect(verdict(issue({ ...goodClaims, [name]: value }))).rejects.toEqual(signed('token-claim'));
  });

  it.each([
    [-60, true],
    [-61, false],
  ])('may have ended %d s from now within the tolerance of 60 s: %p (TOK-13)', async (offset, isGood) => {
    const call = verdict(issue({ ...goodClaims, exp: SECONDS + offset }));
    if (isGood) await expect(call).resolves.toMatchObject({ sub: 'ada' });
    else await expect(call).rejects.toEqual(signed('token-expired'));
  });

  it.each([
    ['iat', 60, true],
    ['iat', 61, false],
    ['nbf', 60, true],
    ['nbf', 61, false],
  ])('may begin by %s %d s from now within the tolerance of 60 s: %p (TOK-13)', async (name, offset, isGood) => {
    const call = verdict(issue({ ...goodClaims, [name]: SECONDS + offset }));
    if (isGood) await expect(call).resolves.toMatchObject({ sub: 'ada' });
    else await expect(call).rejects.toEqual(signed('clock-skew'));
  });

  it('tell by how much the clocks differ (TOK-14, F12)', async () => {
    const call = verdict(issue({ ...goodClaims, iat: SECONDS + 600, exp: SECONDS + 4_000 }));
    await expect(call).rejects.toMatchObject({
      kind: 'clock-skew',
      offsetSeconds: 600,
      message: expect.stringMatching(/clock .* 600 s behind/),
    });
  });

  it('are judged by the clock that was given', async () => {
    const { verifier, clock } = setUp();
    const token = issue();
    await verifier.verify(token);
    await clock.advance(3_700_000);
    await expect(verifier.verify(token)).rejects.toEqual(signed('token-expired'));
  });

  it.each([
    [0, 1, false],
    [0, 0, true],
    [300, 300, true],
    [300, 301, false],
  ])('may have ended within the tolerance of %d s %d s ago: %p (TOK-13)', async (toleranceSeconds, age, isGood) => {
    const call = verdict(issue({ ...goodClaims, exp: SECONDS - age }), { toleranceSeconds });
    if (isGood) await expect(call).resolves.toMatchObject({ sub: 'ada' });
    else await expect(call).rejects.toEqual(signed('token-expired'));
  });

  it.each([[-1], [301], [Number.NaN], [Number.POSITIVE_INFINITY], ['60']])(
    'are not judged with a tolerance of %p (TOK-13)',
    (toleranceSeconds) => {
      expect(() => setUp({ toleranceSeconds: toleranceSeconds as number })).toThrow(
        expect.objectContaining({ kind: 'configuration', message: expect.stringContaining('toleranceSeconds') }),
      );
    },
  );

  it('cannot be changed by whoever is told them', async () => {
    const claims = await verdict(issue({ ...goodClaims, data: { id: 'ada' } }));
    expect([Object.isFrozen(claims), Object.isFrozen(claims.data)]).toEqual([true, true]);
  });

  it('are not believed before the signature is', async () => {
    const call = verdict(issue({ ...goodClaims, exp: 0 }, goodHeader, otherRsa));
    await expect(call).rejects.toEqual(signed('token-signature'));
  });

  it('are not shown by an error', async () => {
    const error = (await verdict(issue({ ...goodClaims, iss: 'canary' })).catch((reason: unknown) => reason)) as Error;
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain('canary');
  });
});
