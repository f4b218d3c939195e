import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transformSync } from 'esbuild';

const root = join(import.meta.dirname, '..', '..', '..');
const authenticator = join('packages', 'emulator', 'src', 'gotrue', 'factors', 'authenticator.fixture.ts');
const suite = {
  'story.test': readFileSync(join(import.meta.dirname, 'story.fixture.ts'), 'utf8'),
  authenticator: readFileSync(join(root, authenticator), 'utf8'),
};
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-jest-'));
  installPackages(join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'users-project', private: true }));
  for (const [name, source] of Object.entries(suite)) {
    const { code } = transformSync(source, { loader: 'ts', format: 'cjs', target: 'es2022' });
    writeFileSync(join(folder, `${name}.js`), code);
    writeFileSync(join(folder, `${name}.ts`), source);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Copies the published files of our packages. All others are links to those of the repository. */
function installPackages(modules: string): void {
  mkdirSync(join(modules, '@sallyport'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    const isOurs = ['@sallyport', 'sallyport', 'authing-js-sdk'].includes(name);
    if (!isOurs && !name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  for (const folderName of ['core', 'authentication-client', 'management-client', 'emulator', 'cli']) {
    const source = join(root, 'packages', folderName);
    const { name, files } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
    const published = ['package.json', ...files.filter((pattern: string) => !pattern.startsWith('!'))];
    for (const path of published) {
      const target = join(modules, name, path);
      cpSync(join(source, path), target, { recursive: true, filter: (file) => !file.endsWith('.map') });
    }
    if (existsSync(join(source, 'node_modules'))) {
      symlinkSync(join(source, 'node_modules'), join(modules, name, 'node_modules'));
    }
  }
}

/** Runs Jest as a user does: without the flags of this process. */
function runJest(...args: readonly string[]): string {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const program = join(folder, 'node_modules', 'jest', 'bin', 'jest.js');
  const { stderr, status } = spawnSync(process.execPath, [program, ...args, '--testTimeout', '600000'], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return `${stderr}\nexit status ${status}`;
}

const success = /Tests: +7 passed, 7 total[\s\S]*exit status 0$/;
const swc = JSON.stringify({ '^.+\\.ts$': ['@swc/jest', { module: { type: 'commonjs' } }] });

describe('the published files in Jest without --experimental-vm-modules', () => {
  it('run without a configuration, which means babel-jest', () => {
    expect(runJest('story.test.js')).toMatch(success);
  });

  it('run without a transform', () => {
    expect(runJest('story.test.js', '--transform', '{}')).toMatch(success);
  });

  it('run with @swc/jest and TypeScript', () => {
    expect(runJest('story.test.ts', '--transform', swc)).toMatch(success);
  });
});
