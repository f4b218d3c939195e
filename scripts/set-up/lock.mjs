import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot } from './root.mjs';
import { report } from './run.mjs';

const folder = inRoot('.cache', 'set-up.lock');
const ownerFile = `${folder}/owner.json`;

const POLL_MS = 100;
const HEARTBEAT_MS = 5_000;
// Without a heartbeat for so long, a living process of that id is another one that got the same number.
const ABANDONED_MS = 5 * 60_000;
// Between making the folder and writing the owner into it.
const NAMELESS_MS = 5_000;

/**
 * Runs a task while no other process of this repository runs one. `adopt` tells of a child process that works on: if
 * this process is killed, the lock holds until the child has ended too.
 */
export async function withLock(task) {
  await acquire();
  const pids = [process.pid];
  const adopt = (pid) => {
    pids.push(pid);
    writeOwner(pids);
  };
  const heartbeat = setInterval(() => utimesSync(folder, new Date(), new Date()), HEARTBEAT_MS);
  process.on('exit', release);
  try {
    return await task(adopt);
  } finally {
    clearInterval(heartbeat);
    process.off('exit', release);
    release();
  }
}

async function acquire() {
  mkdirSync(inRoot('.cache'), { recursive: true });
  for (let waits = 0; !tryAcquire(); waits += 1) {
    const owner = readOwner();
    if (isStale(owner)) seize(owner);
    else {
      if (waits === 0) report('waiting for another set-up of this repository to finish');
      await sleep(POLL_MS);
    }
  }
}

function tryAcquire() {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  writeOwner([process.pid]);
  return true;
}

function writeOwner(pids) {
  writeFileSync(ownerFile, JSON.stringify({ pids }));
}

function readOwner(file = ownerFile) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { pids: [] }; // not written yet, or already gone
  }
}

function isStale({ pids }) {
  const silentMs = silence();
  if (pids.length === 0) return silentMs > NAMELESS_MS;
  return silentMs > ABANDONED_MS || !pids.some(isAlive);
}

function silence() {
  try {
    return Date.now() - statSync(folder).mtimeMs;
  } catch {
    return 0;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

// Renaming is atomic, so of several that see the same dead owner one wins. A slow one may catch the lock of the next
// owner instead; it notices by the name inside, and gives it back.
function seize(stale) {
  const aside = `${folder}.${process.pid}`;
  try {
    renameSync(folder, aside);
  } catch {
    return; // somebody else was quicker
  }
  const caught = readOwner(`${aside}/owner.json`);
  if (JSON.stringify(caught) === JSON.stringify(stale)) rmSync(aside, { recursive: true, force: true });
  else renameSync(aside, folder);
}

function release() {
  if (readOwner().pids[0] === process.pid) rmSync(folder, { recursive: true, force: true });
}
