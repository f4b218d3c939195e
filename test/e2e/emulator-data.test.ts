import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EmulatorDescription } from '@sallyport/emulator';

const command = join(import.meta.dirname, '..', '..', 'node_modules', '.bin', 'sallyport');
const KILLS = 12;
// 37 starts, of half a second each on two quiet cores: what hangs is found, however loaded the machine is.
const LONG_MS = 900_000;

let data: string;
const children = new Set<ChildProcess>();
/** Aborted when the test ends, so that a loop that outlives its limit starts no further server. */
let ending: AbortController;

beforeEach(() => {
  ending = new AbortController();
  data = mkdtempSync(join(tmpdir(), 'sallyport-kill-'));
});

afterEach(async () => {
  ending.abort();
  await Promise.all([...children].map((child) => killed(child)));
  rmSync(data, { recursive: true, force: true });
});

function launch(file: string, args: readonly string[], stderr: 'pipe' | 'ignore'): ChildProcess {
  ending.signal.throwIfAborted();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', stderr] });
  children.add(child);
  child.once('close', () => children.delete(child));
  return child;
}

async function killed(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (!children.has(child)) return;
  const closed = once(child, 'close');
  child.kill(signal);
  await closed;
}

interface Running extends EmulatorDescription {
  /** Ends it at once. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Standard error until now. */
  said(): string;
}

async function start(shell?: string): Promise<Running> {
  const args = ['dev', '--port', '0', '--json', '--data', data];
  const [file, given] = shell === undefined ? [command, args] : ['/bin/sh', ['-c', shell, 'sh', command, ...args]];
  const child = launch(file, given, 'pipe');
  const closed = once(child, 'close');
  let [stdout, stderr] = ['', ''];
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const line = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk;
      if (stdout.includes('\n')) resolve(stdout);
    });
    closed.then(() => reject(new Error(stderr))).catch(reject);
  });
  const description: EmulatorDescription = JSON.parse(await line);
  return {
    ...description,
    said: () => stderr,
    kill: (signal) => killed(child, signal),
  };
}

/** Starts one and ends it at once when it has touched the directory so often, or has started. */
async function killDuringStart(touches: number): Promise<void> {
  const child = launch(command, ['dev', '--port', '0', '--json', '--data', data], 'ignore');
  let seen = 0;
  const watcher = watch(data, () => {
    seen += 1;
    if (seen === touches) child.kill('SIGKILL');
  });
  child.stdout?.once('data', () => child.kill('SIGKILL'));
  try {
    await once(child, 'close');
  } finally {
    watcher.close();
  }
}

async function call(url: string, method: string, path: string, body?: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${url}${path}`, body ? { method, headers, body: JSON.stringify(body) } : { method });
}

const sendSms = async (url: string, phone: string, scene = 'login') =>
  (await (await call(url, 'POST', '/api/v2/sms/send', { phone, scene })).json()).code;
const phonesOf = async (url: string) => {
  const messages: { to: string }[] = await (await call(url, 'GET', '/_emulator/messages')).json();
  return messages.map(({ to }) => to);
};

/** As good as random, and the same again for the same seed. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('sallyport dev --data', () => {
  it(
    'has after SIGKILL at any moment what it answered for before (EMU-28)',
    async () => {
      const seed = Number(process.env.KILL_SEED ?? randomInt(2 ** 31));
      const random = generator(seed);
      const answered: string[] = [];
      let number = 13_800_000_000;
      for (let turn = 0; turn < KILLS; turn += 1) {
        await killDuringStart(1 + random(10));
        const emulator = await start();
        expect({ seed, kept: await phonesOf(emulator.url) }).toEqual({
          seed,
          kept: expect.arrayContaining(answered),
        });
        const until = answered.length + 1 + random(60);
        let isKilled = false;
        const talk = async (): Promise<void> => {
          while (!isKilled) {
            number += 1;
            const phone = String(number);
            try {
              if ((await sendSms(emulator.url, phone)) === 200) answered.push(phone);
            } catch {
              return; // no answer, nothing promised
            }
            if (answered.length >= until && !isKilled) {
              isKilled = true;
              await emulator.kill();
            }
          }
        };
        await Promise.all(Array.from({ length: 4 }, talk));
      }
      const emulator = await start();
      const kept = await phonesOf(emulator.url);
      expect({ seed, kept }).toEqual({ seed, kept: expect.arrayContaining(answered) });
      process.stdout.write(`killed ${2 * KILLS} times, ${answered.length} answers kept, KILL_SEED=${seed}\n`);
    },
    LONG_MS,
  );

  it('keeps clock and settings over a SIGTERM, and leaves no lock', async () => {
    const one = await start();
    await call(one.control.url, 'POST', '/clock', { advanceMs: 86_400_000 });
    await call(one.control.url, 'PUT', '/settings', { codeLength: 8 });
    await one.kill('SIGTERM');
    expect(existsSync(join(data, 'lock'))).toBe(false);
    const two = await start();
    const { offsetMs } = await (await call(two.control.url, 'GET', '/clock')).json();
    expect(Math.abs(offsetMs - 86_400_000)).toBeLessThan(1_000);
    expect((await (await call(two.control.url, 'GET', '/settings')).json()).codeLength).toBe(8);
  });

  it('is refused for a directory that another one has', async () => {
    await start();
    await expect(start()).rejects.toThrow(/^sallyport: data: .* is in use by process \d+; Stop that server/);
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('sallyport dev takes the directory of a zombie, whose parent has not read its exit status', async () => {
    await start('"$@" & exec sleep 1000'); // a parent that never does
    const { pid }: { readonly pid: number } = JSON.parse(readFileSync(join(data, 'lock'), 'utf8'));
    process.kill(pid, 'SIGKILL');
    while (!/^\d+ \(.*\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const next = await start();
    expect(JSON.parse(readFileSync(join(data, 'lock'), 'utf8'))).not.toMatchObject({ pid });
    expect(await phonesOf(next.url)).toEqual([]);
  });

  const withShell = process.platform === 'win32' ? it.skip : it;
  withShell(
    'answers for nothing that there was no room for, and goes on when there is',
    async () => {
      const emulator = await start('ulimit -f 64; exec "$@"'); // blocks of 512 or 1,024 bytes
      const email = `${'x'.repeat(200)}@example.com`;
      const query = 'mutation ($email: String!) { sendEmail(email: $email, scene: VERIFY_CODE) { code } }';
      let [sent, last] = [0, 200];
      while (last === 200 && sent < 1_000) {
        const answer = await call(emulator.url, 'POST', '/graphql/v2', { query, variables: { email } });
        last = answer.status;
        sent += last === 200 ? 1 : 0;
      }
      expect([last, sent > 10]).toEqual([507, true]);
      expect(emulator.said()).toMatch(/^sallyport: data: cannot write .*state\.jsonl \(EFBIG\)$/m);
      await emulator.kill();
      const next = await start();
      expect(await phonesOf(next.url)).toHaveLength(sent);
    },
    LONG_MS,
  );
});
