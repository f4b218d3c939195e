import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ClockPosition } from '../clock/clock-position.js';
import type { Change } from './change.js';
import { checksum } from './checksum.js';
import { assertSavedState, type SavedState, SavedStateError } from './saved-state.js';

/** Changes that were made without a pause, so that nobody ever saw a part of them. */
interface Batch {
  readonly clock: ClockPosition;
  readonly changes: readonly Change[];
}

/** What a journal holds: a state, and all that changed since. */
export interface JournalContent {
  readonly state: SavedState;
  readonly batches: readonly Batch[];
}

/** What a journal is about. */
export interface JournalSubject {
  observe(listener: (change: Change) => void): () => void;
  state(): SavedState;
  clock(): ClockPosition;
}

const REWRITE_BYTES = 4 * 1024 * 1024;
const MODE = 0o600;

/**
 * Keeps a state in a file: the state at first, then each change, a line each. A line is handed to the operating system
 * before anybody is answered, so that the end of this process loses nothing (the end of the machine may).
 *
 * What is made without a pause is one line, with a checksum. A line that is torn was never answered for.
 */
export class Journal {
  readonly #path: string;
  readonly #subject: JournalSubject;
  readonly #stop: () => void;
  #file: number;
  #size = 0;
  #rewriteAt = 0;
  #pending: Change[] = [];
  #written: ClockPosition | undefined;

  /** @throws {Error} The file cannot be written. */
  constructor(path: string, subject: JournalSubject) {
    this.#path = path;
    this.#subject = subject;
    this.#file = this.#rewrite();
    this.#stop = subject.observe((change) => this.#note(change));
  }

  /**
   * Writes what waits, and where the clock is.
   *
   * @throws {Error} It cannot be written. It waits on, and is tried again the next time.
   */
  flush(): void {
    const clock = this.#subject.clock();
    if (this.#pending.length === 0 && !this.#hasMoved(clock)) return;
    const line = lineOf({ clock, changes: this.#pending } satisfies Batch);
    try {
      writeAll(this.#file, line);
    } catch (error) {
      ftruncateSync(this.#file, this.#size); // or the next line would begin in the middle of this one
      throw error;
    }
    this.#pending = [];
    this.#written = clock;
    this.#size += line.length;
    if (this.#size > this.#rewriteAt) this.#shorten();
  }

  /** Writes what waits, and lets the file go. */
  close(): void {
    this.#stop();
    try {
      this.flush();
    } finally {
      closeSync(this.#file);
    }
  }

  #note(change: Change): void {
    this.#pending.push(change);
    if (this.#pending.length > 1) return;
    // When nobody pauses any more. What cannot be written is told to whoever is answered next.
    queueMicrotask(() => {
      try {
        this.flush();
      } catch {
        // see above
      }
    });
  }

  // A clock that runs moves by itself; what counts is whether it was moved.
  #hasMoved({ nowMs, offsetMs }: ClockPosition): boolean {
    return offsetMs !== this.#written?.offsetMs || (offsetMs === null && nowMs !== this.#written?.nowMs);
  }

  /** Where there is no room for that, the long file goes on. */
  #shorten(): void {
    const long = this.#file;
    try {
      this.#file = this.#rewrite();
      closeSync(long);
    } catch {
      this.#rewriteAt += REWRITE_BYTES;
    }
  }

  /** Begins the file anew with the state as it is. At every instant the old file or the new one is there, whole. */
  #rewrite(): number {
    const state = this.#subject.state();
    const line = lineOf(state);
    const draft = `${this.#path}.new`;
    const file = openSync(draft, 'w', MODE);
    try {
      writeAll(file, line);
      fsyncSync(file);
      renameSync(draft, this.#path);
      syncDirectory(dirname(this.#path));
    } catch (error) {
      closeSync(file);
      throw error;
    }
    this.#written = state.clock;
    this.#size = line.length;
    this.#rewriteAt = 3 * line.length + REWRITE_BYTES;
    return file;
  }
}

/**
 * Reads a journal; `null` when there is none.
 *
 * @throws {SavedStateError} It is damaged, or no journal of ours. It is left as it is.
 */
export function readJournal(path: string): JournalContent | null {
  const text = readText(path);
  if (text === null) return null;
  // What follows the last line end is a line that was being written when its process ended.
  const [first = '', ...others] = text.split('\n').slice(0, -1).map(contentOfLine);
  assertSavedState(first);
  return { state: first, batches: others as Batch[] }; // the checksum says that a journal wrote it
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null; // what node:fs throws
    throw error;
  }
}

const SEPARATOR = ' ';

function lineOf(value: unknown): Buffer {
  const json = JSON.stringify(value);
  return Buffer.from(`${checksum(json)}${SEPARATOR}${json}\n`);
}

function contentOfLine(line: string, index: number): unknown {
  const at = line.indexOf(SEPARATOR);
  const json = line.slice(at + 1);
  if (at < 0 || line.slice(0, at) !== checksum(json)) throw new SavedStateError(`line ${index + 1} is damaged`);
  return JSON.parse(json);
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

// Where a directory cannot be opened (Windows), renaming is all that can be done.
function syncDirectory(path: string): void {
  let directory: number | undefined;
  try {
    directory = openSync(path, 'r');
    fsyncSync(directory);
  } catch {
    // see above
  } finally {
    if (directory !== undefined) closeSync(directory);
  }
}
