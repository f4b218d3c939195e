import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { ProcessMark } from '../../session/lease/process-mark.js';
import { systemCode } from './file-system-error.js';

/** What tells this process from those it shares a folder with. */
export function markProcess(): ProcessMark {
  return { host: `${hostname()} ${processIdSpace()}`, pid: process.pid };
}

/** Whether that process is known to have ended. Of other machines, and of other containers, nothing is known. */
export function hasEnded({ host, pid }: ProcessMark): boolean {
  if (host !== markProcess().host) return false;
  try {
    process.kill(pid, 0); // which sends nothing
    return isZombie(pid);
  } catch (error) {
    return systemCode(error) === 'ESRCH'; // others say that it is not ours, and so that it is
  }
}

// A process that has ended and whose parent has not read its exit status. Signals still reach it.
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.startsWith(') Z', stat.lastIndexOf(')')); // after a name in parentheses with any characters
  } catch {
    return false; // not Linux
  }
}

// Containers may share a host name and a folder, and count their processes apart.
function processIdSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return ''; // not Linux
  }
}
