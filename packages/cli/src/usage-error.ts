/** The command was called in a way that cannot work. One line for the person who typed it; exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
