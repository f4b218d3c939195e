import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const TIMEOUT_MS = 5 * 60_000;

/**
 * Makes the function that runs commands in a project. Its installed binaries come first.
 *
 * @param {string} folder
 * @returns {(command: string, args?: readonly string[], options?: object) => Promise<string>} Resolves with the standard
 *   output. Rejects on a nonzero exit status and on a time-out (`timeoutMs`); the message is the line that names the cause.
 */
export function executor(folder) {
  return (command, args = [], { cwd = folder, env = {}, timeoutMs = TIMEOUT_MS } = {}) =>
    new Promise((resolve, reject) => {
      const path = [join(folder, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
      const child = spawn(command, args, {
        cwd,
        env: { ...process.env, ...env, PATH: path, CI: '1', NO_COLOR: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
        shell: process.platform === 'win32',
      });
      const text = { stdout: '', stderr: '' };
      for (const name of ['stdout', 'stderr'])
        child[name].setEncoding('utf8').on('data', (part) => (text[name] += part));
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        child.kill('SIGKILL');
      }, timeoutMs);
      child.on('error', reject);
      child.on('close', (status) => {
        clearTimeout(timer);
        if (status === 0) return resolve(text.stdout);
        const output = stripVTControlCharacters(`${text.stderr}\n${text.stdout}`);
        const cause = isLate ? `${command} did not end within ${timeoutMs / 1000} s` : causeIn(output);
        return reject(Object.assign(new Error(cause ?? `${command} ended with status ${status}`), { output }));
      });
    });
}

/** The line of a program's output that says most about its failure. */
function causeIn(output) {
  const lines = output.split('\n').map((line) => line.trim());
  const rules = [/^(\w+: )?(Error: )?step \d+, /, /\bstep \d+, /, /\b\w*Error\b.*: /, /\berror\b/i, /./];
  for (const rule of rules) {
    const found = lines.find((line) => rule.test(line) && !/^npm (warn|notice)/.test(line));
    if (found) return found.slice(0, 200);
  }
  return undefined;
}
