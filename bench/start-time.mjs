// How long the emulator takes from process start to its line of JSON, and how long our client takes to load in Node,
// over an empty process and beside authing-js-sdk. Medians of five after one to warm the file cache. `--json` prints
// one line. Ratios hold from machine to machine, times do not.

import { spawn } from 'node:child_process';
import { inRoot, root } from '../scripts/set-up/root.mjs';

const RUNS = 5;

const emulatorArgs = [inRoot('packages', 'cli', 'bin', 'sallyport.js'), 'dev', '--port', '0', '--json'];
const loads = (source) => ['--input-type=module', '--eval', source];

const empty = await median(() => untilExit(['--eval', '0']));
const emulator = await median(() => untilFirstLine(emulatorArgs));
const emptyModule = await median(() => untilExit(loads('0')));
const ours = await median(() => untilExit(loads("await import('@sallyport/authentication-client')")));
const theirs = await median(() => untilExit(loads("await import('authing-js-sdk')")));

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ empty, emulator, import: { empty: emptyModule, ours, theirs } }));
} else {
  const line = (what, ms, over) =>
    console.log(
      `${what.padEnd(46)}${`${ms.toFixed(0)} ms`.padStart(8)}   ${(ms / over).toFixed(1)} × an empty process`,
    );
  line('an empty process', empty, empty);
  line('sallyport dev, to its line of JSON', emulator, empty);
  line('an empty module', emptyModule, emptyModule);
  line("import '@sallyport/authentication-client'", ours, emptyModule);
  line("import 'authing-js-sdk'", theirs, emptyModule);
}

async function median(measure) {
  await measure();
  const times = [];
  for (let run = 0; run < RUNS; run += 1) times.push(await measure());
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)];
}

function untilExit(args) {
  const { process: child, startedAt } = start(args);
  return ended(child).then(() => performance.now() - startedAt);
}

async function untilFirstLine(args) {
  const { process: child, startedAt } = start(args);
  const end = ended(child);
  const answer = new Promise((resolve) => child.stdout.once('data', () => resolve(performance.now() - startedAt)));
  const time = await Promise.race([answer, end.then(() => Promise.reject(new Error('It ended without a line')))]);
  child.kill('SIGTERM');
  await end;
  return time;
}

function start(args) {
  const startedAt = performance.now();
  return { startedAt, process: spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] }) };
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${child.spawnargs.join(' ')}: ${code}`))));
  });
}
