import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

// In a test runner the emulator runs inside the test, as the guides show it.
const BODY = `async () => {
  const emulator = await startEmulator();
  try {
    await smoke(packages, emulator.description());
  } finally {
    await emulator.stop();
  }
}`;

export const COMMON_JS_TEST = `const { startEmulator } = require('@sallyport/emulator');
const packages = require('./packages.cjs');
const { smoke } = require('./smoke.cjs');

test('the journey passes', ${BODY}, 60_000);
`;

/** Import syntax, which a transform changes to CommonJS. */
export const TRANSFORMED_TEST = `import { test } from '@jest/globals';
import * as authentication from '@sallyport/authentication-client';
import * as goTrue from '@sallyport/authentication-client/gotrue';
import * as modular from '@sallyport/authentication-client/modular';
import * as totp from '@sallyport/authentication-client/totp';
import { startEmulator } from '@sallyport/emulator';
import * as management from '@sallyport/management-client';
import * as goTrueManagement from '@sallyport/management-client/gotrue';
import { smoke } from './smoke.cjs';

const packages = { authentication, goTrue, modular, totp, management, goTrueManagement };

test('the journey passes', ${BODY}, 60_000);
`;

/** @param {string} importOfTest - The line that imports \`test\`. */
export const moduleTest = (importOfTest, timeout) => `${importOfTest}
import { startEmulator } from '@sallyport/emulator';
import * as packages from './packages.mjs';
import { smoke } from './smoke.mjs';

test('the journey passes', ${timeout}, ${BODY});
`;

/** The target of Jest with one transform. `files` are written into the project. */
export function jestTarget({ id, label, install, files }) {
  return {
    id,
    kind: 'test runner',
    label,
    install: { jest: '30', ...install },
    async run({ folder, exec }) {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      await exec('jest');
      return { version: (await exec('jest', ['--version'])).trim() };
    },
  };
}
