// Runs the targets of the support matrix: `node scripts/support/run.mjs [target…]`, all of them without a name. Records
// what ran in docs/support-matrix.json and generates docs/support.md from it. Needs the built packages and a registry.
// `--keep` leaves the temporary projects, to look at a failure.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '@sallyport/emulator';
import { inRoot, root } from '../set-up/root.mjs';
import { executor } from './exec.mjs';
import { mergeRows, renderSupport } from './matrix.mjs';

// Install scripts bring the binaries of runtimes. npm before 11 runs them anyway.
const INSTALL = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--dangerously-allow-all-scripts'];
const matrixFile = inRoot('docs', 'support-matrix.json');

const ids = readdirSync(inRoot('scripts', 'support', 'targets')).map((file) => file.replace(/\.mjs$/, ''));
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = names.filter((name) => !ids.includes(name));
if (unknown.length > 0) {
  console.error(`No target has the name ${unknown.join(', ')}. The targets are ${ids.join(', ')}.`);
  process.exit(2);
}

const temporary = mkdtempSync(join(tmpdir(), 'sallyport-support-'));
try {
  const tarballs = pack();
  const measured = [];
  for (const id of names.length > 0 ? names : ids) {
    const row = await runTarget(id, tarballs);
    console.log(`${row.label} ${row.version ?? ''}: ${row.failure === null ? 'passed' : `FAILED: ${row.failure}`}`);
    measured.push(row);
    record(row);
  }
  if (measured.some(({ failure }) => failure !== null)) process.exitCode = 1;
} finally {
  if (process.argv.includes('--keep')) console.log(temporary);
  else rmSync(temporary, { recursive: true, force: true });
}

/** @returns {Record<string, string>} The path of each package's tarball. */
function pack() {
  const packages = readdirSync(inRoot('packages')).filter((name) => existsSync(inRoot('packages', name, 'dist')));
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', temporary];
  const json = execFileSync('npm', [...args, ...packages.flatMap((name) => ['-w', `packages/${name}`])], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  });
  return Object.fromEntries(
    Object.values(JSON.parse(json)).map(({ name, filename }) => [name, join(temporary, filename)]),
  );
}

async function runTarget(id, tarballs) {
  const { default: target } = await import(`./targets/${id}.mjs`);
  const folder = join(temporary, id);
  const emulator = await startEmulator();
  const row = { id, kind: target.kind, label: target.label, version: null, failure: null, date: today() };
  try {
    const exec = executor(folder);
    makeProject(folder, tarballs, target.install, emulator.description());
    await exec('npm', INSTALL);
    const { version } = await target.run({ folder, exec, tarballs });
    return { ...row, version };
  } catch (error) {
    if (process.argv.includes('--keep')) console.error(error.output ?? error);
    const failure = error.message.split('\n')[0].replaceAll(`${folder}/`, '');
    return { ...row, version: installedVersion(folder, target.install), failure };
  } finally {
    await emulator.stop();
  }
}

function makeProject(folder, tarballs, install = {}, description) {
  mkdirSync(folder);
  cpSync(inRoot('scripts', 'support', 'project'), folder, { recursive: true });
  const smoke = readFileSync(inRoot('scripts', 'support', 'smoke.mjs'), 'utf8');
  const files = Object.entries(tarballs).map(([name, path]) => [name, `file:${path}`]);
  const manifest = { private: true, dependencies: { ...Object.fromEntries(files), ...install } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  writeFileSync(join(folder, 'emulator.json'), JSON.stringify(description));
  writeFileSync(join(folder, 'smoke.mjs'), smoke);
  // The journey imports nothing, so one word makes a CommonJS module of it.
  writeFileSync(join(folder, 'smoke.cjs'), smoke.replace('export async', 'module.exports = { smoke };\n\nasync'));
}

function installedVersion(folder, install) {
  const file = join(folder, 'node_modules', Object.keys(install)[0] ?? '', 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : null;
}

function record(row) {
  const rows = existsSync(matrixFile) ? JSON.parse(readFileSync(matrixFile, 'utf8')) : [];
  const merged = mergeRows(rows, [row]);
  writeFileSync(matrixFile, `${JSON.stringify(merged, null, 2)}\n`);
  writeFileSync(inRoot('docs', 'support.md'), renderSupport(merged));
}

function today() {
  return new Date().toISOString().slice(0, 10);
}
