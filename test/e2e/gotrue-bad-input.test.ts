import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SallyportError } from '@sallyport/authentication-client';
import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { codeOf, done, email, failed, PublishedClient, password, refusal } from './gotrue-published.fixture.js';

// What should never be sent, sent to the emulator: by hand in both forms of errors, by the published client, and by ours.

const NOBODY = '00000000-0000-4000-8000-000000000000';
const TOO_MUCH = 'x'.repeat(1_100_000);
const jwtSecret = 'a secret of somebody else, 32 characters or more';

/** Who is there: a user with an authenticator, at both levels, and another one. */
interface Cast {
  readonly low: string;
  readonly raised: string;
  readonly eve: string;
  readonly expired: string;
  /** Signed by another server, whose user has the same id. */
  readonly foreign: string;
  readonly factorId: string;
  readonly otherFactorId: string;
  readonly challengeId: string;
  readonly usedChallengeId: string;
  readonly code: string;
  readonly otherCode: string;
}

let emulator: Emulator;
let cast: Cast;
beforeAll(async () => {
  emulator = await startEmulator();
  cast = await prepare();
});
afterAll(() => emulator.stop());

const tokenOf = async ({ auth }: PublishedClient): Promise<string> =>
  (await done(auth.getSession())).session?.access_token ?? '';

async function prepare(): Promise<Cast> {
  const [ada, low, eve, early] = [1, 2, 3, 4].map(() => new PublishedClient(emulator));
  if (!ada || !low || !eve || !early) throw new Error('unreachable');
  await done(early.auth.signUp({ email: 'early@example.com', password }));
  await emulator.clock.advance('61m');
  await done(ada.auth.signUp({ email, password }));
  const { mfa } = ada.auth;
  const phone = await done(mfa.enroll({ factorType: 'totp', friendlyName: 'Phone' }));
  const used = await done(mfa.challenge({ factorId: phone.id }));
  const code = codeOf(emulator, phone.totp);
  await done(mfa.verify({ factorId: phone.id, challengeId: used.id, code }));
  const tablet = await done(mfa.enroll({ factorType: 'totp', friendlyName: 'Tablet' }));
  const challenge = await done(mfa.challenge({ factorId: phone.id }));
  await done(low.auth.signInWithPassword({ email, password }));
  await done(eve.auth.signUp({ email: 'eve@example.com', password }));
  const raised = await tokenOf(ada);
  return {
    low: await tokenOf(low),
    raised,
    eve: await tokenOf(eve),
    expired: await tokenOf(early),
    foreign: signedBySomebodyElse(raised),
    factorId: phone.id,
    otherFactorId: tablet.id,
    challengeId: challenge.id,
    usedChallengeId: used.id,
    code,
    otherCode: codeOf(emulator, tablet.totp),
  };
}

function signedBySomebodyElse(token: string): string {
  const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
  const said = `${header}.${token.split('.')[1]}`;
  return `${said}.${createHmac('sha256', jwtSecret).update(said).digest('base64url')}`;
}

/** What is sent, and the status and code that it is refused with. */
interface Bad {
  readonly send: `${string} /${string}`;
  readonly body?: unknown;
  readonly as?: keyof Cast;
  readonly refused: readonly [status: number, code: string];
}

type Case = readonly [title: string, bad: (cast: Cast) => Bad];

