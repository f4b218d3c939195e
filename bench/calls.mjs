// How much CPU time an authenticated call takes in each client, over the same call by axios on a keep-alive agent, with
// 50 calls in flight. One process for each client, one server for all, rounds in turn; the ratio is the median over the
// rounds of one round of the client by the next one of axios. `--json` prints one line, `--only <text>` leaves out other
// rows. Ratios hold from machine to machine, times do not.

import { fork } from 'node:child_process';
import { inRoot } from '../scripts/set-up/root.mjs';

const WARM_UP = 3_000;
const CALLS = 3_000;
const ROUNDS = 9;

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : '';
const rows = [
  { client: 'management-client', over: 'axios GET', goal: 0.75 },
  { client: 'authing-js-sdk management', over: 'axios GET' },
  { client: 'authentication-client', over: 'axios POST', goal: 0.8 },
  { client: 'authentication-client as', over: 'axios POST', goal: 1 },
  { client: 'authing-js-sdk', over: 'axios POST' },
  { client: 'authentication-client GoTrue', over: 'axios GET GoTrue', goal: 0.8 },
  { client: 'auth-js', over: 'axios GET GoTrue' },
].filter(({ client }) => client.includes(only));

const started = [];
try {
  const { first: url } = await start('server.mjs');
  const processes = new Map();
  for (const name of rows.flatMap(({ client, over }) => [client, over])) {
    if (!processes.has(name)) processes.set(name, (await start('contestant.mjs', name, url)).child);
  }
  for (const child of processes.values()) await measure(child, WARM_UP);
  const microseconds = new Map([...processes.keys()].map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, child] of processes) microseconds.get(name).push(await measure(child, CALLS));
  }
  report(rows.map((row) => ({ ...row, ...compare(microseconds.get(row.client), microseconds.get(row.over)) })));
} finally {
  for (const child of started) child.kill();
}

function compare(ours, theirs) {
  const ratios = ours.map((time, round) => time / theirs[round]).sort((a, b) => a - b);
  return { ratio: ratios[Math.floor(ROUNDS / 2)], least: ratios[0], most: ratios.at(-1) };
}

function report(results) {
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(results));
    return;
  }
  for (const { client, over, goal, ratio, least, most } of results) {
    const spread = `(${least.toFixed(2)} to ${most.toFixed(2)})`;
    const aim = goal ? `   goal ≤ ${goal.toFixed(2)}` : '';
    console.log(`${client.padEnd(30)}${ratio.toFixed(2)} ${spread} of ${over}${aim}`);
  }
}

async function start(file, ...args) {
  const child = fork(inRoot('bench', 'calls', file), args, { stdio: 'inherit' });
  started.push(child);
  return { child, first: await answer(child) };
}

async function measure(child, calls) {
  child.send(calls);
  return answer(child);
}

function answer(child) {
  return new Promise((resolve, reject) => {
    const fail = (code) => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`));
    child.once('exit', fail);
    child.once('message', (message) => {
      child.off('exit', fail);
      resolve(message);
    });
  });
}
