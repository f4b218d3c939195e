import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  statSync,
  writeSync,
} from 'node:fs';

const MODE = 0o600;
// Absent on Windows, where it counts as 0 and making a link needs a right of its own.
const { O_NOFOLLOW } = constants;

/** A file that grows at its end, by whole writes. */
export class JournalFile {
  readonly descriptor: number;
  #size: number;

  private constructor(descriptor: number, size: number) {
    this.descriptor = descriptor;
    this.#size = size;
  }

  /** @throws {Error} The file exists, or cannot be made. */
  static create(path: string): JournalFile {
    return new JournalFile(openSync(path, 'wx', MODE), 0);
  }

  /**
   * Opens a file that exists; `null` when it is missing.
   *
   * @throws {Error} It is a symbolic link, or cannot be read and written.
   */
  static open(path: string): JournalFile | null {
    try {
      const descriptor = openSync(path, constants.O_RDWR | O_NOFOLLOW);
      const { mode, size } = fstatSync(descriptor);
      if ((mode & 0o077) !== 0) fchmodSync(descriptor, MODE);
      return new JournalFile(descriptor, size);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null; // what node:fs throws
      throw error;
    }
  }

  get size(): number {
    return this.#size;
  }

  /** Whether a path leads to this file. */
  isAt(path: string): boolean {
    const [own, found] = [fstatSync(this.descriptor), statSync(path, { throwIfNoEntry: false })];
    return found !== undefined && own.ino === found.ino && own.dev === found.dev;
  }

  /** @throws {Error} The bytes could not be written. The size is as before. */
  append(bytes: Buffer): void {
    if (fstatSync(this.descriptor).nlink === 0) throw new Error('the file was removed');
    try {
      // At an offset of our own: the system's is behind bytes of a write that failed in the middle.
      for (let at = 0; at < bytes.length; ) {
        at += writeSync(this.descriptor, bytes, at, bytes.length - at, this.#size + at);
      }
    } catch (error) {
      this.truncate(this.#size);
      throw error;
    }
    this.#size += bytes.length;
  }

  /** Drops what follows an offset. What cannot be dropped is overwritten by the next write. */
  truncate(size: number): void {
    this.#size = size;
    try {
      ftruncateSync(this.descriptor, size);
    } catch {
      // see above
    }
  }

  sync(): void {
    fsyncSync(this.descriptor);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
