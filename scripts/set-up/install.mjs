import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { withLock } from './lock.mjs';
import { inRoot } from './root.mjs';
import { report, run } from './run.mjs';

// Inside node_modules, so that it disappears with what it vouches for.
const stamp = inRoot('node_modules', '.cache', 'sallyport', 'installed-lock');

// Settings of the command that called us, which are not meant for the installation.
const FOREIGN_SETTINGS = ['workspace', 'workspaces', 'omit', 'only', 'production', 'json', 'dry_run', 'global'];

/** Installs the dependencies exactly as locked, unless that has been done for this very lock file. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await withLock(async (adopt) => {
    if (isInstalled()) return; // by the one we waited for
    if (!isInstalledByHand()) await install(adopt);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, lockHash());
  });
}

async function install(adopt) {
  report('installing dependencies; this takes about a minute');
  rmSync(stamp, { force: true });
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js')
    ? [process.execPath, process.env.npm_execpath]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  const [command, ...args] = [...npm, 'ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  await run(command, args, { env: environment(), shell: process.platform === 'win32', onStart: adopt });
}

function environment() {
  const env = { ...process.env };
  for (const name of FOREIGN_SETTINGS) delete env[`npm_config_${name}`];
  return env;
}

function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash();
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex');
}

// npm notes what it installed only when it has finished. Whoever ran it need not wait for us to run it again.
function isInstalledByHand() {
  const noted = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(noted)) return false;
  const installed = JSON.parse(readFileSync(noted, 'utf8')).packages;
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  return Object.entries(packages).every(([path, entry]) => {
    if (path === '') return true;
    if (!installed[path]) return entry.optional === true; // for another platform
    return installed[path].version === entry.version && existsSync(inRoot(path));
  });
}
