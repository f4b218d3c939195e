import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { isSallyportError } from '@sallyport/core/errors';
import type { HttpRequest, HttpResponse, HttpTransport } from '@sallyport/core/http';
import type { GoTrueAuthenticationClient } from './gotrue-authentication-client.js';
import { accessToken, jwt, NOW_SECONDS, setUp, setUpSignedIn, tokenAnswer, wireUser } from './gotrue-client.fixture.js';

type Call = readonly [name: string, call: (client: GoTrueAuthenticationClient) => Promise<unknown>];

const email = 'ada@example.com';
const phone = '+15550001111';
const link = (fragment: string): string => `https://app.example/#${fragment}`;

const calls: readonly Call[] = [
  ['registerByEmail', (client) => client.registerByEmail(email, 'secret-1')],
  ['registerByPhonePassword', (client) => client.registerByPhonePassword(phone, 'secret-1')],
  ['registerByEmailCode', (client) => client.registerByEmailCode(email, 'secret-1', { nickname: 'Ada' })],
  ['registerByPhoneCode', (client) => client.registerByPhoneCode(phone, 'secret-1', 'secret-2')],
  ['signInAnonymously', (client) => client.signInAnonymously()],
  ['loginByEmail', (client) => client.loginByEmail(email, 'secret-1')],
  ['loginByPhonePassword', (client) => client.loginByPhonePassword(phone, 'secret-1')],
  ['loginByEmailCode', (client) => client.loginByEmailCode(email, 'secret-1')],
  ['verifyOtp', (client) => client.verifyOtp({ type: 'email', token_hash: 'secret-1' })],
  ['sendEmail', (client) => client.sendEmail(email, 'RESET_PASSWORD')],
  ['sendSmsCode', (client) => client.sendSmsCode(phone)],
  ['sendSmsCode for a second factor', (client) => client.sendSmsCode(phone, undefined, 'mfa-verify')],
  ['resend', (client) => client.resend({ type: 'signup', email })],
  ['getCurrentUser', (client) => client.getCurrentUser()],
  ['updateProfile', (client) => client.updateProfile({ nickname: 'Ada' })],
  ['updatePassword', (client) => client.updatePassword('secret-1', 'secret-2', { nonce: 'secret-3' })],
  ['reauthenticate', (client) => client.reauthenticate()],
  ['getUserIdentities', (client) => client.getUserIdentities()],
  ['linkIdentity', (client) => client.linkIdentity('github')],
  ['unlinkIdentity', (client) => client.unlinkIdentity({ identity_id: 'i' })],
  ['refreshToken', (client) => client.refreshToken()],
  ['logout', (client) => client.logout()],
  ['signOut of others', (client) => client.signOut({ scope: 'others' })],
  ['setSession', (client) => client.setSession({ accessToken: accessToken(), refreshToken: 'secret-1' })],
  [
    'setSession that has ended',
    (client) => client.setSession({ accessToken: accessToken({ iat: NOW_SECONDS - 9_999 }), refreshToken: 'secret-1' }),
  ],
  [
    'handleRedirectCallback',
    (client) => client.handleRedirectCallback(link(`access_token=${accessToken()}&refresh_token=secret-1`)),
  ],
  ['associateMfaAuthenticator', (client) => client.mfa.associateMfaAuthenticator()],
  [
    'confirmAssociateMfaAuthenticator',
    (client) => client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp: '112233' }),
  ],
  ['getMfaAuthenticators', (client) => client.mfa.getMfaAuthenticators()],
  ['deleteMfaAuthenticator', (client) => client.mfa.deleteMfaAuthenticator()],
  ['verifyTotpMfa', (client) => client.mfa.verifyTotpMfa({ totp: '112233', mfaToken: accessToken() })],
  [
    'verifyTotpRecoveryCode',
    (client) => client.mfa.verifyTotpRecoveryCode({ recoveryCode: 'secret-1', mfaToken: accessToken() }),
  ],
  ['mfa.enroll', (client) => client.mfa.enroll({ factorType: 'totp' })],
  ['mfa.challenge', (client) => client.mfa.challenge({ factorId: 'f' })],
  ['mfa.verify', (client) => client.mfa.verify({ factorId: 'f', challengeId: 'c', code: '112233' })],
  ['mfa.unenroll', (client) => client.mfa.unenroll({ factorId: 'f' })],
  ['mfa.listFactors', (client) => client.mfa.listFactors()],
  ['mfa.getAuthenticatorAssuranceLevel', (client) => client.mfa.getAuthenticatorAssuranceLevel(accessToken())],
  ['mfa.recoveryCodes.getStatus', (client) => client.mfa.recoveryCodes.getStatus()],
  ['mfa.recoveryCodes.generate', (client) => client.mfa.recoveryCodes.generate()],
];

