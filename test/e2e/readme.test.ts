import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TotpKey } from '@sallyport/authentication-client/totp';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { transform } from '@swc/core';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.cache', `readme-${process.pid}`);
const run = promisify(execFile);

/** The code blocks of README.md, by the name in the comment above each. */
async function readSnippets(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(root, 'README.md'), 'utf8');
  const blocks = text.matchAll(/<!-- runs in test\/e2e\/readme\.test\.ts: (\w+) -->\n```ts\n([\s\S]*?)```/g);
  return new Map([...blocks].map(([, name = '', code = '']) => [name, code]));
}

describe('the code in README.md', () => {
  let emulator: Emulator;
  let snippets: ReadonlyMap<string, string>;

  beforeAll(async () => {
    emulator = await startEmulator();
    snippets = await readSnippets();
    await mkdir(folder, { recursive: true });
  });
  afterAll(async () => {
    await emulator.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Writes a snippet as a module that talks to the emulator. */
  async function module(name: string): Promise<string> {
    const { appId, userPoolId, host } = emulator.authing;
    const code = (snippets.get(name) ?? '')
      .replace('YOUR_APP_ID', appId)
      .replace('YOUR_USER_POOL_ID', userPoolId)
      .replace('https://example.authing.cn', host)
      .replace('https://example.supabase.co/auth/v1', emulator.gotrue.url)
      .replace('YOUR_ANON_KEY', emulator.gotrue.anonKey);
    const { code: plain } = await transform(code, { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } });
    const file = join(folder, `${name}.mjs`);
    await writeFile(file, plain);
    return file;
  }

  it('compiles against the published types', async () => {
    expect([...snippets.keys()].sort()).toEqual(['gotrue', 'page', 'script', 'server']);
    const files: string[] = [];
    for (const [name, code] of snippets) {
      const file = join(folder, `${name}.ts`);
      await writeFile(file, `${code}\nexport {};\n`);
      files.push(file);
    }
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    const config = {
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2022', 'dom'],
      strict: true,
      noEmit: true,
      // The declarations of @supabase/auth-js do not go with the newest DOM library; ours are checked by check:packages.
      skipLibCheck: true,
      types: ['node'],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: config, files }));
    const compiler = join(root, 'node_modules/@typescript/native/bin/tsc');
    const { stdout } = await run(process.execPath, [compiler, '-p', folder]).catch((error) => error);
    expect(stdout).toBe('');
  });

  it('signs a user of the page in, with the second factor', async () => {
    const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    await emulator.seed({
      objects: [{ kind: 'user', email: 'ada@example.com', password: 'correct horse', totp: { secret } }],
    });
    const { signIn } = await import(pathToFileURL(await module('page')).href);
    const user = await signIn('ada@example.com', 'correct horse', async () => TotpKey.parse(secret).current().code);
    expect(user.email).toBe('ada@example.com');
  });

  it('lists users and their factors in the script', async () => {
    const env = { ...process.env, USER_POOL_SECRET: emulator.authing.userPoolSecret };
    const { stdout } = await run(process.execPath, [await module('script')], { env });
    expect(stdout).toBe('ada@example.com has a second factor\n');
  });

  it('runs a server in the same process', async () => {
    await run(process.execPath, [await module('server')]);
  });

  it('binds a factor at a GoTrue server, in its words', async () => {
    await emulator.reset();
    const { enrolled, confirm } = await import(pathToFileURL(await module('gotrue')).href);
    const { code } = TotpKey.parse(enrolled.data.totp.uri).current();
    await expect(confirm(enrolled.data.id, code)).resolves.toMatchObject({ error: null });
  });
});
