import { expect } from '@jest/globals';
import type { PortableAuthenticationClient } from '@sallyport/authentication-client';
import { dataOf } from './gotrue-words.fixture.js';
import { rewriting } from './server.fixture.js';
import { givePhone } from './signing-in.fixture.js';
import { ada, otherThan, refusalOf, type Stage } from './stage.fixture.js';
import { byServer, everywhere, type Row, type Steps } from './table.fixture.js';
import { REFUSALS } from './words.fixture.js';

const phone = everywhere(async (stage) => {
  const { client, words } = await stage.enter();
  await givePhone(stage, client);
  await client.logout();
  expect(await stage.signIn(client)).not.toBeNull();
  expect(client.pendingSignIn?.offered).toMatchObject([{ type: 'sms', isEnrolled: true }]);
  await words.send(ada.phone);
  const { sentCode } = stage;
  await stage.expectRefusal(words.proveSent(ada.phone, otherThan(sentCode)), 'wrong code');
  await words.proveSent(ada.phone, sentCode);
  expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
  const sent = stage.emulator.messages.latest();
  expect(sent).toMatchObject({ channel: 'sms', to: expect.stringContaining('13800000000') });
});

/** The recovery codes there are: one that comes with the authenticator, or a set that is asked for. */
async function recoveryCodes(
  stage: Stage,
  { mfa }: PortableAuthenticationClient,
  own: string | null,
): Promise<readonly string[]> {
  if (stage.server === 'authing') return [own ?? 'none'];
  return dataOf(await mfa.recoveryCodes.generate()).codes;
}

const recovery = everywhere(async (stage) => {
  const { client, words } = await stage.enter();
  const { recoveryCode } = await stage.bind(words);
  const [code = 'none', next] = await recoveryCodes(stage, client, recoveryCode);
  await client.logout();

  await stage.signIn(client);
  const successor = await words.recover(code);
  expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
  await client.logout();

  await stage.signIn(client);
  await stage.expectRefusal(words.recover(code), 'wrong code');
  expect(client.state).toBe('mfaRequired');
  await words.recover(next ?? successor ?? 'none');
  expect(client.state).toBe('signedIn');
});

const recoveryLocked = everywhere(async (stage) => {
  const { client, words } = await stage.enter();
  const { recoveryCode } = await stage.bind(words);
  const [code = 'none'] = await recoveryCodes(stage, client, recoveryCode);
  await client.logout();
  await stage.signIn(client);
  const otherLetter = code.startsWith('a') ? 'b' : 'a';
  for (let number = 1; number <= 5; number += 1) {
    await stage.expectRefusal(words.recover(`${otherLetter}${code.slice(1, -1)}${number}`), 'wrong code');
  }
  await stage.expectRefusal(words.recover(code), 'too many wrong codes');
  await stage.emulator.clock.advance('60s');
  await words.recover(code);
  expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
});

const HOLOGRAM = {
  id: '6f1b2a34-0000-4000-8000-0123456789ab',
  factor_type: 'hologram',
  status: 'verified',
  friendly_name: 'Of the future',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
};

// The user in whatever answer has one factor more, of a type that nobody knows yet.
const withHologram = (text: string): string =>
  text.includes('"identities"')
    ? text.replace(/"identities":/, `"factors":[${JSON.stringify(HOLOGRAM)}],"identities":`)
    : text;

const unknownFactor: Steps = async (stage) => {
  const { client, demand } = await stage.enter({ transport: rewriting(withHologram) });
  expect(demand).not.toBeNull();
  expect(client.pendingSignIn?.offered).toMatchObject([{ type: 'hologram', isEnrolled: true }]);
  if (stage.words === 'authing') return; // it has no list but that of authenticators
  const { all, totp, phone: phones, webauthn } = dataOf(await client.mfa.listFactors());
  expect(all).toEqual([HOLOGRAM]);
  expect([totp, phones, webauthn]).toEqual([[], [], []]);
  const { data } = await client.mfa.getAuthenticatorAssuranceLevel();
  expect(data).toMatchObject({ currentLevel: 'aal1', nextLevel: 'aal2' });
};

// Factors of other kinds than authenticators are told with the demand, as policies of the application: of one that is
// newer than the client nobody knows whether the user has it.
const unknownPolicy: Steps = async (stage) => {
  stage.emulator.settings({ applicationMfa: ['OTP'] });
  const transport = rewriting((text) => text.replaceAll('"mfaPolicy":"OTP"', '"mfaPolicy":"HOLOGRAM"'));
  const { client, words, demand } = await stage.enter({ transport });
  expect(demand).not.toBeNull();
  expect(client.pendingSignIn?.offered).toMatchObject([{ type: 'hologram', isEnrolled: false }]);
  expect(await words.authenticators()).toEqual([]);
};

const photo = new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0])], { type: 'image/jpeg' });

// GoTrue's words have no such type. It is listed, and says what becomes of it.
const face: Steps = async (stage) => {
  const { client, words } = await stage.enter();
  await client.mfa.associateFaceByBlob({ baseFace: photo });
  await client.logout();
  stage.emulator.settings({ applicationMfa: ['FACE'] });
  expect(await stage.signIn(client)).not.toBeNull();
  expect(client.pendingSignIn?.offered).toMatchObject([{ type: 'face', isEnrolled: true }]);
  expect(await words.authenticators()).toEqual([]);
  if (stage.words === 'authing') return;
  const { all } = dataOf(await client.mfa.listFactors());
  expect(all).toMatchObject([{ id: 'face', factor_type: 'face', status: 'verified' }]);
  await stage.expectRefusal(client.mfa.challenge({ factorId: 'face' }).then(dataOf), 'unsupported');
};

