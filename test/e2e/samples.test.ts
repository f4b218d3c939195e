import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunnableSamples, type Sample, samplesOf } from './samples.fixture.js';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.cache', `samples-${process.pid}`);
const run = promisify(execFile);

/** What a paragraph has spoken of before its sample uses it. */
const SPOKEN_OF = `
import type { AuthenticationClient, Lease, TokenStorage } from '@sallyport/authentication-client';
import type { Emulator } from '@sallyport/emulator';

declare global {
  const client: AuthenticationClient;
  const emulator: Emulator;
  const appId: string, appHost: string, serviceRoleKey: string;
  const email: string, password: string, factorId: string;
  const request: Request;
  function askForCode(): Promise<string>;
  function bearerOf(request: Request): string;
  function render(state: string, userId: string | null): void;
  function showSignIn(): void;
  function describe(name: string, tests: () => void): void;
  function it(name: string, test: () => Promise<void>): void;
  const MyStorage: new () => TokenStorage;
  const MyLease: new (options: { holdMs: number }) => Lease;
}
`;

async function compile(name: string, files: Readonly<Record<string, string>>, options: object): Promise<string> {
  const project = join(folder, name);
  await mkdir(project, { recursive: true });
  for (const [file, code] of Object.entries(files)) await writeFile(join(project, file), code);
  await writeFile(join(project, 'package.json'), '{"type":"module"}');
  const compilerOptions = { module: 'nodenext', target: 'es2022', strict: true, noEmit: true, types: ['node'] };
  const config = { compilerOptions: { ...compilerOptions, ...options }, files: Object.keys(files) };
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join(root, 'node_modules/@typescript/native/bin/tsc');
  const { stdout } = await run(process.execPath, [compiler, '-p', project]).catch(
    (failure: { readonly stdout: string }) => failure,
  );
  return stdout;
}

describe('the samples in the documents', () => {
  let samples: readonly Sample[];
  const runnable = new RunnableSamples('samples-run');

  beforeAll(async () => {
    const guides = (await readdir(join(root, 'docs/guides'))).map((name) => `docs/guides/${name}`);
    const packages = (await readdir(join(root, 'packages'))).map((name) => `packages/${name}/README.md`);
    samples = (await Promise.all(['README.md', ...guides, ...packages].map(samplesOf))).flat();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('compile against the published types', async () => {
    expect(samples.length).toBeGreaterThan(20);
    const files = samples.map(({ place, code }) => [`${place.replace(/\W/g, '_')}.ts`, `${code}\nexport {};\n`]);
    // The declarations of @supabase/auth-js do not go with the newest DOM library; ours are checked by check:packages.
    const options = { lib: ['es2022', 'dom'], skipLibCheck: true };
    expect(await compile('all', { 'spoken-of.ts': SPOKEN_OF, ...Object.fromEntries(files) }, options)).toBe('');
  });

  it('need no library of browsers where no browser is', async () => {
    const code = `
      import '@sallyport/management-client';
      import '@sallyport/management-client/gotrue';
      import '@sallyport/emulator';
      import '@sallyport/emulator/clock';
    `;
    expect(await compile('node', { 'node.ts': code }, { lib: ['es2022'], skipLibCheck: false })).toBe('');
  });

  it('are named where a test runs them, each name once in its document', () => {
    const named = samples.flatMap(({ place, name }) => (name ? [`${place.split(':')[0]} ${name}`] : []));
    expect(new Set(named).size).toBe(named.length);
  });

  it('take a second factor in a test, by a clock that is moved', async () => {
    const { stdout } = await run(process.execPath, [await runnable.write('docs/guides/emulator.md', 'second factor')]);
    expect(stdout).toBe('mfa-required\n');
  });
});
