import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const run = promisify(execFile);

/** A project outside this repository, with nothing installed but our packed packages and the bundlers. */
export interface PackedProject {
  readonly folder: string;
  /** Runs a program of the project. Rejects on a nonzero exit status. */
  exec(program: string, ...args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }>;
  remove(): Promise<void>;
}

/** @param tools - Packages of this repository that the project may load. What they depend on stays out of its reach. */
export async function createPackedProject(tools: readonly string[]): Promise<PackedProject> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-bundlers-'));
  await cp(join(ROOT, 'scripts', 'support', 'app'), folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  await Promise.all(tools.map((name) => link(folder, name)));
  for (const name of ['core', 'authentication-client']) await unpack(folder, name);
  return {
    folder,
    exec: (program, ...args) => run(process.execPath, [program, ...args], { cwd: folder, env: {} }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function link(folder: string, name: string): Promise<void> {
  const path = join(folder, 'node_modules', name);
  await mkdir(dirname(path), { recursive: true });
  await symlink(join(ROOT, 'node_modules', name), path, 'junction');
}

async function unpack(folder: string, name: string): Promise<void> {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder, '-w', `packages/${name}`];
  await run('npm', args, { cwd: ROOT, shell: process.platform === 'win32' });
  const { version } = JSON.parse(await readFile(join(ROOT, 'packages', name, 'package.json'), 'utf8'));
  const target = join(folder, 'node_modules', '@sallyport', name);
  await mkdir(target, { recursive: true });
  const tarball = join(folder, `sallyport-${name}-${version}.tgz`);
  await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
}
