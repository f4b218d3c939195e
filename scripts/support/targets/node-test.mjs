import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleTest } from '../runner-target.mjs';

export default {
  id: 'node-test',
  kind: 'test runner',
  label: 'node:test',
  install: {},
  async run({ folder, exec }) {
    writeFileSync(
      join(folder, 'smoke.test.mjs'),
      moduleTest("import { test } from 'node:test';", '{ timeout: 60_000 }'),
    );
    await exec('node', ['--test']);
    return { version: `Node ${(await exec('node', ['--version'])).trim().replace('v', '')}` };
  },
};
