#!/usr/bin/env node
// Runs the checks that are not tests: `node scripts/check.mjs [name…]`, all of them without a name. Goes on after a
// failure, so that one run tells all, and ends with status 1 if there was one.

import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const bin = (name, ...args) => [join('node_modules', '.bin', name), ...args];
const node = (...args) => [process.execPath, ...args];

const checks = {
  lint: [bin('biome', 'check', '--error-on-warnings', '.'), bin('oxlint', '--type-aware', '--deny-warnings')],
  types: [node('node_modules/@typescript/native/bin/tsc', '-p', 'tsconfig.test.json')],
  layers: [
    bin('depcruise', 'packages', 'examples', 'test', '--config', '.dependency-cruiser.cjs'),
    node('scripts/checks/folders.mjs'),
  ],
  unused: [bin('knip', '--no-config-hints')],
  lock: [node('scripts/checks/lock.mjs')],
  text: [node('scripts/checks/text.mjs')],
  packages: [node('scripts/checks/packages.mjs'), node('scripts/checks/declarations.mjs')],
  size: [node('scripts/checks/size.mjs')],
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in checks));
if (unknown.length > 0) {
  console.error(`No check is called ${unknown.join(', ')}; there are ${Object.keys(checks).join(', ')}.`);
  process.exit(2);
}

const run = ([command, ...args]) =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;

// Types lead from package to package through sources, and only what looks at the output needs it built.
const needsBuild = names.length === 0 || names.includes('packages') || names.includes('size');
if (!run(node('scripts/ensure.mjs', ...(needsBuild ? ['--build'] : [])))) process.exit(1);

const failed = (names.length > 0 ? names : Object.keys(checks)).filter((name) => {
  const startedAt = Date.now();
  console.log(`\n=== check:${name}`);
  const passed = checks[name].map(run).every(Boolean);
  console.log(`--- check:${name} ${passed ? 'passed' : 'FAILED'} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  return !passed;
});

if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(', ')}. Each runs alone as npm run check:<name>.`);
  process.exit(1);
}
