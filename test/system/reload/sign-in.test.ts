import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuthenticationClient, type IMfaAssociation, type SallyportError } from '@sallyport/authentication-client';
import { TotpKey } from '@sallyport/authentication-client/totp';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { EmulatorClock } from '@sallyport/emulator/clock';
import type { Browser, BrowserContext } from 'playwright-core';
import { type PageServer, startChromium } from '../chromium.fixture.js';
import { serveApplication, Visit } from './visit.fixture.js';

const email = 'ada@example.com';
const phone = '13800000000';
const password = 'correct horse';

let emulator: Emulator;
let clock: EmulatorClock;
let browser: Browser;
let server: PageServer;
beforeAll(async () => {
  [emulator, browser, server] = await Promise.all([
    startEmulator({ clock: 'manual' }),
    startChromium(),
    serveApplication(),
  ]);
  clock = await EmulatorClock.follow(emulator.url);
});
afterAll(async () => {
  clock.close();
  await Promise.all([emulator.stop(), browser.close(), server.stop()]);
});

let context: BrowserContext;
let visit: Visit;
beforeEach(async () => {
  await emulator.reset();
  context = await browser.newContext();
  visit = await Visit.begin(context, server.url, emulator);
});
afterEach(() => context.close());

/** Registers the user on another machine. Their id. */
async function register(withAuthenticator = false): Promise<{ userId: string; binding: IMfaAssociation | null }> {
  const { appId, appHost } = emulator.authing;
  const client = new AuthenticationClient({ appId, appHost, clock });
  await client.registerByEmail(email, password);
  const { id } = await client.loginByEmail(email, password);
  const binding = withAuthenticator ? await client.mfa.associateMfaAuthenticator() : null;
  if (binding) {
    const totp = codeOf(binding);
    await client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp });
  }
  await client.dispose();
  return { userId: id, binding };
}

function codeOf({ qrcode_uri }: { qrcode_uri: string }): string {
  return TotpKey.parse(qrcode_uri, {}, clock).current().code;
}

async function logIn(): Promise<void> {
  await visit.client.evaluate(
    (client, [email, password]) => client.loginByEmail(email, password).catch(() => {}), // it asks for the second factor
    [email, password] as const,
  );
}

/** Loads the page anew, and looks for the same sign-in at the same place. */
async function expectToGoOn(): Promise<void> {
  const before = await visit.standing();
  expect(before).toMatchObject({ state: 'mfaRequired', pending: expect.any(String) });
  await visit.reload();
  expect(await visit.standing()).toEqual(before);
}

/** Loads the page anew, and looks for the user who has passed both factors. */
async function expectToBeSignedIn(userId: string): Promise<void> {
  await visit.reload();
  expect(await visit.standing()).toEqual({ state: 'signedIn', userId, assuranceLevel: 'aal2', pending: null });
  expect(await visit.client.evaluate(async (client) => (await client.getCurrentUser())?.id)).toBe(userId);
}

