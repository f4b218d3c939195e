import { describe, expect, it } from '@jest/globals';
import type { AuthenticationClient } from './authing/authentication-client.js';
import { jwt, mfaToken, sessionToken, setUp, setUpPending, setUpSignedIn } from './client.fixture.js';
import type { GoTrueAuthenticationClient } from './gotrue/gotrue-authentication-client.js';
import * as goTrue from './gotrue/gotrue-client.fixture.js';

const PHONE = '+8613800000000';
const EMAIL = 'ada@example.com';
const challengeId = jwt({ id: 'challenge' });

type Calls<Client> = readonly (readonly [name: string, call: (client: Client, code: string) => Promise<unknown>])[];

const byMessage: Calls<AuthenticationClient> = [
  ['loginByPhoneCode', (client, code) => client.loginByPhoneCode(PHONE, code)],
  ['loginByEmailCode', (client, code) => client.loginByEmailCode(EMAIL, code)],
  ['registerByPhoneCode', (client, code) => client.registerByPhoneCode(PHONE, code, 'pw')],
  ['registerByEmailCode', (client, code) => client.registerByEmailCode(EMAIL, code)],
  ['resetPasswordByPhoneCode', (client, code) => client.resetPasswordByPhoneCode(PHONE, code, 'pw')],
  ['resetPasswordByEmailCode', (client, code) => client.resetPasswordByEmailCode(EMAIL, code, 'pw')],
  ['bindPhone', (client, code) => client.bindPhone(PHONE, code)],
  ['bindEmail', (client, code) => client.bindEmail(EMAIL, code)],
  ['updatePhone', (client, code) => client.updatePhone(PHONE, code)],
  ['updatePhone, old code', (client, code) => client.updatePhone(PHONE, '1234', PHONE, code)],
  ['updateEmail', (client, code) => client.updateEmail(EMAIL, code)],
  ['updateEmail, old code', (client, code) => client.updateEmail(EMAIL, '1234', EMAIL, code)],
  ['verifyAppSmsMfa', (client, code) => client.mfa.verifyAppSmsMfa({ phone: PHONE, code, mfaToken })],
  ['verifyAppEmailMfa', (client, code) => client.mfa.verifyAppEmailMfa({ email: EMAIL, code, mfaToken })],
  [
    'signinByCredentials',
    (client, passCode) =>
      client.signinByCredentials({ connection: 'PASSCODE', passCodePayload: { phone: PHONE, passCode } } as never),
  ],
];
const byApp: Calls<AuthenticationClient> = [
  ['verifyTotpMfa', (client, totp) => client.mfa.verifyTotpMfa({ totp, mfaToken })],
  [
    'confirmAssociateMfaAuthenticator',
    (client, totp) => client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp, mfaToken }),
  ],
];

const byMessageOnGoTrue: Calls<GoTrueAuthenticationClient> = [
  ['loginByPhoneCode', (client, code) => client.loginByPhoneCode(PHONE, code)],
  ['loginByEmailCode', (client, code) => client.loginByEmailCode(EMAIL, code)],
  ['registerByPhoneCode', (client, code) => client.registerByPhoneCode(PHONE, code, 'pw')],
  ['registerByEmailCode', (client, code) => client.registerByEmailCode(EMAIL, code)],
  ['verifyOtp', (client, token) => client.verifyOtp({ type: 'email', email: EMAIL, token })],
  ['verifyAppSmsMfa', (client, code) => client.mfa.verifyAppSmsMfa({ phone: PHONE, code, mfaToken })],
];
const byAppOnGoTrue: Calls<GoTrueAuthenticationClient> = [
  ['verifyTotpMfa', (client, totp) => client.mfa.verifyTotpMfa({ totp, mfaToken: goTrue.accessToken() })],
  [
    'confirmAssociateMfaAuthenticator',
    (client, totp) => client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp }),
  ],
];

const impossible = (calls: Calls<never>, codes: readonly string[]) =>
  calls.flatMap(([name, call]) => codes.map((code) => [name, code, call] as const));
const MESSAGE = ['123', '123456789', '12a4'];
const APP = ['12345', '1234567', '12345a'];

describe('a code that can never be right is refused on an Authing server before anything is sent', () => {
  it.each([...impossible(byMessage as Calls<never>, MESSAGE), ...impossible(byApp as Calls<never>, APP)])(
    '%s refuses %s',
    async (_, code, call) => {
      const { client, transport } = setUp({ publicKey: undefined }); // with a password, the key would be fetched first
      client.setToken(sessionToken());
      await expect(call(client as never, code)).rejects.toMatchObject({ kind: 'invalid-input' });
      expect(transport.requests).toEqual([]);
    },
  );

  it.each(['verify', 'challengeAndVerify'] as const)('mfa.%s refuses a TOTP code of five digits', async (method) => {
    const { client, transport } = await setUpPending();
    transport.answerJson({ code: 200, data: [] });
    const { error } = await client.mfa[method]({ factorId: 'totp:SELF', challengeId, code: '12345' });
    expect(error).toMatchObject({ name: expect.stringMatching(/^Auth/), status: expect.anything() });
    expect(transport.requests).toEqual([]);
  });

  it.each([...byMessage, ...byApp])('%s sends it when the client does not validate arguments', async (_, call) => {
    const { client, transport } = await setUpSignedIn({ validateArguments: false });
    for (let answer = 0; answer < 3; answer += 1) transport.answerJson({ code: 500, message: 'no' }, 400);
    await call(client, '12').catch(() => {});
    expect(transport.requests.map(({ body }) => body).join()).toContain('12');
    expect(transport.requests).not.toEqual([]);
  });
});

describe('a code that can never be right is refused on a GoTrue server before anything is sent', () => {
  it.each([
    ...impossible(byMessageOnGoTrue as Calls<never>, MESSAGE),
    ...impossible(byAppOnGoTrue as Calls<never>, APP),
  ])('%s refuses %s', async (_, code, call) => {
    const { client, transport } = await goTrue.setUpPending();
    await expect(call(client as never, code)).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });

  it.each(['verify', 'challengeAndVerify'] as const)('mfa.%s refuses a TOTP code of five digits', async (method) => {
    const { client, transport } = await goTrue.setUpPending();
    const { error } = await client.mfa[method]({ factorId: 'f1', challengeId, code: '12345' });
    expect(error).not.toBeNull();
    expect(transport.requests).toEqual([]);
  });
});

it('a code of full-width digits and spaces is sent normalized', async () => {
  const { client, transport } = setUp();
  transport.answerJson({ code: 400, message: 'wrong' }, 400);
  await client.mfa.verifyTotpMfa({ totp: ' ０１２ ３４５', mfaToken }).catch(() => {});
  expect(transport.last.body).toBe('{"totp":"012345"}');
});
