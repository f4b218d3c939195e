import { readFile } from 'node:fs/promises';
import type { Emulator, EmulatorDescription, Seed } from '@sallyport/emulator';
import { type Command, InvalidArgumentError } from 'commander';
import { newCommand } from '../new-command.js';
import { UsageError } from '../usage-error.js';

interface DevOptions {
  readonly port: number;
  readonly data?: string;
  readonly seed?: string;
  readonly json?: boolean;
  readonly exitWithParent?: boolean;
}

/** `sallyport dev`: runs the emulator until it is told to stop. */
export function devCommand(): Command {
  return newCommand('dev')
    .description('Run a development identity server on this machine.')
    .option('--port <number>', 'port to listen on; 0 picks a free one', parsePort, 4455)
    .option('--data <directory>', 'keep the state there, over restarts; without it, it is in memory')
    .option('--seed <file>', 'JSON file with the objects to begin with')
    .option('--json', 'print one line of JSON once it accepts connections, and nothing else')
    .option('--exit-with-parent', 'stop when standard input closes')
    .action(runDev);
}

async function runDev({ port, data, seed: seedFile, json, exitWithParent }: DevOptions): Promise<void> {
  // Listened for before the server is loaded, so that a signal during the start is not lost.
  const toldToStop = waitForStop(exitWithParent ?? false);
  const { startEmulator } = await import('@sallyport/emulator');
  const seed = seedFile === undefined ? undefined : await readSeed(seedFile);
  const emulator = await startEmulator({
    port,
    ...(data === undefined ? {} : { data }),
    ...(seed ? { seed } : {}),
    onUnexpectedError: report,
  }).catch(async (error: unknown) => {
    throw await explain(error, port, seedFile);
  });
  const description = emulator.description();
  process.stdout.write(json ? `${JSON.stringify(description)}\n` : summary(description, data));
  await stopWhen(toldToStop, emulator);
}

// The server goes on: the developer reads what it met.
function report(error: unknown): void {
  let text = String(error);
  // The message of an error of our own is enough.
  if (error instanceof Error) text = 'kind' in error ? error.message : (error.stack ?? error.message);
  process.stderr.write(`sallyport: ${text}\n`);
}

async function stopWhen(toldToStop: Promise<void>, emulator: Emulator): Promise<void> {
  await toldToStop;
  await emulator.stop();
  process.exit(0); // standard input, where it is watched, would keep the process
}

function waitForStop(withParent: boolean): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      // What ended the command while there was nothing to stop goes after this is there: a signal that comes between an
      // end of listening and its new beginning would be lost.
      const early = process.listeners(signal);
      process.once(signal, () => resolve());
      for (const listener of early) process.off(signal, listener);
    }
    if (!withParent) return;
    process.stdin.once('end', () => resolve());
    process.stdin.once('error', () => resolve());
    process.stdin.resume();
  });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('a port is a whole number from 0 to 65535');
}

async function readSeed(file: string): Promise<Seed> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason'; // what node:fs rejects with
    throw new UsageError(`cannot read the seed ${file} (${reason})`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as Seed; // the emulator judges every member
  } catch {
    throw new UsageError(`the seed ${file} is not JSON`);
  }
}

// What the emulator refuses, it refuses by name: an option, or a place in the seed.
async function explain(error: unknown, port: number, seedFile: string | undefined): Promise<Error> {
  const { isSallyportError } = await import('@sallyport/core/errors');
  if (!isSallyportError(error)) return error instanceof Error ? error : new Error(String(error));
  const { message, remedy } = error;
  if (message.includes('EADDRINUSE')) return new UsageError(`port ${port} is taken; pass --port 0 to pick a free one`);
  const subject = seedFile !== undefined && /^(objects|seed)\b/.test(message) ? `the seed ${seedFile}: ` : '';
  return new UsageError(`${subject}${message}${remedy ? `; ${remedy}` : ''}`);
}

function summary(
  { url, authing, gotrue, oidc, mailbox, control }: EmulatorDescription,
  data: string | undefined,
): string {
  const kept = data === undefined ? 'in memory and goes with it' : `kept in ${data}`;
  return `
  Sallyport is listening on ${url}
  For development only: it takes connections from this machine alone, and its keys are public.

  Authing    appHost         ${authing.appHost}
             appId           ${authing.appId}
             userPoolId      ${authing.userPoolId}
             secret          ${authing.userPoolSecret}
  OpenID     issuer          ${oidc.issuer}
  GoTrue     url             ${gotrue.url}
             anonKey         ${gotrue.anonKey}
             serviceRoleKey  ${gotrue.serviceRoleKey}
  Mailbox    ${mailbox.url}   (codes sent by SMS and email)
  Control    ${control.url}

  Press Ctrl-C to stop; state is ${kept}.

`;
}
