import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Redis of a test's own, which keeps nothing. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Makes it accept commands and answer none, as a machine in trouble does. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

const ATTEMPTS = 5;

/** Starts Redis on a free port of the loopback interface, and resolves when it answers. */
export async function startRedisServer(): Promise<RedisServer> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'sallyport-redis-'));
    const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
    const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const stop = async (): Promise<void> => {
      await end(server);
      await rm(folder, { recursive: true, force: true });
    };
    const { isReady, log } = await outcome(server);
    if (isReady) return running(server, port, stop);
    await stop();
    // Somebody may have taken the port between our look and its start.
    if (!log.includes('Address already in use') || attempt === ATTEMPTS) throw new Error(`redis-server ended:\n${log}`);
  }
}

function running(server: ChildProcess, port: number, stop: () => Promise<void>): RedisServer {
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    stop,
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

// What it says of itself, rather than an answer on the port: that could be the answer of another Redis.
function outcome(server: ChildProcess): Promise<{ readonly isReady: boolean; readonly log: string }> {
  return new Promise((resolve, reject) => {
    let log = '';
    server.stdout?.on('data', (chunk: Buffer) => {
      log += chunk;
      if (log.includes('Ready to accept connections')) resolve({ isReady: true, log });
    });
    server.on('error', reject);
    server.on('close', () => resolve({ isReady: false, log }));
  });
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const closed = once(server, 'close');
  server.kill('SIGKILL'); // it keeps nothing, and one that is paused hears no other signal
  await closed;
}
