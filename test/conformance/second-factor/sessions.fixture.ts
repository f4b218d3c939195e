import { expect } from '@jest/globals';
import { ada, refusalOf } from './stage.fixture.js';
import { byServer, everywhere, type Row, type Steps } from './table.fixture.js';

const dropped: Steps = async (stage) => {
  const one = await stage.enter();
  const other = await stage.enter();
  const events: string[] = [];
  other.client.on('sessionExpired', () => events.push('sessionExpired'));
  const authenticator = await stage.bind(one.words);
  expect(one.client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });

  expect(await other.client.getCurrentUser()).toBeNull();
  expect(other.client.state).toBe('signedOut');
  expect(events).toEqual(['sessionExpired']);

  // A session that is above that survives the next one.
  await stage.signIn(other.client);
  await other.words.prove(await stage.code(authenticator));
  await stage.signIn(one.client);
  await one.words.prove(await stage.code(authenticator));
  expect((await other.client.getCurrentUser())?.email).toBe(ada.email);
};

// This server raises no session that is there, so there is none to be below: each is as it began.
const notDropped: Steps = async (stage) => {
  const one = await stage.enter();
  const other = await stage.enter();
  expect(one.client.mfa.capabilities.byFactor.stepUp).toBe(false);
  const authenticator = await stage.bind(one.words);
  expect(one.client.snapshot.assuranceLevel).toBe('aal1');
  const stepUp = one.words.prove(await stage.code(authenticator));
  if (stage.words === 'gotrue') await stage.expectRefusal(stepUp, 'unsupported');
  else await stage.expectRefusal(stepUp, 'challenge over', { expired: 'sign-in' });
  for (const { client } of [one, other]) expect((await client.getCurrentUser())?.email).toBe(ada.email);
};

const levelsThatRise: Steps = async (stage) => {
  const { client, words } = await stage.enter();
  expect(await words.level()).toEqual({ current: 'aal1', isSecondFactorDue: false });
  const authenticator = await stage.bind(words);
  expect(await words.level()).toEqual({ current: 'aal2', isSecondFactorDue: false });
  await client.refreshToken();
  expect(await words.level()).toEqual({ current: 'aal2', isSecondFactorDue: false });

  await client.logout();
  await stage.signIn(client);
  expect(await words.level()).toEqual({ current: 'aal1', isSecondFactorDue: true });
  await words.prove(await stage.code(authenticator));
  expect(await words.level()).toEqual({ current: 'aal2', isSecondFactorDue: false });

  await words.remove();
  expect(await words.level()).toEqual({ current: 'aal2', isSecondFactorDue: false }); // as the token still says
  await client.refreshToken();
  expect(await words.level()).toEqual({ current: 'aal1', isSecondFactorDue: false });
  expect(client.state).toBe('signedIn');
};

// A session stays at the level it began with.
const levelsThatStay: Steps = async (stage) => {
  const { client, words } = await stage.enter();
  expect(await words.level()).toEqual({ current: 'aal1', isSecondFactorDue: false });
  const authenticator = await stage.bind(words);
  expect(await words.level()).toEqual({ current: 'aal1', isSecondFactorDue: false });

  await client.logout();
  await stage.signIn(client);
  expect(await words.level()).toEqual({ current: 'aal1', isSecondFactorDue: true });
  await words.prove(await stage.code(authenticator));
  expect(await words.level()).toEqual({ current: 'aal2', isSecondFactorDue: false });

  await words.remove();
  await client.refreshToken();
  expect(await words.level()).toEqual({ current: 'aal2', isSecondFactorDue: false });
  await client.logout();
  await stage.signIn(client);
  expect(await words.level()).toEqual({ current: 'aal1', isSecondFactorDue: false });
};

/** One account for whoever asks by whatever wire: registered and bound by one, signed in by the other. */
const otherWire = everywhere(async (stage) => {
  const email = 'grace@example.com';
  const here = await stage.tab().load();
  const { id } = await here.registerByEmail(email, ada.password);
  if (here.state !== 'signedIn') await stage.signIn(here, email);
  const authenticator = await stage.bind(stage.speakTo(here));

  const there = await stage.acrossTheWires.tab().load();
  expect(await stage.signIn(there, email)).not.toBeNull();
  expect(there.pendingSignIn?.offered).toMatchObject([{ type: 'totp', isEnrolled: true }]);
  const words = stage.speakTo(there);
  expect(await words.authenticators()).toEqual([true]);
  await words.prove(await stage.code(authenticator));
  expect(there.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2', userId: id });
  await words.remove();
  await here.logout();
  expect(await stage.signIn(here, email)).toBeNull();
});

/** A sign-in in which nothing but the second factor, the user and the way out is open. */
const guarded: Steps = async (stage) => {
  const { client, words } = await stage.enter();
  const authenticator = await stage.bind(words);
  await client.logout();
  await stage.signIn(client);
  expect(await refusalOf(client.updateProfile({ nickname: 'Eve' }))).toMatchObject({ name: 'MfaRequiredError' });
  expect((await client.getCurrentUser())?.email).toBe(ada.email);
  await words.prove(await stage.code(authenticator));
  expect((await client.updateProfile({ nickname: 'Ada' })).nickname).toBe('Ada');
};

// Here no session begins before the second factor.
const nobodyYet: Steps = async (stage) => {
  const { client, words } = await stage.enter();
  const authenticator = await stage.bind(words);
  await client.logout();
  await stage.signIn(client);
  expect(await refusalOf(client.updateProfile({ nickname: 'Eve' }))).toMatchObject({ kind: 'not-signed-in' });
  expect(await client.getCurrentUser()).toBeNull();
  await words.prove(await stage.code(authenticator));
  expect((await client.updateProfile({ nickname: 'Ada' })).nickname).toBe('Ada');
};

/** What a second factor is to the sessions there are. */
export const sessions = {
  'what a pending sign-in may do': byServer({ authing: nobodyYet, gotrue: guarded }),
  'second session dropped': byServer({ authing: notDropped, gotrue: dropped }),
  'assurance level before and after': byServer({ authing: levelsThatStay, gotrue: levelsThatRise }),
  'one account over both wires': otherWire,
} satisfies Readonly<Record<string, Row>>;
