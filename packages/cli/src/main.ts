import { CommanderError } from 'commander';
import { devCommand } from './commands/dev.js';
import { newCommand } from './new-command.js';
import { UsageError } from './usage-error.js';
import { VERSION } from './version.js';

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;

const program = newCommand('sallyport')
  .description('Identity for development and administration.')
  .version(VERSION)
  .addCommand(devCommand());

// Whoever read our output has left: there is nobody to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : EXIT_FAILURE);
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0; // --help and --version have written what was asked for
    if (error.code === 'commander.help') process.stderr.write(program.helpInformation());
    else complain(error.message.replace(/^error: /, ''));
    return EXIT_USAGE;
  }
  complain(error instanceof Error ? error.message : String(error));
  return error instanceof UsageError ? EXIT_USAGE : EXIT_FAILURE;
}

function complain(message: string): void {
  process.stderr.write(`sallyport: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
}
