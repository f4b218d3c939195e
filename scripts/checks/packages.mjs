// Packs the packages as publishing would, and judges what comes out: which files, whether the manifests lead every kind
// of consumer to them (publint, attw), whether each entry loads, and how large it is.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { inRoot, root } from '../set-up/root.mjs';
import { bundlePage, weigh } from './bundle.mjs';

const FILES = /^(package\.json|README\.md|LICENSE|dist\/.+)$/;
const PROGRAM_FILES = /^bin\/[\w-]+\.js$/;

// Packages that exist as ES modules only: a declaration for CommonJS that imports one does not compile (TS1479).
const ES_MODULES_ONLY = ['jose'];

// What no browser ever loads is not weighed as one would.
const NODE_ONLY = ['@sallyport/emulator', 'sallyport'];

const problems = [];
const complain = (name, text) => problems.push(`${name}: ${text}`);

const target = mkdtempSync(join(tmpdir(), 'sallyport-pack-'));
try {
  const sizes = [];
  for (const packed of pack()) {
    const folder = folderOf(packed.name);
    judgeFiles(packed, folder);
    judgeDeclarations(packed.name, folder);
    await judgeManifest(packed);
    if (hasTypes(folder)) judgeTypes(packed);
    sizes.push(...(await judgeEntries(packed, folder)));
  }
  report(sizes);
} finally {
  rmSync(target, { recursive: true, force: true });
}
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);

function pack() {
  const names = readdirSync(inRoot('packages')).filter((name) =>
    readdirSync(inRoot('packages', name)).includes('dist'),
  );
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', target];
  const json = execFileSync('npm', [...args, ...names.flatMap((name) => ['-w', `packages/${name}`])], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  });
  return Object.values(JSON.parse(json));
}

function folderOf(name) {
  return readdirSync(inRoot('packages'))
    .map((folder) => inRoot('packages', folder))
    .find((folder) => manifestOf(folder).name === name);
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function hasTypes(folder) {
  return manifestOf(folder).types !== undefined;
}

function judgeFiles({ name, files }, folder) {
  const paths = files.map(({ path }) => path);
  const { bin } = manifestOf(folder);
  for (const path of paths) {
    if (!FILES.test(path) && !(bin && PROGRAM_FILES.test(path))) complain(name, `${path} does not belong in it`);
    if (/\.test\.|\.tsbuildinfo$/.test(path)) complain(name, `${path} is a leftover`);
    if (path.endsWith('.map')) judgeSourceMap(name, folder, path);
  }
  for (const path of ['README.md', 'LICENSE']) if (!paths.includes(path)) complain(name, `${path} is missing`);
  if (
    paths.includes('LICENSE') &&
    readFileSync(join(folder, 'LICENSE'), 'utf8') !== readFileSync(inRoot('LICENSE'), 'utf8')
  )
    complain(name, 'LICENSE differs from that of the repository');
}

function judgeSourceMap(name, folder, path) {
  const { sources, sourcesContent = [] } = JSON.parse(readFileSync(join(folder, path), 'utf8'));
  sources.forEach((source, index) => {
    if (/^(\/|[a-z]+:)/i.test(source)) complain(name, `${path} leads to ${source}, which is of one machine`);
    if (!sourcesContent[index]) complain(name, `${path} leads to ${source}, which it does not carry`);
    if (source.includes('/build/')) complain(name, `${path} leads to ${source}, not to what was written`);
  });
}

function judgeDeclarations(name, folder) {
  for (const path of readdirSync(join(folder, 'dist'), { recursive: true })) {
    if (!/\.d\.c?ts$/.test(path)) continue;
    const text = readFileSync(join(folder, 'dist', path), 'utf8');
    for (const [, source] of text.matchAll(/(?:from|import\()\s*['"]([^'"]+)['"]/g)) {
      if (ES_MODULES_ONLY.includes(source)) complain(name, `dist/${path} speaks of ${source}, an ES module`);
      if (source.startsWith('#')) complain(name, `dist/${path} imports ${source}, which only we can resolve`);
    }
  }
}

async function judgeManifest({ name, filename }) {
  const bytes = readFileSync(join(target, filename));
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ strict: true, pack: { tarball } });
  for (const message of messages) complain(name, `publint: ${formatMessage(message, pkg, { color: false })}`);
}

function judgeTypes({ name, filename }) {
  const attw = spawnSync(
    process.execPath,
    [
      inRoot('node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js'),
      join(target, filename),
      '--no-color',
      '--no-emoji',
    ],
    { cwd: root, encoding: 'utf8' },
  );
  if (attw.status !== 0) complain(name, `attw:\n${attw.stdout}${attw.stderr}`);
}

/** Loads each entry in each format, and weighs it as a browser would get it. */
async function judgeEntries({ name, size }, folder) {
  const { exports = {} } = manifestOf(folder);
  const rows = [{ what: name, packed: size }];
  for (const [subpath, conditions] of Object.entries(exports)) {
    if (typeof conditions === 'string') continue;
    const loads = [...new Set(runtimeFiles(conditions))].flatMap(waysToLoad);
    const names = loads.map(({ file, statement }) => load(name, join(folder, file), statement));
    names.forEach((found, index) => {
      const { file, statement } = loads[index];
      if (found !== names[0]) complain(name, `${statement} of ${file} has other names than ${loads[0].file}`);
    });
    if (names.includes(undefined) || NODE_ONLY.includes(name)) continue;
    const source = `export * from ${JSON.stringify(join(folder, conditions.import.default))}`;
    rows.push({ what: join(name, subpath), ...weigh(await bundlePage(source)) });
  }
  return rows;
}

function runtimeFiles(conditions) {
  return Object.entries(conditions).flatMap(([condition, value]) => {
    if (condition === 'types') return [];
    return typeof value === 'string' ? [value] : runtimeFiles(value);
  });
}

// An ES module that imports a CommonJS file gets the names that Node finds in its text.
function waysToLoad(file) {
  const statements = file.endsWith('.cjs') ? ['require', 'import'] : ['import'];
  return statements.map((statement) => ({ file, statement }));
}

// Without the newer ability of Node to require ES modules: older releases and Jest do not have it.
function load(name, file, statement) {
  const [type, script] =
    statement === 'require'
      ? ['commonjs', `const all = require(${JSON.stringify(file)});`]
      : ['module', `const all = await import(${JSON.stringify(file)});`];
  const print = 'console.log(Object.keys(all).filter((key) => !/^(default|module.exports)$/.test(key)).sort().join());';
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-experimental-require-module', `--input-type=${type}`, '--eval', script + print],
    { cwd: dirname(file), encoding: 'utf8' },
  );
  if (status !== 0)
    complain(name, `${file.slice(root.length + 1)} does not load: ${/^\w*Error.*$/m.exec(stderr)?.[0] ?? stderr}`);
  return status === 0 ? stdout : undefined;
}

function report(rows) {
  const kB = (bytes) => (bytes === undefined ? '' : `${(bytes / 1000).toFixed(1)} kB`).padStart(10);
  console.log(`${''.padEnd(44)}${'packed'.padStart(10)}${'gzip'.padStart(10)}${'+ lazy'.padStart(10)}`);
  for (const { what, packed, first, all } of rows) console.log(`${what.padEnd(44)}${kB(packed)}${kB(first)}${kB(all)}`);
}