const cases: readonly Case[] = [
  [
    'an unknown grant',
    () => ({ send: 'POST /token?grant_type=magic', body: {}, refused: [400, 'invalid_credentials'] }),
  ],
  ['no grant', () => ({ send: 'POST /token', body: {}, refused: [400, 'invalid_credentials'] })],
  [
    'a body over 1 MB',
    () => ({ send: 'POST /signup', body: { email, password: TOO_MUCH }, refused: [413, 'request_entity_too_large'] }),
  ],
  ['a body that is no JSON', () => ({ send: 'POST /signup', body: '{', refused: [400, 'bad_json'] })],
  [
    'an email that is none',
    () => ({ send: 'POST /signup', body: { email: 'ada', password }, refused: [400, 'validation_failed'] }),
  ],
  [
    'a registration without a password',
    () => ({ send: 'POST /signup', body: { email: 'new@example.com' }, refused: [400, 'validation_failed'] }),
  ],
  [
    'a password of 73 bytes',
    () => ({
      send: 'POST /signup',
      body: { email: 'new@example.com', password: 'x'.repeat(73) },
      refused: [400, 'validation_failed'],
    }),
  ],
  [
    'two addresses at once',
    () => ({
      send: 'POST /signup',
      body: { email: 'new@example.com', phone: '+15550001111', password },
      refused: [400, 'validation_failed'],
    }),
  ],
  [
    'a short password',
    () => ({
      send: 'POST /signup',
      body: { email: 'new@example.com', password: 'abc' },
      refused: [422, 'weak_password'],
    }),
  ],
  [
    'a wrong password',
    () => ({
      send: 'POST /token?grant_type=password',
      body: { email, password: 'wrong' },
      refused: [400, 'invalid_credentials'],
    }),
  ],
  [
    'a user that there is not',
    () => ({
      send: 'POST /token?grant_type=password',
      body: { email: 'nobody@example.com', password },
      refused: [400, 'invalid_credentials'],
    }),
  ],
  [
    'a refresh token that is none',
    () => ({
      send: 'POST /token?grant_type=refresh_token',
      body: { refresh_token: 'short' },
      refused: [400, 'validation_failed'],
    }),
  ],
  [
    'one that nobody knows',
    () => ({
      send: 'POST /token?grant_type=refresh_token',
      body: { refresh_token: 'a1b2c3d4e5f6' },
      refused: [400, 'refresh_token_not_found'],
    }),
  ],
  [
    'a code without its verifier',
    () => ({ send: 'POST /token?grant_type=pkce', body: { auth_code: NOBODY }, refused: [400, 'validation_failed'] }),
  ],
  [
    'a code that nobody knows',
    () => ({
      send: 'POST /token?grant_type=pkce',
      body: { auth_code: NOBODY, code_verifier: 'v'.repeat(64) },
      refused: [404, 'flow_state_not_found'],
    }),
  ],
  [
    'a proof of no type',
    () => ({ send: 'POST /verify', body: { email, token: '123456' }, refused: [400, 'validation_failed'] }),
  ],
  [
    'a code and a hash at once',
    () => ({
      send: 'POST /verify',
      body: { type: 'email', email, token: '123456', token_hash: 'ab' },
      refused: [400, 'validation_failed'],
    }),
  ],
  [
    'a wrong code',
    () => ({ send: 'POST /verify', body: { type: 'email', email, token: '123456' }, refused: [403, 'otp_expired'] }),
  ],
  [
    'a sign-out of another scope',
    () => ({ send: 'POST /logout?scope=world', as: 'low', refused: [400, 'validation_failed'] }),
  ],
  ['no token', () => ({ send: 'GET /user', refused: [401, 'no_authorization'] })],
  ['a token that has ended', () => ({ send: 'GET /user', as: 'expired', refused: [403, 'bad_jwt'] })],
  ['a token of another server', () => ({ send: 'GET /user', as: 'foreign', refused: [403, 'bad_jwt'] })],
  [
    'a second factor of another type',
    () => ({
      send: 'POST /factors',
      body: { factor_type: 'hologram' },
      as: 'raised',
      refused: [400, 'validation_failed'],
    }),
  ],
  [
    'a phone without a number',
    () => ({
      send: 'POST /factors',
      body: { factor_type: 'phone' },
      as: 'raised',
      refused: [400, 'validation_failed'],
    }),
  ],
  [
    'a second factor enrolled at aal1',
    () => ({
      send: 'POST /factors',
      body: { factor_type: 'totp', friendly_name: 'New' },
      as: 'low',
      refused: [403, 'insufficient_aal'],
    }),
  ],
  [
    'a verified factor removed at aal1',
    ({ factorId }) => ({ send: `DELETE /factors/${factorId}`, as: 'low', refused: [422, 'insufficient_aal'] }),
  ],
  [
    'a password changed at aal1',
    () => ({
      send: 'PUT /user',
      body: { password: 'another password' },
      as: 'low',
      refused: [401, 'insufficient_aal'],
    }),
  ],
  [
    'a factor that there is not',
    () => ({
      send: `POST /factors/${NOBODY}/challenge`,
      body: {},
      as: 'raised',
      refused: [404, 'mfa_factor_not_found'],
    }),
  ],
  [
    'an id of a factor that is none',
    () => ({ send: 'POST /factors/phone/challenge', body: {}, as: 'raised', refused: [404, 'validation_failed'] }),
  ],
  [
    'the factor of another user',
    ({ factorId }) => ({
      send: `POST /factors/${factorId}/challenge`,
      body: {},
      as: 'eve',
      refused: [404, 'mfa_factor_not_found'],
    }),
  ],
  [
    'its answer',
    ({ factorId, challengeId, code }) => ({
      send: `POST /factors/${factorId}/verify`,
      body: { challenge_id: challengeId, code },
      as: 'eve',
      refused: [404, 'mfa_factor_not_found'],
    }),
  ],
  [
    'its removal',
    ({ factorId }) => ({ send: `DELETE /factors/${factorId}`, as: 'eve', refused: [404, 'mfa_factor_not_found'] }),
  ],
  [
    'a challenge used twice',
    ({ factorId, usedChallengeId, code }) => ({
      send: `POST /factors/${factorId}/verify`,
      body: { challenge_id: usedChallengeId, code },
      as: 'raised',
      refused: [422, 'mfa_ip_address_mismatch'],
    }),
  ],
  [
    'a challenge of another factor',
    ({ otherFactorId, challengeId, otherCode }) => ({
      send: `POST /factors/${otherFactorId}/verify`,
      body: { challenge_id: challengeId, code: otherCode },
      as: 'raised',
      refused: [422, 'mfa_factor_not_found'],
    }),
  ],
  [
    'a code for another challenge',
    ({ factorId, challengeId, otherCode }) => ({
      send: `POST /factors/${factorId}/verify`,
      body: { challenge_id: challengeId, code: otherCode },
      as: 'raised',
      refused: [422, 'mfa_verification_failed'],
    }),
  ],
  [
    'an answer without a code',
    ({ factorId, challengeId }) => ({
      send: `POST /factors/${factorId}/verify`,
      body: { challenge_id: challengeId },
      as: 'raised',
      refused: [400, 'validation_failed'],
    }),
  ],
  ['a user at the administration', () => ({ send: 'GET /admin/users', as: 'raised', refused: [403, 'not_admin'] })],
];

