import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { AuthenticationClient } from '@sallyport/authentication-client';

const command = join(import.meta.dirname, '..', '..', 'node_modules', '.bin', 'sallyport');
const children = new Set<ChildProcess>();

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

interface Run {
  readonly child: ChildProcess;
  readonly firstLine: Promise<string>;
  readonly finished: Promise<{ status: number | null; stdout: string; stderr: string }>;
}

function run(...args: string[]): Run {
  const child = spawn(command, args, { stdio: 'pipe' });
  children.add(child);
  let stdout = '';
  let stderr = '';
  const closed = once(child, 'close');
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk;
      if (stdout.includes('\n')) resolve(stdout.slice(0, stdout.indexOf('\n')));
    });
    closed.then(() => reject(new Error(stderr))).catch(reject);
  });
  firstLine.catch(() => {}); // not every test waits for a line
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  return { child, firstLine, finished: closed.then(([status]) => ({ status, stdout, stderr })) };
}

async function seedFile(content: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'sallyport-')), 'seed.json');
  await writeFile(file, content);
  return file;
}

describe('sallyport dev', () => {
  it('prints one line of JSON that says where everything is, serves, and ends with status 0 on SIGTERM', async () => {
    const { child, firstLine, finished } = run('dev', '--port', '0', '--json');
    const line = JSON.parse(await firstLine);
    const { url } = line;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const text = expect.stringMatching(/./);
    expect(line).toEqual({
      url,
      authing: {
        host: url,
        appHost: url,
        userPoolId: text,
        userPoolSecret: text,
        appId: text,
        appSecret: text,
        publicKey: expect.stringMatching(/^-----BEGIN PUBLIC KEY-----/),
      },
      gotrue: { url: `${url}/auth/v1`, anonKey: text, serviceRoleKey: text },
      oidc: { issuer: `${url}/oidc` },
      mailbox: { url: `${url}/_emulator/mailbox` },
      control: { url: `${url}/_emulator` },
    });
    const { appId, appHost, publicKey } = line.authing;
    const client = new AuthenticationClient({ appId, appHost, publicKey });
    expect((await client.registerByUsername('ada', 'correct horse')).username).toBe('ada');
    await client.dispose();
    child.kill('SIGTERM');
    const { status, stdout, stderr } = await finished;
    expect({ status, lines: stdout.split('\n').length, stderr }).toEqual({ status: 0, lines: 2, stderr: '' });
  });

  it('ends with status 0 on SIGINT too, with a connection open', async () => {
    const { child, firstLine, finished } = run('dev', '--port', '0', '--json');
    const { url } = JSON.parse(await firstLine);
    await fetch(`${url}/api/v2/.well-known`);
    child.kill('SIGINT');
    expect((await finished).status).toBe(0);
  });

  it('ends when standard input closes, where it was asked to', async () => {
    const { child, firstLine, finished } = run('dev', '--port', '0', '--json', '--exit-with-parent');
    await firstLine;
    child.stdin?.end();
    expect((await finished).status).toBe(0);
  });

  it('says the same for people without --json', async () => {
    const { child, firstLine, finished } = run('dev', '--port', '0');
    await firstLine;
    child.kill('SIGTERM');
    const { stdout } = await finished;
    expect(stdout).toContain('Sallyport is listening on http://127.0.0.1:');
    expect(stdout).toMatch(/GoTrue +url +http:\/\/127\.0\.0\.1:\d+\/auth\/v1\n +anonKey +\S+\n +serviceRoleKey +\S+\n/);
  });

  it('begins with the objects of a seed', async () => {
    const seed = await seedFile(
      JSON.stringify({ objects: [{ kind: 'user', username: 'ada', password: 'correct horse' }] }),
    );
    const { firstLine } = run('dev', '--port', '0', '--json', '--seed', seed);
    const { appId, appHost } = JSON.parse(await firstLine).authing;
    const client = new AuthenticationClient({ appId, appHost });
    expect((await client.loginByUsername('ada', 'correct horse')).username).toBe('ada');
    await client.dispose();
  });

  it.each([
    ['an unknown command', ['serve'], /unknown command/],
    ['an unknown option', ['dev', '--prot', '0'], /unknown option '--prot'/],
    ['a port that cannot be', ['dev', '--port', '70000'], /port/],
    ['a seed that is not there', ['dev', '--port', '0', '--seed', '/nowhere/seed.json'], /\/nowhere\/seed\.json/],
  ])('refuses %s with status 2 and one line', async (_, args, message) => {
    const { status, stdout, stderr } = await run(...args).finished;
    expect({ status, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 });
    expect(stderr).toMatch(message);
  });

  it.each([
    ['broken JSON', '{', /is not JSON/],
    ['an unknown kind', '{"objects":[{"kind":"spaceship"}]}', /spaceship/],
    ['an unknown field', '{"objects":[{"kind":"user","username":"a","usrname":"b"}]}', /usrname/],
    [
      'an id that is there twice',
      '{"objects":[{"kind":"user","id":"1","username":"a"},{"kind":"user","id":"1","username":"b"}]}',
      /1/,
    ],
  ])('refuses a seed with %s, naming the file', async (_, content, message) => {
    const file = await seedFile(content);
    const { status, stderr } = await run('dev', '--port', '0', '--seed', file).finished;
    expect(status).toBe(2);
    expect(stderr).toContain(file);
    expect(stderr).toMatch(message);
  });

  it('says that a port is taken, and what to do', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const { status, stderr } = await run('dev', '--port', String(port)).finished;
    server.close();
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `sallyport: port ${port} is taken; pass --port 0 to pick a free one\n`,
    });
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(
      await readFile(join(import.meta.dirname, '../../packages/cli/package.json'), 'utf8'),
    );
    expect((await run('--version').finished).stdout).toBe(`${version}\n`);
  });
});
