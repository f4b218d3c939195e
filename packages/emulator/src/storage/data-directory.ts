import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '@sallyport/core/errors';
import type { ClockPosition } from '../clock/clock-position.js';
import { DirectoryInUseError, lockDirectory } from './directory-lock.js';
import { type FoundJournal, Journal, type JournalReader, type JournalSubject, readJournal } from './journal.js';
import { JournalFile } from './journal-file.js';
import { SavedStateError } from './saved-state.js';

/** A directory that one server keeps its state in. */
export class DataDirectory {
  readonly #path: string;
  readonly #unlock: () => void;
  readonly #report: (error: Error) => void;
  #file: JournalFile | null;
  #found: FoundJournal | null = null;
  #journal: Journal | undefined;

  /**
   * @param report - Receives what the developer should know while the server goes on.
   * @throws {ConfigurationError} The directory cannot be used, or another server has it.
   */
  constructor(directory: string, report: (error: Error) => void) {
    this.#path = join(directory, 'state.jsonl');
    this.#report = report;
    this.#unlock = lock(directory);
    try {
      rmSync(`${this.#path}.new`, { force: true });
      this.#file = JournalFile.open(this.#path);
    } catch (error) {
      this.#unlock();
      throw this.explain(error);
    }
  }

  /**
   * Reads the state of an earlier server. Returns the position of its clock; `null` when the directory is new.
   *
   * @throws {SavedStateError} The file is damaged.
   */
  replay(reader: JournalReader): ClockPosition | null {
    if (this.#file === null) return null;
    this.#found = readJournal(this.#file, reader);
    return this.#found.clock;
  }

  /** Says of an error which file it is about. */
  explain(error: unknown): Error {
    if (error instanceof SavedStateError) {
      const remedy = 'The file was left as it is. Move it away to begin anew.';
      return new ConfigurationError({ message: `data: ${this.#path}: ${error.message}`, remedy });
    }
    return unusable(this.#path, error);
  }

  /** Keeps a state from now on: the one that was read, or the first one of a new directory. */
  keep(subject: JournalSubject): void {
    try {
      this.#dropTornLine();
      this.#journal = new Journal({ path: this.#path, subject, found: this.#found, report: this.#report });
    } catch (error) {
      throw this.explain(error);
    }
  }

  /** Writes what waits. What cannot be written is taken back, and the work that made it fails. */
  flush(): void {
    this.#journal?.flush();
  }

  /** Writes what is left, and gives the directory back. Calling it again does nothing. */
  close(): void {
    const [journal, file] = [this.#journal, this.#file];
    this.#journal = undefined;
    this.#file = null;
    try {
      if (journal) journal.close();
      else file?.close();
    } finally {
      this.#unlock();
    }
  }

  #dropTornLine(): void {
    const { file, tornBytes } = this.#found ?? {};
    if (!file || !tornBytes) return;
    const cause = 'a line was being written when the last server ended, and no answer told of it';
    const message = `data: ${this.#path}: dropped ${tornBytes} bytes after the last line end: ${cause}`;
    this.#report(new ConfigurationError({ message }));
    file.truncate(file.size - tornBytes);
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
