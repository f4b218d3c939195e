import { Command } from 'commander';

/** Begins a command whose errors are thrown, so that `main` writes each of them once, in one line. */
export function newCommand(name: string): Command {
  return new Command(name).exitOverride().configureOutput({ writeErr: () => {} });
}