const noFace: Steps = async (stage) => {
  const { client } = await stage.enter();
  expect(client.mfa.capabilities.enroll).not.toContain('face');
  const call = client.mfa.associateFaceByBlob({ baseFace: photo });
  // Other words have none for it, and see what this one was refused with.
  expect(await refusalOf(call)).toMatchObject(REFUSALS.authing.unsupported);
};

/** A code by email, where the application demands one. */
const email: Row = {
  authing: {
    authing: async (stage) => {
      const { client } = await enterWithEmail(stage);
      await client.sendEmail(ada.email, 'MFA_VERIFY');
      const mfaToken = client.pendingSignIn?.mfaToken ?? 'none';
      await client.mfa.verifyAppEmailMfa({ email: ada.email, code: stage.sentCode, mfaToken });
      expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
    },
    gotrue: async (stage) => {
      const { client } = await stage.enter();
      expect(client.mfa.capabilities.verify).not.toContain('email');
      await stage.expectRefusal(client.sendEmail(ada.email, 'MFA_VERIFY'), 'unsupported');
    },
  },
  gotrue: {
    authing: async (stage) => {
      const { client } = await enterWithEmail(stage);
      const { all } = dataOf(await client.mfa.listFactors());
      expect(all).toMatchObject([{ factor_type: 'email', status: 'verified', friendly_name: ada.email }]);
      const factorId = all[0]?.id ?? 'none';
      const { id: challengeId } = dataOf(await client.mfa.challenge({ factorId }));
      dataOf(await client.mfa.verify({ factorId, challengeId, code: stage.sentCode }));
      expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
    },
    // It has no such type, and so no word for it.
    gotrue: async (stage) => {
      const { client } = await stage.enter();
      expect(client.mfa.capabilities.byFactor.verify).not.toContain('email');
      const params = { factorType: 'email' } as never; // types do not let it through
      const { error } = await client.mfa.enroll(params);
      expect(error).toMatchObject({ name: 'AuthApiError', status: 400, code: 'validation_failed' });
    },
  },
};

async function enterWithEmail(stage: Stage) {
  stage.emulator.settings({ applicationMfa: ['EMAIL'] });
  const entered = await stage.enter();
  expect(entered.demand).not.toBeNull();
  return entered;
}

const capabilitiesOfAuthing: Steps = async (stage) => {
  const { client } = await stage.enter();
  const { mfa } = client;
  expect(mfa.capabilities).toEqual({
    verify: ['totp', 'sms', 'email', 'face', 'recovery_code'],
    enroll: ['totp', 'face'],
    recoveryCodes: true,
    byFactor: { enroll: ['totp'], verify: ['totp', 'phone', 'email'], stepUp: false, recoveryCodes: ['verify'] },
  });
  if (stage.words === 'authing') return; // nothing that Authing's own server has not
  const { recoveryCodes: codes, webauthn } = mfa;
  const calls = [
    mfa.enroll({ factorType: 'phone', phone: ada.phone }),
    mfa.enroll({ factorType: 'webauthn' }),
    webauthn.enroll({ friendlyName: 'Key' }),
    webauthn.register({ friendlyName: 'Key', webauthn: { rpId: 'localhost' } }),
    webauthn.authenticate({ factorId: 'webauthn:1', webauthn: { rpId: 'localhost' } }),
    codes.getStatus(),
    codes.generate(),
    codes.regenerate(),
    codes.unenroll(),
    codes.verify({ code: 'aaaa-bbbb' }), // a session that is there is not raised
    mfa.getAuthenticatorAssuranceLevel('a.b.c'), // tokens do not say how they were obtained
  ];
  for (const call of calls) await stage.expectRefusal(call.then(dataOf), 'unsupported');
};

const capabilitiesOfGotrue: Steps = async (stage) => {
  const { client } = await stage.enter();
  const { mfa } = client;
  expect(mfa.capabilities).toEqual({
    verify: ['totp', 'sms', 'recovery_code'],
    enroll: ['totp'],
    recoveryCodes: true,
    byFactor: {
      enroll: ['totp', 'phone', 'webauthn'],
      verify: ['totp', 'phone', 'webauthn', 'recovery_code'],
      stepUp: true,
      recoveryCodes: ['getStatus', 'generate', 'verify', 'regenerate', 'unenroll'],
    },
  });
  if (stage.words === 'gotrue') return; // nothing that GoTrue's own server has not
  const mfaToken = 'none';
  const calls = [
    () => mfa.verifyAppEmailMfa({ email: ada.email, code: '123456', mfaToken }),
    () => mfa.verifyFaceMfa('photo', mfaToken),
    () => mfa.associateFaceByUrl({ baseFace: 'https://a.example/1', compareFace: 'https://a.example/2' }),
    () => mfa.associateFaceByBlob({ baseFace: photo }),
    () => mfa.phoneOrEmailBindable({ email: ada.email, mfaToken }),
    () => client.sendEmail(ada.email, 'MFA_VERIFY'),
  ];
  for (const call of calls) await stage.expectRefusal(call(), 'unsupported');
};

/** Factors that are no authenticators, and what a server has not. */
export const furtherFactors = {
  'phone factor through the mailbox': phone,
  'recovery code': recovery,
  'too many wrong recovery codes': recoveryLocked,
  'email factor': email,
  'a face, which one vocabulary has no word for': byServer({ authing: face, gotrue: noFace }),
  'a factor of an unknown type is listed': byServer({ authing: unknownPolicy, gotrue: unknownFactor }),
  'capabilities, and what the server cannot do': byServer({
    authing: capabilitiesOfAuthing,
    gotrue: capabilitiesOfGotrue,
  }),
} satisfies Readonly<Record<string, Row>>;
