/** A change could not be written to the journal, so it was taken back. */
export class NotKeptError extends Error {
  override readonly name = 'NotKeptError';

  constructor(cause: unknown) {
    super(`The state could not be written, so nothing was changed (${reasonOf(cause)})`, { cause });
  }
}

/** The cause in short, such as `ENOSPC`, without a path of this machine. */
export function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException; // what node:fs throws; absent from all else
  return code ?? message;
}
