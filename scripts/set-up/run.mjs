import { spawn } from 'node:child_process';
import { root } from './root.mjs';

let running;

/** Tells what is going on, on standard error. */
export function report(line) {
  process.stderr.write(`set-up: ${line}\n`);
}

/** Runs a program to its end, with all its output on standard error. Ends this process when the program fails. */
export async function run(command, args, { onStart, ...options } = {}) {
  const status = await new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
    running = child;
    child.on('spawn', () => onStart?.(child.pid));
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  running = undefined;
  if (status !== 0) {
    report(`failed: ${[command, ...args].join(' ')} (exit status ${status})`);
    process.exit(status);
  }
}

for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
]) {
  process.on(signal, () => {
    running?.kill(signal);
    process.exit(128 + number); // locks are let go of on exit
  });
}
