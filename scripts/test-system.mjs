#!/usr/bin/env node
// Runs the tests that need software of the system: `npm run test:system [-- options of Jest]`. Fails at once, with the
// command that mends it, where something is missing.

import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './set-up/root.mjs';

const needed = [
  {
    software: 'redis-server',
    found: (process.env.PATH ?? '').split(delimiter).some((folder) => isProgram(join(folder, 'redis-server'))),
  },
  { software: 'chromium', found: isProgram(process.env.CHROMIUM_PATH ?? '/usr/bin/chromium') },
];
const missing = needed.filter(({ found }) => !found).map(({ software }) => software);
if (missing.length > 0) {
  console.error(
    `The system tests need ${missing.join(' and ')}, which this machine does not have. Install it (as root):`,
  );
  console.error(`  apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`);
  console.error('Where Chromium stands elsewhere than at /usr/bin/chromium, set CHROMIUM_PATH.');
  process.exit(1);
}

const jest = [join('node_modules', 'jest', 'bin', 'jest.js'), '--config', 'jest.system.config.ts'];
const { status } = spawnSync(process.execPath, [...jest, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
