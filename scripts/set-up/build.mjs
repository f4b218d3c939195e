import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { withLock } from './lock.mjs';
import { inRoot } from './root.mjs';
import { report, run } from './run.mjs';

const stamps = inRoot('.cache', 'build');

// What every package's output depends on.
const COMMON = ['package-lock.json', 'tsconfig.base.json', 'rollup.config.mjs'];

/** Builds the packages whose output does not belong to their sources any more. */
export async function ensureBuilt({ force = false, packages = [] } = {}) {
  const wanted = () => (packages.length > 0 ? withReferences(packages) : allPackages());
  const outdated = () => wanted().filter((name) => force || !isBuilt(name));
  if (outdated().length === 0) return;
  await withLock(async (adopt) => {
    const names = outdated();
    if (names.length > 0) await build(names, force, adopt);
  });
}

async function build(names, force, adopt) {
  report(`building ${names.join(', ')}`);
  const startedAt = Date.now();
  // Before the compiler reads a file: what is edited meanwhile belongs to the next build.
  const hashes = new Map(names.map((name) => [name, sourceHash(name)]));
  for (const name of names) rmSync(stampOf(name), { force: true });

  const node = (args) => run(process.execPath, args, { onStart: adopt });
  const folders = names.map((name) => join('packages', name));
  await node([
    join('node_modules', '@typescript', 'native', 'bin', 'tsc'),
    '-b',
    ...(force ? ['--force'] : []),
    ...folders,
  ]);
  await node([
    join('node_modules', 'rollup', 'dist', 'bin', 'rollup'),
    '-c',
    '--silent',
    '--configPackages',
    `${names}`,
  ]);

  mkdirSync(stamps, { recursive: true });
  for (const name of names) {
    const output = inRoot('packages', name, 'dist');
    for (const file of filesBelow(output)) {
      if (statSync(file).mtimeMs < startedAt - 1_000) rmSync(file); // of an earlier build
    }
    writeFileSync(stampOf(name), JSON.stringify({ hash: hashes.get(name), files: filesBelow(output) }));
  }
}

const stampOf = (name) => join(stamps, `${name}.json`);

function allPackages() {
  return readdirSync(inRoot('packages')).filter((name) =>
    ['index.ts', 'main.ts'].some((entry) => existsSync(inRoot('packages', name, 'src', entry))),
  );
}

function withReferences(names) {
  return [...new Set(names.flatMap((name) => [...withReferences(referencesOf(name)), name]))];
}

function referencesOf(name) {
  const { references = [] } = JSON.parse(readFileSync(inRoot('packages', name, 'tsconfig.json'), 'utf8'));
  return references.map(({ path }) => basename(path));
}

function isBuilt(name) {
  if (!existsSync(stampOf(name))) return false;
  const { hash, files } = JSON.parse(readFileSync(stampOf(name), 'utf8'));
  return hash === sourceHash(name) && files.every((file) => existsSync(file));
}

function sourceHash(name) {
  const hash = createHash('sha256');
  for (const file of COMMON) hash.update(readFileSync(inRoot(file)));
  for (const used of withReferences([name])) {
    for (const file of ['package.json', 'tsconfig.json']) hash.update(readFileSync(inRoot('packages', used, file)));
    for (const file of filesBelow(inRoot('packages', used, 'src'))) {
      if (!/\.(test|test-d|fixture)\.ts$/.test(file)) hash.update(file).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
