import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TotpKey } from '@sallyport/authentication-client/totp';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import type * as Published from 'authing-js-sdk';

// The published package can be loaded by Node in this form only.
const published = createRequire(import.meta.url)('authing-js-sdk') as typeof Published;

const email = 'ada@example.com';
const password = 'correct horse 🐎 battery';

interface Refusal {
  readonly code: number;
  readonly message: string;
  readonly data: { readonly mfaToken: string; readonly [field: string]: unknown };
}

async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  return call.then(
    () => {
      throw new Error('it went through');
    },
    (refusal: Refusal) => refusal,
  );
}

describe('the published authing-js-sdk 4.23.55 against the emulator', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator({ clock: 'manual' });
  });
  beforeEach(() => emulator.reset());
  afterAll(() => emulator.stop());

  const client = (): Published.AuthenticationClient => {
    const { appId, appHost } = emulator.authing;
    return new published.AuthenticationClient({ appId, appHost });
  };
  const management = (): Published.ManagementClient => {
    const { userPoolId, userPoolSecret, host } = emulator.authing;
    return new published.ManagementClient({ userPoolId, secret: userPoolSecret, host });
  };

  async function bindAuthenticator(sdk: Published.AuthenticationClient) {
    const binding = await sdk.mfa.assosicateMfaAuthenticator();
    const key = TotpKey.parse(binding.qrcode_uri, {}, emulator.clock);
    await sdk.mfa.confirmAssosicateMfaAuthenticator({ authenticatorType: 'totp', totp: key.current().code });
    return { key, recoveryCode: binding.recovery_code };
  }

  async function tellStory(sdk: Published.AuthenticationClient): Promise<void> {
    const registered = await sdk.registerByEmail(email, password, { nickname: 'Ada' });
    await sdk.loginByEmail(email, password);
    expect((await sdk.getCurrentUser())?.id).toBe(registered.id);
    const { key, recoveryCode } = await bindAuthenticator(sdk);

    const demand = await refusalOf(sdk.loginByEmail(email, password));
    expect(demand).toMatchObject({ code: 1635, data: { totpMfaEnabled: true, email, nickname: 'Ada' } });
    const user = await sdk.mfa.verifyTotpMfa({ totp: key.current().code, mfaToken: demand.data.mfaToken });
    sdk.setCurrentUser(user);
    expect((await sdk.getCurrentUser())?.email).toBe(email);
    expect(await sdk.checkLoginStatus()).toMatchObject({ code: 200, status: true, data: { id: registered.id } });

    const again = await refusalOf(sdk.loginByEmail(email, password));
    const recovered = await sdk.mfa.verifyTotpRecoveryCode({ recoveryCode, mfaToken: again.data.mfaToken });
    expect(recovered.id).toBe(registered.id);
    const third = await refusalOf(sdk.loginByEmail(email, password));
    const used = await refusalOf(sdk.mfa.verifyTotpRecoveryCode({ recoveryCode, mfaToken: third.data.mfaToken }));
    expect(used.code).toBe(6002);
  }

  it('registers, binds, signs in with the second factor, and recovers', async () => {
    await tellStory(client());
  });

  it('does so while somebody else is signed in', async () => {
    const sdk = client();
    await sdk.registerByUsername('grace', 'another password', undefined, { generateToken: true });
    expect(sdk.checkLoggedIn()).toBeTruthy();
    await tellStory(sdk);
  });

  it('binds in the first sign-in where the application demands it, with the token of the user who is signed in', async () => {
    const sdk = client();
    await sdk.registerByEmail(email, password, undefined, { generateToken: true });
    await bindAuthenticator(sdk);
    emulator.settings({ applicationMfa: ['OTP', 'EMAIL'] });
    const demand = await refusalOf(sdk.loginByEmail(email, password));
    expect(demand.code).toBe(1636);
    expect(demand.data.applicationMfa).toEqual([
      { mfaPolicy: 'OTP', status: 1, sort: expect.any(Number) },
      { mfaPolicy: 'EMAIL', status: 1, sort: expect.any(Number) },
    ]);
  });

  it('passes the second step with codes sent by SMS and by email', async () => {
    const sdk = client();
    emulator.settings({ applicationMfa: ['SMS', 'EMAIL'] });
    await sdk.registerByEmail(email, password);
    const demand = await refusalOf(sdk.loginByEmail(email, password));
    const { mfaToken } = demand.data;

    expect(await sdk.mfa.phoneOrEmailBindable({ phone: '13800000000', mfaToken })).toBe(true);
    await sdk.sendSmsCode('13800000000', '+86', published.SceneType.SCENE_TYPE_MFA_VERIFY);
    const sms = emulator.messages.latest({ channel: 'sms' });
    const user = await sdk.mfa.verifyAppSmsMfa({
      phone: '13800000000',
      phoneCountryCode: '+86',
      code: sms?.code ?? '',
      mfaToken,
    });
    expect(user.email).toBe(email);

    const again = await refusalOf(sdk.loginByEmail(email, password));
    await sdk.sendEmail(email, published.EmailScene.MfaVerify);
    const mail = emulator.messages.latest({ to: email });
    const verified = await sdk.mfa.verifyAppEmailMfa({ email, code: mail?.code ?? '', mfaToken: again.data.mfaToken });
    expect(verified.id).toBe(user.id);
  });

  it('signs in by phone and by email code, and changes profile and password', async () => {
    const sdk = client();
    await sdk.sendSmsCode('13800000000', undefined, published.SceneType.SCENE_TYPE_REGISTER);
    await sdk.registerByPhoneCode('13800000000', emulator.messages.latest()?.code ?? '', password);
    await sdk.loginByPhonePassword('13800000000', password);
    await sdk.updateProfile({ nickname: 'Ada' });
    await sdk.loginByPhonePassword('13800000000', password);
    await sdk.updatePassword('the next password', password);
    await sdk.loginByPhonePassword('13800000000', 'the next password');
    await sdk.sendSmsCode('13800000000');
    const user = await sdk.loginByPhoneCode('13800000000', emulator.messages.latest()?.code ?? '');
    expect(user.nickname).toBe('Ada');
    const { token } = await sdk.refreshToken();
    expect(token).toBeTruthy();
    await sdk.logout();
  });

  it('administers users and their factors', async () => {
    const admin = management();
    const user = await admin.users.create({ email, password, nickname: 'Ada' });
    expect((await admin.users.detail(user.id)).nickname).toBe('Ada');
    expect((await admin.users.find({ email })).id).toBe(user.id);
    expect((await admin.users.list()).totalCount).toBe(1);
    expect((await admin.users.update(user.id, { nickname: 'Countess' })).nickname).toBe('Countess');
    await admin.mfa.importTotp(user.id, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');
    expect(await admin.mfa.getStatus(user.id)).toMatchObject({ OTP: true });
    expect((await refusalOf(client().loginByEmail(email, password))).code).toBe(1635);
    expect(await admin.mfa.unAssociateMfa(user.id, 'OTP')).toBe(true);
    expect((await client().loginByEmail(email, password)).id).toBe(user.id);
    expect((await admin.users.delete(user.id)).code).toBe(200);
    expect(await admin.users.detail(user.id)).toBeNull();
  });
});
