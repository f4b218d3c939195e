import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { generateSync } from 'otplib';

const EMAIL = 'ada@example.com';
const NEW_EMAIL = 'lovelace@example.com';
const PASSWORD = 'correct horse battery';
const [PHONE, OTHER_PHONE] = ['+15550001111', '+15550002222'];

let emulator: Emulator;
let client: GoTrueAuthenticationClient;
beforeAll(async () => {
  emulator = await startEmulator({ clock: 'manual' });
});
afterAll(() => emulator.stop());
beforeEach(async () => {
  await emulator.reset();
  client = new GoTrueAuthenticationClient({ url: emulator.gotrue.url, clock: emulator.clock });
  await client.registerByEmail(EMAIL, PASSWORD);
});

async function bindPhone(phone: string): Promise<void> {
  const { data } = await client.mfa.enroll({ factorType: 'phone', friendlyName: phone, phone });
  const factorId = data?.id ?? '';
  const challenge = await client.mfa.challenge({ factorId });
  const code = emulator.messages.latest({ to: phone })?.code ?? '';
  const { error } = await client.mfa.verify({ factorId, challengeId: challenge.data?.id ?? '', code });
  expect(error).toBeNull();
}

describe('sendSmsCode for a second factor', () => {
  it.each([PHONE, OTHER_PHONE])('challenges the factor with the number %s', async (phone) => {
    await bindPhone(PHONE);
    await bindPhone(OTHER_PHONE);
    await emulator.clock.advance('61s');
    emulator.messages.clear();
    await client.sendSmsCode(phone, undefined, 'mfa-verify');
    expect(emulator.messages.list().map(({ to }) => to)).toEqual([phone]);
  });

  it('rejects with a NotFoundError when no factor has the number', async () => {
    await bindPhone(PHONE);
    await expect(client.sendSmsCode(OTHER_PHONE, undefined, 'mfa-verify')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('messages of a change of address', () => {
  beforeEach(() => emulator.settings({ messageSpacingSeconds: 0, autoconfirm: true }));

  it.each(['sendEmail', 'resend'])('%s by the new email sends to it', async (method) => {
    await client.updateProfile({ email: NEW_EMAIL });
    emulator.messages.clear();
    if (method === 'resend') await client.resend({ type: 'email_change', email: NEW_EMAIL });
    else await client.sendEmail(NEW_EMAIL, 'CHANGE_EMAIL');
    expect(emulator.messages.list().map(({ to }) => to)).toEqual([NEW_EMAIL]);
  });

  it('sendEmail and sendSmsCode refuse an address that the user does not want, and name the method that asks', async () => {
    await expect(client.sendEmail(NEW_EMAIL, 'CHANGE_EMAIL')).rejects.toMatchObject({
      kind: 'invalid-input',
      remedy: expect.stringContaining('updateEmail'),
    });
    await expect(client.sendSmsCode(PHONE, undefined, 'bind')).rejects.toMatchObject({
      kind: 'invalid-input',
      remedy: expect.stringContaining('updatePhone'),
    });
  });
});

describe('refusals of a second factor', () => {
  async function enrolledTotp(friendlyName = 'App'): Promise<{ readonly factorId: string; readonly code: string }> {
    const { data } = await client.mfa.enroll({ factorType: 'totp', friendlyName });
    if (data?.type !== 'totp') throw new Error('no authenticator was enrolled');
    const epoch = Math.floor(emulator.clock.now() / 1_000);
    return { factorId: data.id, code: generateSync({ secret: data.totp.secret, epoch }) };
  }

  it('recovery codes of a server without them are unsupported, and mfa.capabilities says so afterwards', async () => {
    emulator.settings({ hasRecoveryCodes: false });
    expect(client.mfa.capabilities.recoveryCodes).toBe(true);
    const { error } = await client.mfa.recoveryCodes.generate();
    expect(error).toMatchObject({ cause: { kind: 'unsupported-by-server' } });
    expect([client.mfa.capabilities.recoveryCodes, client.mfa.capabilities.byFactor.recoveryCodes]).toEqual([
      false,
      [],
    ]);
  });

  it('a hook keeps its text and the code of the server on both API styles, and ends the session', async () => {
    const { factorId, code } = await enrolledTotp();
    emulator.settings({ mfaRejection: 'Ask the help desk' });
    const { error } = await client.mfa.challengeAndVerify({ factorId, code });
    expect(error).toMatchObject({ code: 'mfa_verification_rejected', message: 'Ask the help desk', status: 403 });
    expect(client.state).toBe('signedOut');
    await client.loginByEmail(EMAIL, PASSWORD);
    await emulator.clock.advance('1m');
    const second = await enrolledTotp('Other app');
    await expect(
      client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp: second.code }),
    ).rejects.toMatchObject({
      code: 'mfa_verification_rejected',
      message: 'Ask the help desk',
    });
    expect(client.state).toBe('signedOut');
  });
});

describe('refusals of a password', () => {
  it('a server that wants the present one has a remedy that names oldPassword', async () => {
    emulator.settings({ newPasswordNeedsPresentOne: true });
    await expect(client.updatePassword('another battery')).rejects.toMatchObject({
      code: 'current_password_required',
      remedy: expect.stringContaining('oldPassword'),
    });
  });

  it('the present one has a remedy of its own', async () => {
    await expect(client.updatePassword(PASSWORD)).rejects.toMatchObject({
      code: 'same_password',
      remedy: 'Let the user choose a password other than the present one.',
    });
  });
});

it('handleRedirectCallback reports the first of two links of a change of address', async () => {
  const url = 'https://app.example/#message=Confirmation+link+accepted.+Please+proceed&sb=';
  await expect(client.handleRedirectCallback(url)).rejects.toMatchObject({
    kind: 'sign-in-step-required',
    step: 'confirm-address',
    message: expect.stringContaining('Confirmation link accepted'),
  });
});