/** Sends it by hand, so that no client comes between. */
async function answerTo({ send, body, as }: Bad, headers: Readonly<Record<string, string>>) {
  const [method = '', path] = send.split(' ');
  const response = await fetch(`${emulator.gotrue.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(as ? { authorization: `Bearer ${cast[as]}` } : {}), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return {
    status: response.status,
    version: response.headers.get('x-supabase-api-version'),
    body: await response.json(),
  };
}

describe('by hand', () => {
  it.each(cases)('%s is refused with its status and code, in either form', async (_, bad) => {
    const sent = bad(cast);
    const [status, code] = sent.refused;
    const newer = await answerTo(sent, { 'x-supabase-api-version': '2024-01-01' });
    expect(newer).toMatchObject({ status, version: '2024-01-01', body: { code, message: expect.any(String) } });
    const older = await answerTo(sent, {});
    expect(older).toMatchObject({
      status,
      version: null,
      body: { code: status, error_code: code, msg: expect.any(String) },
    });
  });
});

describe('by the published client', () => {
  const signedIn = async (): Promise<PublishedClient> => {
    const client = await new PublishedClient(emulator).begun();
    await done(client.auth.signInWithPassword({ email, password }));
    return client;
  };

  it('a token that has ended, or is of another server', async () => {
    const { auth } = await new PublishedClient(emulator).begun();
    expect(await failed(auth.getUser(cast.expired))).toEqual(refusal(403, 'bad_jwt'));
    expect(await failed(auth.getUser(cast.foreign))).toEqual(refusal(403, 'bad_jwt'));
  });

  it('too much at once', async () => {
    const { auth } = await signedIn();
    const call = auth.updateUser({ data: { much: TOO_MUCH } });
    expect(await failed(call)).toEqual(refusal(413, 'request_entity_too_large'));
  });

  it('a weak password, with what it lacks', async () => {
    const { auth } = await new PublishedClient(emulator).begun();
    const { error } = await auth.signUp({ email: 'new@example.com', password: 'abc' });
    expect(error).toMatchObject({ name: 'AuthWeakPasswordError', status: 422, reasons: ['length'] });
  });
});

describe('by our client', () => {
  async function refusalOf(call: (client: GoTrueAuthenticationClient) => Promise<unknown>): Promise<object> {
    const { url, anonKey } = emulator.gotrue;
    const client = new GoTrueAuthenticationClient({ url, apiKey: anonKey, requireAal2: false });
    try {
      await client.loginByEmail(email, password);
      await call(client);
      throw new Error('it went through');
    } catch (error) {
      const { name, kind, code, status } = error as SallyportError; // tests look at whatever it is
      return { name, kind, code, status };
    } finally {
      await client.dispose();
    }
  }

  it.each<[string, (client: GoTrueAuthenticationClient) => Promise<unknown>, object]>([
    [
      'a wrong password',
      (client) => client.loginByEmail(email, 'wrong'),
      { kind: 'invalid-credentials', code: 'invalid_credentials', status: 400 },
    ],
    [
      'an address that is taken',
      (client) => client.registerByEmail(email, password),
      { name: 'ConflictError', code: 'user_already_exists', status: 422 },
    ],
    [
      'a wrong code',
      (client) => client.loginByEmailCode(email, '123456'),
      { name: 'InvalidCodeError', code: 'otp_expired', status: 403 },
    ],
    [
      'a password changed at aal1',
      (client) => client.updatePassword('another password'),
      { name: 'MfaRequiredError', code: 'insufficient_aal', status: 401 },
    ],
    [
      'too much at once',
      (client) => client.updateProfile({ nickname: TOO_MUCH }),
      { code: 'request_entity_too_large', status: 413 },
    ],
    [
      'a code that nobody knows',
      (client) => client.verifyOtp({ type: 'email', token_hash: 'ab' }),
      { name: 'InvalidCodeError', code: 'otp_expired', status: 403 },
    ],
  ])('%s is refused with a typed error', async (_, call, expected) => {
    expect(await refusalOf(call)).toMatchObject(expected);
  });

  it('a token that has ended, or is of another server, is nobody’s', async () => {
    const client = new GoTrueAuthenticationClient({ url: emulator.gotrue.url });
    for (const token of [cast.expired, cast.foreign]) {
      expect(await client.as({ token }).getCurrentUser()).toBeNull();
      const { error } = await client.as({ token }).mfa.listFactors();
      expect(error).not.toBeNull();
    }
    await client.dispose();
  });

  it('the factor of another user, and ids that are none', async () => {
    const client = new GoTrueAuthenticationClient({ url: emulator.gotrue.url });
    await client.loginByEmail('eve@example.com', password);
    const codeOfChallenge = async (factorId: string) => (await client.mfa.challenge({ factorId })).error;
    expect(await codeOfChallenge(cast.factorId)).toMatchObject({
      name: 'AuthApiError',
      status: 404,
      code: 'mfa_factor_not_found',
    });
    expect(await codeOfChallenge('phone')).toMatchObject({ status: 404, code: 'validation_failed' });
    expect(await codeOfChallenge('../admin/users')).toMatchObject({ code: 'validation_failed' });
    await client.dispose();
  });
});
