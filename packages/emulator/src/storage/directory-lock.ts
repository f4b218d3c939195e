import { randomUUID } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Somebody else has the directory. */
export class DirectoryInUseError extends Error {
  override readonly name = 'DirectoryInUseError';
  readonly pid: number;

  constructor(pid: number) {
    super(`process ${pid} has it`);
    this.pid = pid;
  }
}

/**
 * Takes a directory for this process, with a file in it that says who has it. The lock of a process that is gone does
 * not count. Returns the function that gives the directory back.
 *
 * @throws {DirectoryInUseError} A process that lives has it, this one included.
 */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, 'lock');
  const own = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid), id: randomUUID() });
  // Written first and linked then: nobody ever reads half a lock.
  const draft = asideOf(path);
  writeFileSync(draft, own, { mode: 0o600, flag: 'wx' });
  try {
    while (!linked(draft, path)) removeStale(path);
  } finally {
    rmSync(draft, { force: true });
  }
  sweep(directory);
  return () => {
    if (readLock(path) === own) rmSync(path, { force: true });
  };
}

/** A file beside the lock, of this process alone. */
function asideOf(path: string): string {
  return `${path}.${process.pid}.${randomUUID()}`;
}

/** Clears away what processes left that ended while they took the directory. */
function sweep(directory: string): void {
  for (const name of readdirSync(directory)) {
    const pid = /^lock\.(\d+)\./.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(directory, name), { force: true });
  }
}

function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false; // what node:fs throws
    throw error;
  }
}

/** @throws {DirectoryInUseError} The lock is not stale. */
function removeStale(path: string): void {
  const found = readLock(path);
  if (found === null) return;
  assertStale(found);
  const aside = asideOf(path);
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return; // what node:fs throws; somebody was faster
    throw error;
  }
  const removed = readLock(aside);
  // Somebody else found it stale as well, and has taken the directory since: that lock goes back.
  if (removed !== found) linked(aside, path);
  rmSync(aside, { force: true });
}

function readLock(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null; // what node:fs throws
    throw error;
  }
}

function assertStale(lock: string): void {
  const { pid, startedAt } = parse(lock);
  // Numbers of processes are used again, in containers at once: when a process began tells it from an earlier one.
  if (pid !== null && isAlive(pid) && startOf(pid) === startedAt) throw new DirectoryInUseError(pid);
}

// What is no lock was left by nobody who lives.
function parse(lock: string): { readonly pid: number | null; readonly startedAt: string | null } {
  try {
    const { pid, startedAt } = JSON.parse(lock);
    return { pid: Number.isInteger(pid) ? pid : null, startedAt: startedAt ?? null };
  } catch {
    return { pid: null, startedAt: null };
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // What node:process throws. EPERM: the process runs and belongs to another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return statOf(pid)?.state !== ZOMBIE;
}

// The process has ended, and its parent has not read its exit status yet. Signals still reach it.
const ZOMBIE = 'Z';

/** When a process began, on Linux: boot, and clock ticks since. `null` elsewhere, where the number has to do. */
function startOf(pid: number): string | null {
  return statOf(pid)?.startedAt ?? null;
}

/** Linux' record of a process; `null` on other systems. */
function statOf(pid: number): { readonly state: string | undefined; readonly startedAt: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is a name in parentheses with any characters. The state is the 3rd field, the start the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { state: fields[0], startedAt: `${boot}:${fields[19]}` };
  } catch {
    return null;
  }
}
