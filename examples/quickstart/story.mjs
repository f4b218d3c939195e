// @ts-check
import { AuthenticationClient } from '@sallyport/authentication-client';
import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import { TotpKey } from '@sallyport/authentication-client/totp';
import { startEmulator } from '@sallyport/emulator';
import { ManagementClient } from '@sallyport/management-client';

const email = 'ada@example.com';
const password = 'correct horse battery staple';

/**
 * Ada binds a second factor, signs in with it, loses her phone, and comes back; an administrator looks on. Then she does it
 * in the words of another vendor, over the other wire.
 *
 * @param {ReturnType<typeof import('./stage.mjs').createStage>} stage
 */
export async function tellStory(stage) {
  stage.act('An identity server of your own');
  const emulator = await stage.step('start the emulator', () => startEmulator());
  const { appId, appHost, host, userPoolId, userPoolSecret } = emulator.authing;
  const client = new AuthenticationClient({ appId, appHost });
  const management = new ManagementClient({ userPoolId, secret: userPoolSecret, host });
  const gotrue = new GoTrueAuthenticationClient({ url: emulator.gotrue.url, apiKey: emulator.gotrue.anonKey });
  try {
    const authenticator = await bindSecondFactor(stage, client);
    await signInWithSecondFactor(stage, client, authenticator.key);
    await comeBackWithoutPhone(stage, client, emulator, authenticator.recoveryCode);
    await administer(stage, client, management);
    await crossOver(stage, client, gotrue);
  } finally {
    await client.dispose();
    await gotrue.dispose();
    management.dispose();
    await emulator.stop();
  }
}

/**
 * @param {ReturnType<typeof import('./stage.mjs').createStage>} stage
 * @param {AuthenticationClient} client
 */
async function bindSecondFactor(stage, client) {
  stage.act('Ada registers and binds an authenticator app');
  await stage.step('register by email', () => client.registerByEmail(email, password, { nickname: 'Ada' }));
  await stage.step('sign in with the password', () => client.loginByEmail(email, password));
  const binding = await stage.step('ask for a new authenticator', () => client.mfa.associateMfaAuthenticator());
  stage.qrCode(binding.qrcode_uri);
  stage.note(`recovery code, to be written down: ${binding.recovery_code}`);

  const key = TotpKey.parse(binding.qrcode_uri); // what the app on the phone does when it scans
  const { code, secondsRemaining } = key.current();
  stage.note(`the app shows ${code} for another ${secondsRemaining} s`);
  await stage.step('confirm it with the first code', () =>
    client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp: code }),
  );
  await stage.step('sign out', () => client.logout());
  return { key, recoveryCode: binding.recovery_code };
}

/**
 * @param {ReturnType<typeof import('./stage.mjs').createStage>} stage
 * @param {AuthenticationClient} client
 * @param {TotpKey} key
 */
async function signInWithSecondFactor(stage, client, key) {
  stage.act('She signs in again');
  const demand = await stage.refused('the password alone is not enough now', 'mfa-required', () =>
    client.loginByEmail(email, password),
  );
  stage.note(`client.state is ${client.state}; offered: ${client.pendingSignIn?.offered.map(({ type }) => type)}`);
  const { mfaToken } = /** @type {{ mfaToken: string }} */ (demand.data);

  const { code } = key.current();
  await stage.refused('a wrong code', 'invalid-code', () =>
    client.mfa.verifyTotpMfa({ totp: code === '000000' ? '111111' : '000000', mfaToken }),
  );
  const user = await stage.step('the code of the app', () => client.mfa.verifyTotpMfa({ totp: code, mfaToken }));
  stage.note(`signed in as ${user.nickname} at assurance level ${client.snapshot.assuranceLevel}`);
  await stage.refused('the same sign-in once more', 'challenge-expired', () =>
    client.mfa.verifyTotpMfa({ totp: code, mfaToken }),
  );
  await stage.step('sign out', () => client.logout());
}

/**
 * @param {ReturnType<typeof import('./stage.mjs').createStage>} stage
 * @param {AuthenticationClient} client
 * @param {Awaited<ReturnType<typeof startEmulator>>} emulator
 * @param {string} recoveryCode
 */
async function comeBackWithoutPhone(stage, client, emulator, recoveryCode) {
  stage.act('She has lost her phone, and her password with it');
  await stage.step('have a code sent by email', () => client.sendEmail(email, 'LOGIN_VERIFY_CODE'));
  const message = emulator.messages.latest({ to: email });
  stage.note(`the mailbox has: ${message?.scene} for ${message?.to}, code ${message?.code}`);
  const demand = await stage.refused('sign in with that code', 'mfa-required', () =>
    client.loginByEmailCode(email, message?.code ?? ''),
  );
  const { mfaToken } = /** @type {{ mfaToken: string }} */ (demand.data);
  const user = await stage.step('pass with the recovery code', () =>
    client.mfa.verifyTotpRecoveryCode({ recoveryCode, mfaToken }),
  );
  stage.note(`each works once; the next one is ${user.recoveryCode}`);
}

/**
 * @param {ReturnType<typeof import('./stage.mjs').createStage>} stage
 * @param {AuthenticationClient} client
 * @param {ManagementClient} management
 */
async function administer(stage, client, management) {
  stage.act('An administrator’s script helps');
  const users = await stage.step('read every user', async () => {
    const all = [];
    for await (const user of management.users.iterate()) all.push(user);
    return all;
  });
  for (const { id, email: address, nickname } of users) {
    const status = await stage.step('look at the second factor', () => management.mfa.getStatus(id));
    stage.note(`${nickname} <${address}> has ${status.OTP ? 'an authenticator app' : 'no second factor'}`);
    await stage.step('reset it', () => management.mfa.unAssociateMfa(id, 'OTP'));
  }
  await stage.step('sign in with the password alone', async () => {
    await client.logout();
    await client.loginByEmail(email, password);
  });
  stage.note(`client.state is ${client.state}`);
}

/**
 * @param {ReturnType<typeof import('./stage.mjs').createStage>} stage
 * @param {AuthenticationClient} client
 * @param {GoTrueAuthenticationClient} gotrue
 */
async function crossOver(stage, client, gotrue) {
  stage.act('The same account, over the other wire and in the other words');
  await stage.step('sign in over GoTrue’s wire', () => gotrue.loginByEmail(email, password));
  const enrolled = await stage.step('mfa.enroll, as GoTrue’s users say', () =>
    gotrue.mfa.enroll({ factorType: 'totp', friendlyName: 'Phone' }),
  );
  if (enrolled.error) throw enrolled.error;
  const key = TotpKey.parse(enrolled.data.totp.uri);
  const verified = await stage.step('mfa.challengeAndVerify', () =>
    gotrue.mfa.challengeAndVerify({ factorId: enrolled.data.id, code: key.current().code }),
  );
  if (verified.error) throw verified.error;
  stage.note(`the session has risen to ${gotrue.snapshot.assuranceLevel}`);

  await client.logout();
  const demand = await stage.refused('back on Authing’s wire, that factor is asked for', 'mfa-required', () =>
    client.loginByEmail(email, password),
  );
  const { mfaToken } = /** @type {{ mfaToken: string }} */ (demand.data);
  const { code } = key.current();
  await stage.step('the code of the app', () => client.mfa.verifyTotpMfa({ totp: code, mfaToken }));
  const level = await stage.step('mfa.getAuthenticatorAssuranceLevel', () =>
    client.mfa.getAuthenticatorAssuranceLevel(),
  );
  stage.note(`GoTrue’s words on Authing’s wire: ${JSON.stringify(level.data)}`);
}
