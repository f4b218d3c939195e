import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

/** Resolves with what the compiler has to say. */
async function compile(...args: readonly string[]): Promise<string> {
  const tsc = join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
  const { stdout } = await run(process.execPath, [tsc, ...args], { cwd: root }).catch(
    (failure: { readonly stdout: string }) => failure,
  );
  return stdout;
}

const ofPublished = [
  '--ignoreConfig',
  '--noEmit',
  '--strict',
  '--skipLibCheck',
  '--target',
  'es2022',
  '--lib',
  'es2022,dom',
];

describe('a program with a call of each method', () => {
  it('compiles against the published authing-js-sdk 4.23.55', async () => {
    const modules = ['--module', 'nodenext', '--moduleResolution', 'nodenext', '--types', 'node'];
    const said = await compile(...ofPublished, ...modules, 'test/contract/types/every-method.ts');
    expect(said).toBe('');
  });

  it('compiles unchanged against the drop-in', async () => {
    expect(await compile('-p', 'test/contract/types/tsconfig.json')).toBe('');
  });
});
