import { expect } from '@jest/globals';
import { dataOf } from './gotrue-words.fixture.js';
import { ada, otherThan, type Stage } from './stage.fixture.js';
import { bothServers, everywhere, type Row, type Steps } from './table.fixture.js';

const pendingAcrossAReload = everywhere(async (stage) => {
  const { tab, client, words } = await stage.enter();
  const authenticator = await stage.bind(words);
  await client.logout();
  await stage.signIn(client);
  const { mfaToken, offered } = client.pendingSignIn ?? {};

  const reloaded = await tab.load();
  expect(reloaded.state).toBe('mfaRequired');
  expect(reloaded.pendingSignIn).toMatchObject({ mfaToken, offered });
  await stage.speakTo(reloaded).prove(await stage.code(authenticator));
  expect(reloaded.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
  expect((await tab.load()).snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
});

const demand = everywhere(async (stage) => {
  const { client, words } = await stage.enter();
  await stage.bind(words);
  await client.logout();
  const events: string[] = [];
  client.on('mfaRequired', ({ offered }) => events.push(`mfaRequired ${offered.join()}`));
  client.on('signedIn', () => events.push('signedIn'));

  const error = await stage.signIn(client);
  const pending = client.pendingSignIn;
  expect(error).toMatchObject({ name: 'MfaRequiredError', kind: 'mfa-required', step: 'verify-second-factor' });
  expect(error?.remedy).not.toBe('');
  expect(error?.data).toMatchObject({ mfaToken: pending?.mfaToken });
  expect(JSON.stringify(error)).not.toContain(pending?.mfaToken);
  expect(client.state).toBe('mfaRequired');
  expect(pending).toMatchObject({
    passed: ['pwd'],
    offered: [{ type: 'totp', isEnrolled: true, address: null, phoneCountryCode: null }],
    user: { username: null },
  });
  expect(pending?.expiresAt.getTime()).toBeGreaterThan(stage.emulator.clock.now());
  expect(events).toEqual(['mfaRequired totp']);
});

const replayed = everywhere(async (stage) => {
  stage.emulator.settings({ totpStepsWorkOnce: true });
  const { client, words } = await stage.enter();
  const authenticator = await stage.bind(words);
  await client.logout();
  await stage.signIn(client);
  await words.prove(await stage.code(authenticator));
  await client.logout();
  await stage.signIn(client);
  await stage.expectRefusal(words.prove(stage.sameCode(authenticator)), 'wrong code');
  expect(client.state).toBe('mfaRequired');
  await words.prove(await stage.code(authenticator));
  expect(client.state).toBe('signedIn');
});

const locked = everywhere(async (stage) => {
  const { client, words } = await stage.enter();
  const authenticator = await stage.bind(words);
  await client.logout();
  await stage.signIn(client);
  const code = await stage.code(authenticator);
  for (let number = 1; number <= 5; number += 1) {
    await stage.expectRefusal(words.prove(otherThan(code)), 'wrong code');
  }
  await stage.expectRefusal(words.prove(code), 'too many wrong codes');
  expect(client.state).toBe('mfaRequired');
  await stage.emulator.clock.advance('60s');
  await words.prove(stage.sameCode(authenticator));
  expect(client.state).toBe('signedIn');
});

// By words that know no challenges, it is the sign-in that is over.
const pendingExpired: Steps = async (stage) => {
  const { client, words } = await stage.enter();
  const authenticator = await stage.bind(words);
  await client.logout();
  await stage.signIn(client);
  const mfaToken = client.pendingSignIn?.mfaToken ?? 'none';
  await stage.emulator.clock.advance('361s');
  const late = client.mfa.verifyTotpMfa({ totp: stage.sameCode(authenticator), mfaToken });
  await stage.expectRefusal(late, 'challenge over', { expired: 'sign-in' });
  expect(client.pendingSignIn).toBeNull();
};

const sentCodeExpired: Steps = async (stage) => {
  const { client, words } = await enterWithPhone(stage);
  await stage.signIn(client);
  await words.send(ada.phone);
  const code = stage.sentCode;
  await stage.emulator.clock.advance('301s');
  await stage.expectRefusal(words.proveSent(ada.phone, code), 'challenge over', { expired: 'code' });
  expect(client.state).toBe('mfaRequired');
};

const challengeExpired: Steps = async (stage) => {
  const { client, words } = await stage.enter();
  const authenticator = await stage.bind(words);
  await client.logout();
  await stage.signIn(client);
  const { totp } = dataOf(await client.mfa.listFactors());
  const factorId = totp[0]?.id ?? 'none';
  const { id, expires_at } = dataOf(await client.mfa.challenge({ factorId }));
  expect(expires_at).toBe(Math.floor(stage.emulator.clock.now() / 1000) + 300);
  await stage.emulator.clock.advance('301s');
  const code = stage.sameCode(authenticator);
  const { error } = await client.mfa.verify({ factorId, challengeId: id, code });
  expect(error).toMatchObject({ name: 'AuthApiError', status: 422, code: 'mfa_challenge_expired' });
  expect((await client.mfa.challengeAndVerify({ factorId, code })).error).toBeNull();
  expect(client.state).toBe('signedIn');
};

/** A code that is on its way outlasts the page that asked for it. */
const sentAcrossAReload: Row = {
  ...everywhere(async (stage) => {
    const { tab, client, words } = await enterWithPhone(stage);
    await stage.signIn(client);
    await words.send(ada.phone);
    const reloaded = await tab.load();
    await stage.speakTo(reloaded).proveSent(ada.phone, stage.sentCode);
    expect(reloaded.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
  }),
  gotrue: bothServers(async (stage) => {
    const { tab, client } = await enterWithPhone(stage);
    await stage.signIn(client);
    const factorId = dataOf(await client.mfa.listFactors()).phone[0]?.id ?? 'none';
    const { id: challengeId } = dataOf(await client.mfa.challenge({ factorId, channel: 'sms' }));
    const reloaded = await tab.load();
    dataOf(await reloaded.mfa.verify({ factorId, challengeId, code: stage.sentCode }));
    expect(reloaded.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
  }),
};

/** Signs in, out, and leaves the user with a phone as second factor. */
async function enterWithPhone(stage: Stage) {
  const entered = await stage.enter();
  await givePhone(stage, entered.client);
  await entered.client.logout();
  return entered;
}

/** Has codes sent to the user's phone: because the application demands it, or since it is bound as a factor. */
export async function givePhone(stage: Stage, { mfa }: Awaited<ReturnType<Stage['enter']>>['client']): Promise<void> {
  if (stage.server === 'authing') {
    stage.emulator.settings({ applicationMfa: ['SMS'] });
    return;
  }
  const { id: factorId } = dataOf(await mfa.enroll({ factorType: 'phone', phone: ada.phone }));
  const { id: challengeId } = dataOf(await mfa.challenge({ factorId, channel: 'sms' }));
  dataOf(await mfa.verify({ factorId, challengeId, code: stage.sentCode }));
  await stage.emulator.clock.advance('61s');
}

/** What a second factor is to a sign-in. */
export const signingIn = {
  'a sign-in with a factor pending, across a reload': pendingAcrossAReload,
  'a code that was sent, across a reload': sentAcrossAReload,
  'MfaRequiredError and pendingSignIn': demand,
  'replayed code': replayed,
  'too many wrong codes': locked,
  'expired challenge': {
    authing: { authing: pendingExpired, gotrue: sentCodeExpired },
    gotrue: { authing: challengeExpired, gotrue: challengeExpired },
  },
} satisfies Readonly<Record<string, Row>>;
