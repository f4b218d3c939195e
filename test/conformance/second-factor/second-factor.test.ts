import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Emulator } from '@sallyport/emulator';
import { binding } from './binding.fixture.js';
import { furtherFactors } from './further-factors.fixture.js';
import { SPEECHES } from './server.fixture.js';
import { sessions } from './sessions.fixture.js';
import { signingIn } from './signing-in.fixture.js';
import { Stage, startServer } from './stage.fixture.js';
import { closeTabs } from './tab.fixture.js';
import { missingIn, type Row } from './table.fixture.js';

// What both vocabularies are held to, at both servers. WebAuthn has its own place, test/system/webauthn: it needs a browser.
const REQUIRED = [
  'enroll',
  'enroll on the way through a sign-in',
  're-enroll after a reload',
  'wrong code',
  'right code',
  'second session dropped',
  'list',
  'assurance level before and after',
  'unenroll',
  'expired challenge',
  'replayed code',
  'too many wrong codes',
  'too many factors',
  'phone factor through the mailbox',
  'email factor',
  'a face, which one vocabulary has no word for',
  'recovery code',
  'too many wrong recovery codes',
  'a factor of an unknown type is listed',
  'a sign-in with a factor pending, across a reload',
  'a code that was sent, across a reload',
  'MfaRequiredError and pendingSignIn',
  'what a pending sign-in may do',
  'one account over both wires',
  'capabilities, and what the server cannot do',
];

const scenarios: Readonly<Record<string, Row>> = { ...binding, ...signingIn, ...sessions, ...furtherFactors };

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startServer();
});
afterAll(() => emulator.stop());
beforeEach(() => emulator.reset());
afterEach(closeTabs);

it('has a scenario for each thing that is required, in each quadrant', () => {
  expect(Object.keys(scenarios).sort()).toEqual([...REQUIRED].sort());
  const missing = REQUIRED.map((name) => [name, missingIn(scenarios[name])] as const);
  expect(missing.filter(([, quadrants]) => quadrants.length > 0)).toEqual([]);
});

const quadrants = SPEECHES.flatMap((words) => SPEECHES.map((server) => [words, server] as const));

describe.each(quadrants)('code speaks %s, server speaks %s', (words, server) => {
  it.each(Object.entries(scenarios))('%s', (_, row) => row[words][server](new Stage(emulator, words, server)));
});
