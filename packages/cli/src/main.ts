import { Command, CommanderError } from 'commander';
import { devCommand } from './commands/dev.js';
import { UsageError } from './usage-error.js';
import { VERSION } from './version.js';

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;

const program = new Command('sallyport')
  .description('Identity for development and administration.')
  .version(VERSION)
  .exitOverride()
  .configureOutput({ writeErr: () => {} }) // every error is written once, below
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
    else process.stderr.write(`sallyport: ${error.message.replace(/^error: /, '')}\n`);
    return EXIT_USAGE;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`sallyport: ${message.split('\n', 1)[0]}\n`);
  return error instanceof UsageError ? EXIT_USAGE : EXIT_FAILURE;
}
