import { expect } from '@jest/globals';
import { dataOf } from './gotrue-words.fixture.js';
import { otherThan, refusalOf } from './stage.fixture.js';
import { byServer, everywhere, type Row, type Steps } from './table.fixture.js';

const enroll = everywhere(async (stage) => {
  const { client, words, demand } = await stage.enter();
  expect(demand).toBeNull();
  const authenticator = await stage.bind(words);
  await client.logout();

  expect(await stage.signIn(client)).not.toBeNull();
  await words.prove(await stage.code(authenticator));
  expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
});

const reEnroll = everywhere(async (stage) => {
  const { tab, words } = await stage.enter();
  const left = await words.bind();

  const client = await tab.load();
  expect(client.state).toBe('signedIn');
  const anew = stage.speakTo(client);
  const authenticator = await stage.bind(anew);
  expect(authenticator.secret).not.toBe(left.secret);
  expect(await anew.authenticators()).toEqual([true]);

  await client.logout();
  await stage.signIn(client);
  await stage.expectRefusal(anew.prove(await stage.code(left)), 'wrong code');
  await anew.prove(stage.sameCode(authenticator));
  expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
});

const wrongCode = everywhere(async (stage) => {
  const { client, words } = await stage.enter();
  const authenticator = await words.bind();
  await stage.expectRefusal(words.confirm(otherThan(await stage.code(authenticator))), 'wrong code');
  expect(await words.authenticators()).toEqual([false]);
  await words.confirm(stage.sameCode(authenticator));
  expect(await words.authenticators()).toEqual([true]);

  await client.logout();
  await stage.signIn(client);
  await stage.expectRefusal(words.prove(otherThan(await stage.code(authenticator))), 'wrong code');
  expect(client.state).toBe('mfaRequired');
  await words.prove(stage.sameCode(authenticator));
  expect(client.state).toBe('signedIn');
});

const rightCode = everywhere(async (stage) => {
  const { client, words } = await stage.enter();
  const authenticator = await stage.bind(words);
  await client.logout();
  await stage.signIn(client);
  const code = await stage.code(authenticator);
  const wide = code.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  await words.prove(` ${wide.slice(0, 3)} ${code.slice(3)}`);
  expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
  expect(client.pendingSignIn).toBeNull();
  expect((await client.getCurrentUser())?.email).toBe('ada@example.com');
});

const list = everywhere(async (stage) => {
  const { client, words } = await stage.enter();
  expect(await words.authenticators()).toEqual([]);
  const authenticator = await words.bind();
  expect(await words.authenticators()).toEqual([false]);
  await words.confirm(await stage.code(authenticator));
  expect(await words.authenticators()).toEqual([true]);
  await client.logout();
  await stage.expectRefusal(words.authenticators(), 'nobody is signed in');
  await stage.signIn(client);
  expect(await words.authenticators()).toEqual([true]);
});

const unenroll = everywhere(async (stage) => {
  const { client, words } = await stage.enter();
  const authenticator = await stage.bind(words);
  await client.logout();
  await stage.signIn(client);
  await words.prove(await stage.code(authenticator));
  await words.remove();
  expect(await words.authenticators()).toEqual([]);
  await client.logout();
  expect(await stage.signIn(client)).toBeNull();
  expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal1' });
});

// What this wire knows of is one authenticator for each user.
const oneIsTooMany: Steps = async (stage) => {
  const { words } = await stage.enter();
  await stage.bind(words);
  const told = {
    authing: { name: 'ConflictError', kind: 'conflict' },
    gotrue: { name: 'AuthApiError', status: 422, code: 'too_many_enrolled_mfa_factors' },
  };
  expect(await refusalOf(words.bind())).toMatchObject(told[stage.words]);
  expect(await words.authenticators()).toEqual([true]);
};

const tenAreTooMany: Steps = async (stage) => {
  const { client, words } = await stage.enter();
  for (let number = 1; number <= 10; number += 1) {
    // Beside this one no other vocabulary has names for what it binds.
    dataOf(
      await client.mfa.enroll({ factorType: 'phone', phone: `+86138000000${number + 10}`, friendlyName: `${number}` }),
    );
  }
  const told = {
    authing: { name: 'ApiError', code: 'too_many_enrolled_mfa_factors', status: 422 },
    gotrue: { name: 'AuthApiError', code: 'too_many_enrolled_mfa_factors', status: 422 },
  };
  expect(await refusalOf(words.bind())).toMatchObject(told[stage.words]);
  expect(dataOf(await client.mfa.listFactors()).all).toHaveLength(10);
};

// The application demands what the user has not: binding it completes the sign-in.
const onTheWay: Steps = async (stage) => {
  stage.emulator.settings({ applicationMfa: ['OTP'] });
  const { client, words, demand } = await stage.enter();
  expect(demand).not.toBeNull();
  expect(client.pendingSignIn?.offered).toMatchObject([{ type: 'totp', isEnrolled: false }]);
  expect(await words.authenticators()).toEqual([]);
  const authenticator = await words.bind();
  const code = await stage.code(authenticator);
  await stage.expectRefusal(words.confirm(otherThan(code)), 'wrong code');
  await words.confirm(code);
  // Authing's words have one for each of the two.
  if (stage.words === 'authing') await words.prove(code);
  expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
};

// No application demands anything here: whoever is signed in raises the session by binding.
const afterwards: Steps = async (stage) => {
  stage.emulator.settings({ applicationMfa: ['OTP'] });
  const { client, words, demand } = await stage.enter();
  expect(demand).toBeNull();
  expect(client.mfa.capabilities.byFactor.stepUp).toBe(true);
  await stage.bind(words);
  expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
};

/** Authenticators come, are listed, and go. */
export const binding = {
  enroll,
  're-enroll after a reload': reEnroll,
  'enroll on the way through a sign-in': byServer({ authing: onTheWay, gotrue: afterwards }),
  'wrong code': wrongCode,
  'right code': rightCode,
  list,
  unenroll,
  'too many factors': byServer({ authing: oneIsTooMany, gotrue: tenAreTooMany }),
} satisfies Readonly<Record<string, Row>>;