describe('a page that is loaded anew after every step of a sign-in', () => {
  it('goes on to the code of the authenticator, and to the session', async () => {
    const { userId, binding } = await register(true);
    await logIn();
    await expectToGoOn();
    const refusal = await visit.client.evaluate((client) =>
      client.mfa
        .verifyTotpMfa({ totp: '000000', mfaToken: `${client.pendingSignIn?.mfaToken}` })
        .catch(({ kind }: SallyportError) => kind),
    );
    expect(refusal).toBe('invalid-code');
    await expectToGoOn();
    await visit.client.evaluate(
      (client, totp) => client.mfa.verifyTotpMfa({ totp, mfaToken: `${client.pendingSignIn?.mfaToken}` }),
      binding ? codeOf(binding) : '',
    );
    await expectToBeSignedIn(userId);
  });

  it('goes on with the first binding of an authenticator, whose key it can show again', async () => {
    const { userId } = await register();
    emulator.settings({ applicationMfa: ['OTP'] });
    await logIn();
    await expectToGoOn();
    const binding = await visit.client.evaluate((client) =>
      client.mfa.associateMfaAuthenticator({
        authenticatorType: 'totp',
        mfaToken: `${client.pendingSignIn?.mfaToken}`,
        source: 'APPLICATION',
      }),
    );
    await expectToGoOn();
    const [shownAgain] = await visit.client.evaluate((client) =>
      client.mfa.getMfaAuthenticators({
        type: 'totp',
        mfaToken: `${client.pendingSignIn?.mfaToken}`,
        source: 'APPLICATION',
      }),
    );
    expect(shownAgain).toMatchObject({ enable: false, secret: binding.secret, recoveryCode: binding.recovery_code });
    await visit.client.evaluate(
      (client, totp) =>
        client.mfa.confirmAssociateMfaAuthenticator({
          authenticatorType: 'totp',
          totp,
          mfaToken: `${client.pendingSignIn?.mfaToken}`,
          source: 'APPLICATION',
        }),
      codeOf(binding),
    );
    await expectToGoOn();
    await visit.client.evaluate(
      (client, totp) => client.mfa.verifyTotpMfa({ totp, mfaToken: `${client.pendingSignIn?.mfaToken}` }),
      codeOf(binding),
    );
    await expectToBeSignedIn(userId);
  });

  it('goes on to the code that was sent by SMS', async () => {
    const { userId } = await register();
    emulator.settings({ applicationMfa: ['SMS'] });
    await logIn();
    await expectToGoOn();
    await visit.client.evaluate((client, phone) => client.sendSmsCode(phone, undefined, 'mfa-verify'), phone);
    await expectToGoOn();
    await visit.client.evaluate(
      (client, answer) =>
        client.mfa.verifyAppSmsMfa({ ...answer, mfaToken: `${client.pendingSignIn?.mfaToken}` }).then(() => {}),
      { phone, code: emulator.messages.latest({ to: phone })?.code ?? '' },
    );
    await expectToBeSignedIn(userId);
  });

  it('goes on to the code that was sent by email', async () => {
    const { userId } = await register();
    emulator.settings({ applicationMfa: ['EMAIL'] });
    await logIn();
    await expectToGoOn();
    await visit.client.evaluate((client, email) => client.sendEmail(email, 'MFA_VERIFY'), email);
    await expectToGoOn();
    await visit.client.evaluate(
      (client, answer) =>
        client.mfa.verifyAppEmailMfa({ ...answer, mfaToken: `${client.pendingSignIn?.mfaToken}` }).then(() => {}),
      { email, code: emulator.messages.latest({ to: email })?.code ?? '' },
    );
    await expectToBeSignedIn(userId);
  });

  it('goes on to the recovery code', async () => {
    const { userId, binding } = await register(true);
    await logIn();
    await expectToGoOn();
    const { recoveryCode } = await visit.client.evaluate(
      (client, recoveryCode) =>
        client.mfa.verifyTotpRecoveryCode({ recoveryCode, mfaToken: `${client.pendingSignIn?.mfaToken}` }),
      binding?.recovery_code ?? '',
    );
    expect(recoveryCode).not.toBe(binding?.recovery_code);
    await expectToBeSignedIn(userId);
  });

  it('is signed out when the sign-in has taken too long meanwhile', async () => {
    await register(true);
    await logIn();
    await emulator.clock.advance('7m');
    await visit.reload();
    expect(await visit.standing()).toEqual({ state: 'signedOut', userId: null, assuranceLevel: null, pending: null });
  });
});

describe('a sign-in that waits for its second factor', () => {
  it('is no other tab’s business, before and after it is loaded anew', async () => {
    await register(true);
    await logIn();
    const other = await Visit.begin(context, server.url, emulator);
    const nothing = { state: 'signedOut', userId: null, assuranceLevel: null, pending: null };
    expect(await other.standing()).toEqual(nothing);
    await other.reload();
    expect(await other.standing()).toEqual(nothing);
    await expectToGoOn();
  });

  it('leaves the session that was there alone, in this tab and in others', async () => {
    const { userId } = await register();
    await logIn();
    emulator.settings({ applicationMfa: ['SMS'] });
    const other = await Visit.begin(context, server.url, emulator);
    await logIn();
    await expectToGoOn();
    expect(await visit.standing()).toMatchObject({ userId, assuranceLevel: 'aal1' });
    expect(await other.standing()).toEqual({ state: 'signedIn', userId, assuranceLevel: 'aal1', pending: null });
  });
});
