import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigurationError } from '@sallyport/core/errors';
import type { ClockPosition } from '../clock/clock-position.js';
import type { Change, ChangeListener } from './change.js';
import { JournalFile } from './journal-file.js';
import { lineOf, readLines } from './journal-lines.js';
import { NotKeptError, reasonOf } from './not-kept-error.js';
import { assertSavedState, type SavedState, SavedStateError } from './saved-state.js';

/** Changes that were made without a pause, so that no reader ever saw a part of them. */
interface Batch {
  readonly clock: ClockPosition;
  readonly changes: readonly Change[];
  /** Present in the lines that a rewrite begins with. */
  readonly isBase?: true;
}

/** The state that a journal keeps. */
export interface JournalSubject {
  observe(listener: ChangeListener): () => void;
  state(): SavedState;
  clock(): ClockPosition;
}

/** Receives the content of a journal, in order. */
export interface JournalReader {
  begin(state: SavedState): void;
  apply(changes: readonly Change[]): void;
}

/** A journal that was read, and can be written on. */
export interface FoundJournal {
  readonly file: JournalFile;
  readonly clock: ClockPosition;
  /** The size of the file after its last rewrite. */
  readonly baseSize: number;
  /** Bytes after the last line end: a line that was being written when its process ended. */
  readonly tornBytes: number;
}

/** How a journal is kept. */
interface JournalOptions {
  readonly path: string;
  readonly subject: JournalSubject;
  /** The journal of an earlier server; `null` to begin a new one. */
  readonly found: FoundJournal | null;
  /** Receives the cause when the state can no longer be written. */
  readonly report: (error: Error) => void;
}

const REWRITE_BYTES = 4 * 1024 * 1024;
const LINE_BYTES = 256 * 1024;

/**
 * Keeps a state in a file: the state at first, then each change, a line each. A line is handed to the operating system
 * before anybody is answered, so that the end of this process loses nothing (the end of the machine may).
 *
 * What is made without a pause is one line, with a checksum. A line that is torn was never answered for. Changes that
 * cannot be written are taken back, and the work that made them fails.
 */
export class Journal {
  readonly #path: string;
  readonly #subject: JournalSubject;
  readonly #report: (error: Error) => void;
  readonly #stop: () => void;
  #file: JournalFile;
  #baseSize: number;
  #rewriteAt: number;
  #pending: { readonly change: Change; readonly revoke: (cause: Error) => void }[] = [];
  #written: ClockPosition;
  #isFailing = false;

  /** @throws {Error} A new file cannot be written. */
  constructor({ path, subject, found, report }: JournalOptions) {
    this.#path = path;
    this.#subject = subject;
    this.#report = report;
    this.#file = found?.file ?? rewritten(path, subject.state());
    this.#baseSize = found?.baseSize ?? this.#file.size;
    // A long file that was found is not rewritten while a server starts.
    this.#rewriteAt = Math.max(rewriteAt(this.#baseSize), found ? found.file.size + REWRITE_BYTES : 0);
    this.#written = found?.clock ?? subject.clock();
    this.#stop = subject.observe((change, revoke) => this.#note(change, revoke));
  }

