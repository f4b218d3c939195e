#!/usr/bin/env node
// Does whatever set-up is missing, with nothing but Node and npm: installs the dependencies, and with --build also
// builds the packages. Does nothing, quickly, when all is there. Several may run at once; one that was killed half-way
// leaves nothing that the next would take for finished.
//
//   node scripts/ensure.mjs [--build [--force] [package…]]
//
// Everything is reported on standard error, so that standard output belongs to the command that comes after.

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Sallyport needs Node 20.19 or newer; this is ${process.versions.node}.`);
  console.error(
    'Install a newer one from https://nodejs.org, or with a version manager (nvm install 22), and try again.',
  );
  process.exit(1);
}

// Loaded only now: older releases of Node cannot link these modules, and would complain about that instead.
const { ensureInstalled } = await import('./set-up/install.mjs');
const { ensureBuilt } = await import('./set-up/build.mjs');

const [build, force] = ['--build', '--force'].map((flag) => process.argv.includes(flag));
const packages = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

await ensureInstalled();
if (build) await ensureBuilt({ force, packages });
