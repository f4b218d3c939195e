import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '@sallyport/core';
import { DirectoryInUseError, lockDirectory } from './directory-lock.js';
import { Journal, type JournalContent, type JournalSubject, readJournal } from './journal.js';
import { SavedStateError } from './saved-state.js';

/** A directory that one server keeps its state in. */
export class DataDirectory {
  /** What an earlier server left; `null` when the directory is new. */
  readonly content: JournalContent | null;
  readonly #path: string;
  readonly #unlock: () => void;
  #journal: Journal | undefined;

  /** @throws {ConfigurationError} It cannot be used, another server has it, or what is in it is damaged. */
  constructor(directory: string) {
    this.#path = join(directory, 'state.jsonl');
    this.#unlock = lock(directory);
    try {
      rmSync(`${this.#path}.new`, { force: true });
      this.content = readJournal(this.#path);
    } catch (error) {
      this.#unlock();
      throw this.explain(error);
    }
  }

  /** Says of an error which file it is about. */
  explain(error: unknown): Error {
    if (error instanceof SavedStateError) {
      const remedy = 'The file was left as it is. Move it away to begin anew.';
      return new ConfigurationError({ message: `data: ${this.#path}: ${error.message}`, remedy });
    }
    return unusable(this.#path, error);
  }

  /** Keeps a state from now on. */
  keep(subject: JournalSubject): void {
    try {
      this.#journal = new Journal(this.#path, subject);
    } catch (error) {
      throw this.explain(error);
    }
  }

  /** @throws {Error} Something could not be written. */
  flush(): void {
    this.#journal?.flush();
  }

  /** Writes what is left, and gives the directory back. Calling it again does nothing. */
  close(): void {
    const journal = this.#journal;
    this.#journal = undefined;
    try {
      journal?.close();
    } finally {
      this.#unlock();
    }
  }
}

function lock(directory: string): () => void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return lockDirectory(directory);
  } catch (error) {
    if (!(error instanceof DirectoryInUseError)) throw unusable(directory, error);
    throw new ConfigurationError({
      message: `data: ${directory} is in use by process ${error.pid}`,
      remedy: 'Stop that server, or choose another directory.',
    });
  }
}

function unusable(path: string, error: unknown): Error {
  const { code } = error as NodeJS.ErrnoException; // what node:fs throws; absent from all else
  if (code === undefined) return error instanceof Error ? error : new Error(String(error));
  return new ConfigurationError({ message: `data: cannot use ${path} (${code})` });
}
