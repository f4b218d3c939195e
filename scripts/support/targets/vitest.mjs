import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleTest } from '../runner-target.mjs';

// The newest major version that runs on Node 20.
export default {
  id: 'vitest',
  kind: 'test runner',
  label: 'Vitest',
  install: { vitest: '3' },
  async run({ folder, exec }) {
    writeFileSync(join(folder, 'smoke.test.mjs'), moduleTest("import { test } from 'vitest';", '{ timeout: 60_000 }'));
    await exec('vitest', ['run']);
    return { version: /vitest\/(\S+)/.exec(await exec('vitest', ['--version']))?.[1] };
  },
};
