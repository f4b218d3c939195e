import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { MISBEHAVIORS, type Misbehavior } from '../domain/settings/settings.js';
import type { Emulator } from '../emulator.types.js';
import { EMAIL, PASSWORD, startUnderTest, type WireDriver } from '../wire-driver.fixture.js';
import { OidcDriver } from './oidc-driver.fixture.js';

let emulator: Emulator;
let wire: WireDriver;

beforeAll(async () => {
  ({ emulator, wire } = await startUnderTest());
  await wire.register(EMAIL, PASSWORD);
});

afterAll(() => emulator.stop());

/** One whole sign-in as a strict client sees it: what it finds wrong, in order. */
async function complaints(): Promise<string[]> {
  const oidc = new OidcDriver(emulator);
  const found: string[] = [];
  const check = (is: boolean, name: string): void => void (is || found.push(name));
  const { body: discovery } = await wire.send('GET', '/oidc/.well-known/openid-configuration');
  check(discovery.issuer === emulator.oidc.issuer, 'discovery issuer');
  const answer = await oidc.authorize();
  check(answer.get('iss') === emulator.oidc.issuer, answer.has('iss') ? 'response iss' : 'response iss missing');
  check(answer.get('state') === 'the state', 'response state');
  const code = answer.get('code') ?? '';
  const { body: set } = await oidc.redeem(code);
  for (const name of ['access_token', 'id_token', 'token_type']) check(name in set, `${name} missing`);
  found.push(...(await idTokenComplaints(set.id_token, set.access_token)));
  if (set.access_token) {
    check((await oidc.userInfo(set.access_token)).body.sub !== 'somebody-else', 'userinfo sub');
  }
  const { body: renewed } = await oidc.refresh(set.refresh_token);
  found.push(...(await idTokenComplaints(renewed.id_token, undefined, 'refreshed ')));
  check((await oidc.redeem(code)).status === 400, 'code twice');
  return found;
}

async function idTokenComplaints(token: string | undefined, accessToken?: string, prefix = ''): Promise<string[]> {
  if (token === undefined) return [];
  const keys: JSONWebKeySet = (await wire.send('GET', '/oidc/.well-known/jwks.json')).body;
  const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
  if (header.alg === 'none') return [`${prefix}alg none`];
  if (header.kid === undefined) return [`${prefix}kid missing`];
  const isKnown = keys.keys.some(({ kid }) => kid === header.kid);
  if (!isKnown) return [`${prefix}key unknown`];
  try {
    const options = {
      issuer: emulator.oidc.issuer,
      audience: emulator.authing.appId,
      currentDate: new Date(emulator.clock.now()),
      requiredClaims: ['iss', 'aud', 'exp', 'iat', 'sub', ...(prefix === '' ? ['nonce'] : [])],
    };
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), options);
    const digest = createHash('sha256')
      .update(accessToken ?? '')
      .digest()
      .subarray(0, 16)
      .toString('base64url');
    return [
      ...(prefix === '' && payload.nonce !== 'the nonce' ? ['nonce wrong'] : []),
      ...(accessToken !== undefined && payload.at_hash !== digest ? ['at_hash wrong'] : []),
      ...(payload.sub === 'somebody-else' ? [`${prefix}sub changed`] : []),
    ];
  } catch (error) {
    const { code, claim, reason } = Object(error);
    return [`${prefix}${claim === undefined ? code : `${claim} ${reason}`}`];
  }
}

const both = (complaint: string): string[] => [complaint, `refreshed ${complaint}`];

/** What a strict client has to notice, for each thing that can be wrong. */
const NOTICED: Readonly<Record<Misbehavior, readonly string[]>> = {
  'discovery-wrong-issuer': ['discovery issuer'],
  'response-wrong-iss': ['response iss'],
  'response-without-iss': ['response iss missing'],
  'response-wrong-state': ['response state'],
  'code-twice': ['code twice'],
  'token-without-access-token': ['access_token missing'],
  'token-without-id-token': ['id_token missing'],
  'token-without-token-type': ['token_type missing'],
  'id-token-wrong-iss': both('iss check_failed'),
  'id-token-wrong-aud': both('aud check_failed'),
  'id-token-wrong-nonce': ['nonce wrong'],
  'id-token-wrong-at-hash': ['at_hash wrong'],
  'id-token-without-iss': both('iss missing'),
  'id-token-without-sub': both('sub missing'),
  'id-token-without-aud': both('aud missing'),
  'id-token-without-iat': both('iat missing'),
  'id-token-without-exp': both('exp missing'),
  'id-token-without-nonce': ['nonce missing'],
  'id-token-expired': both('exp check_failed'),
  'id-token-old-key': both('key unknown'),
  'id-token-forged': both('ERR_JWS_SIGNATURE_VERIFICATION_FAILED'),
  'id-token-without-kid': both('kid missing'),
  'id-token-alg-none': both('alg none'),
  'refresh-changed-sub': ['refreshed sub changed'],
  'userinfo-wrong-sub': ['userinfo sub'],
};

describe('a server that misbehaves', () => {
  it('does not, unless it is told to', async () => {
    emulator.settings({ misbehave: [] });
    await expect(complaints()).resolves.toEqual([]);
  });

  it.each(MISBEHAVIORS)('does so by %s, and by that alone', async (flaw) => {
    emulator.settings({ misbehave: [flaw] });
    await expect(complaints()).resolves.toEqual(NOTICED[flaw]);
  });

  it('is told so by names that there are', () => {
    expect(() => emulator.settings({ misbehave: ['anything' as Misbehavior] })).toThrow('misbehave[0]'); // wrong on purpose
  });
});