const claims = { sub: 'ada', session_id: 's-ada', iat: NOW_SECONDS, exp: NOW_SECONDS + 3_600 };
const withAmr = (amr: unknown) => ({ ...tokenAnswer(), access_token: jwt({ ...claims, amr }) });
// Of any type: what servers answer is not what types say.
const withUser = (user: object): object => ({
  ...tokenAnswer(),
  ...wireUser(),
  user: { ...wireUser(), ...user },
  ...user,
});

const bodies: readonly unknown[] = [
  null,
  [],
  [null],
  {},
  0,
  'text',
  true,
  [tokenAnswer()],
  { user: null },
  { id: null },
  { id: '' },
  { id: {} },
  ...[null, 5, {}, 'f', [null], [5], [[]], [{}], [{ status: 'verified' }]].map((factors) => withUser({ factors })),
  withUser({ factors: [{ id: 'f', status: 'verified', factor_type: 'constructor', created_at: 5 }] }),
  withUser({ factors: [{ id: 'f', status: 'verified', factor_type: { toString: 5 } }] }),
  withUser({ factors: [{ id: 'f', status: 'unverified', factor_type: 'totp', created_at: null }] }),
  withUser({ user_metadata: null, app_metadata: null, identities: null, email: 5, phone: {}, created_at: null }),
  withUser({ user_metadata: 'text', identities: {}, last_sign_in_at: 5 }),
  { ...tokenAnswer(), expires_at: 1e300, expires_in: 1e300 },
  { ...tokenAnswer(), expires_at: 'soon', expires_in: null },
  { ...tokenAnswer(), access_token: 5 },
  { ...tokenAnswer(), refresh_token: null },
  { ...tokenAnswer(), access_token: 'not.a.token' },
  { ...tokenAnswer(), access_token: jwt({ ...claims, iat: 1e300, exp: -1 }) },
  ...[5, null, 'aal2', {}, [null], [{ method: 'constructor' }], [{ toString: 5 }], ['__proto__']].map(withAmr),
  ...[null, 5, {}, { qr_code: 5, secret: null, uri: null }].map((totp) => ({ id: 'f', type: 'totp', totp })),
  ...[null, 5, {}, { type: 'create', credential_options: null }].map((webauthn) => ({
    id: 'c',
    type: 'webauthn',
    webauthn,
  })),
  { id: 'r', type: 'recovery_code', codes: null, total: null, remaining: 'many' },
  { url: 5 },
];

/** A server that refuses, and repeats whatever it was sent. */
class EchoTransport implements HttpTransport {
  async send({ body, headers }: HttpRequest): Promise<HttpResponse> {
    const message = `you sent ${body} as ${headers.authorization} by ${headers.apikey}`;
    const text = JSON.stringify({ code: 'validation_failed', message });
    return { status: 400, headers: { 'content-type': 'application/json' }, text };
  }

  dispose(): void {}
}

/** Whatever a client says of itself, to programs and to logs. */
function look(client: GoTrueAuthenticationClient): string {
  const { snapshot, state, pendingSignIn } = client;
  return `${state} ${JSON.stringify(snapshot)} ${JSON.stringify(pendingSignIn)} ${inspect(client)}`;
}

describe('an answer of any shape', () => {
  it.each(calls)(
    'ends in a result or in a typed error, and leaves a client that can be looked at: %s',
    async (_, call) => {
      for (const body of bodies) {
        for (const status of [200, 422]) {
          const { client, transport, storage, clock } = await setUpSignedIn();
          for (let answers = 0; answers < 6; answers += 1) transport.answerJson(body, status);
          const outcome = await call(client).catch((error: unknown) => ({ error }));
          const problem = Object(outcome).error ?? null;
          const isTyped = problem === null || isSallyportError(problem) || '__isAuthError' in Object(problem);
          if (!isTyped) throw new Error(`${status} ${JSON.stringify(body)}`, { cause: problem });
          if (Object(problem).name === 'AuthUnknownError' && !isSallyportError(Object(problem).cause)) {
            throw new Error(`${status} ${JSON.stringify(body)}`, { cause: Object(problem).cause });
          }
          look(client);
          const reloaded = setUp({ storage, clock }).client;
          look(reloaded);
          expect(reloaded.snapshot.userId).toBe(client.snapshot.userId);
          await client.dispose();
        }
      }
    },
  );

  it.each(calls)('repeats no secret of the request in its error: %s (NET-07)', async (_, call) => {
    const { storage, clock } = await setUpSignedIn();
    const { client } = setUp({ storage, clock, apiKey: 'secret-key', transport: new EchoTransport() });
    const outcome = await call(client).catch((error: unknown) => ({ error }));
    const { error = null } = Object(outcome);
    expect(`${JSON.stringify(error)} ${error?.message} ${inspect(error, { depth: 9 })}`).not.toMatch(
      /secret-(\d|key)|refresh-ada|eyJ/,
    );
  });
});