  /** Writes what waits, and where the clock is. What cannot be written is taken back and reported. */
  flush(): void {
    const clock = this.#subject.clock();
    if (this.#pending.length === 0 && !this.#hasMoved(clock)) return;
    const pending = this.#pending;
    this.#pending = [];
    const batch: Batch = { clock, changes: pending.map(({ change }) => change) };
    try {
      this.#file.append(lineOf(JSON.stringify(batch)));
    } catch (error) {
      if (!(this.#maySaveRoom(batch) && this.#shorten())) {
        this.#fail(error, pending.reverse());
        return;
      }
    }
    this.#written = clock;
    this.#isFailing = false;
    if (this.#file.size > this.#rewriteAt) this.#shorten();
  }

  /** Writes what waits, leaves a short file, and lets it go. */
  close(): void {
    this.#stop();
    this.flush();
    if (!this.#isFailing && this.#file.size > this.#baseSize * 1.25) this.#shorten();
    this.#file.close();
  }

  #note(change: Change, revoke: (cause: Error) => void): void {
    this.#pending.push({ change, revoke });
    // Written when the work pauses.
    if (this.#pending.length === 1) queueMicrotask(() => this.flush());
  }

  // Tried once while the disk is full, and again when the state has become short.
  #maySaveRoom({ changes }: Batch): boolean {
    if (changes.some(([kind]) => kind === 'clear')) return true;
    return !this.#isFailing && this.#file.size > 2 * this.#baseSize;
  }

  #fail(error: unknown, latestFirst: readonly { readonly revoke: (cause: Error) => void }[]): void {
    const failure = new NotKeptError(error);
    for (const { revoke } of latestFirst) revoke(failure);
    if (!this.#isFailing)
      this.#report(new ConfigurationError({ message: `data: cannot write ${this.#path} (${reasonOf(error)})` }));
    this.#isFailing = true;
  }

  // A clock that runs moves by itself; what counts is whether it was moved.
  #hasMoved({ nowMs, offsetMs }: ClockPosition): boolean {
    return offsetMs !== this.#written.offsetMs || (offsetMs === null && nowMs !== this.#written.nowMs);
  }

  /** Begins the file again with the state as it is. Where that fails, the long file goes on. */
  #shorten(): boolean {
    const long = this.#file;
    try {
      if (!long.isAt(this.#path)) return false; // the directory was removed, and may be another server's by now
      this.#file = rewritten(this.#path, this.#subject.state());
    } catch {
      this.#rewriteAt = long.size + REWRITE_BYTES;
      return false;
    }
    this.#baseSize = this.#file.size;
    this.#rewriteAt = rewriteAt(this.#baseSize);
    long.close();
    return true;
  }
}

function rewriteAt(baseSize: number): number {
  return 3 * baseSize + REWRITE_BYTES;
}

/** Writes a state to a new file. At every instant the old file or the new one is present, whole. */
function rewritten(path: string, state: SavedState): JournalFile {
  const draft = `${path}.new`;
  rmSync(draft, { force: true });
  const file = JournalFile.create(draft);
  try {
    for (const line of baseLines(state)) file.append(line);
    file.sync();
    renameSync(draft, path);
  } catch (error) {
    file.close();
    rmSync(draft, { force: true });
    throw error;
  }
  syncDirectory(dirname(path));
  return file;
}

/** A state in lines of a bounded length, since no text holds a state of any size. Only one record makes a line longer. */
function* baseLines({ collections, ...rest }: SavedState): Generator<Buffer> {
  yield lineOf(JSON.stringify({ ...rest, collections: {} } satisfies SavedState));
  const clock = JSON.stringify(rest.clock);
  let changes: string[] = [];
  let length = 0;
  const line = (): Buffer => lineOf(`{"clock":${clock},"changes":[${changes.join()}],"isBase":true}`);
  for (const [name, records] of Object.entries(collections)) {
    for (const record of records) {
      const change = JSON.stringify(['put', name, record] satisfies Change);
      changes.push(change);
      length += change.length;
      if (length < LINE_BYTES) continue;
      yield line();
      changes = [];
      length = 0;
    }
  }
  if (changes.length > 0) yield line();
}

/**
 * Reads a journal line by line.
 *
 * @throws {SavedStateError} It is damaged, or no journal of ours. It is left as it is.
 */
export function readJournal(file: JournalFile, reader: JournalReader): FoundJournal {
  let clock: ClockPosition | undefined;
  let [baseSize, end] = [0, 0];
  for (const line of readLines(file.descriptor)) {
    end = line.end;
    if (clock === undefined) {
      assertSavedState(line.value);
      clock = line.value.clock;
      baseSize = end;
      reader.begin(line.value);
    } else {
      const batch = line.value as Batch; // the checksum says that a journal wrote it
      clock = batch.clock;
      if (batch.isBase) baseSize = end;
      reader.apply(batch.changes);
    }
  }
  if (clock === undefined) throw new SavedStateError('it has no state');
  return { file, clock, baseSize, tornBytes: file.size - end };
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
