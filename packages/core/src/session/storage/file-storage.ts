import { openSharedFiles } from '#platform';
import { FileLease } from '../lease/file-lease.js';
import type { LeaseOptions } from '../lease/hold-time.js';
import type { Lease } from '../lease/lease.js';
import type { TokenStorage } from '../token-storage.js';
import type { SharedFiles } from './shared-files.js';

/**
 * Keeps tokens in a folder of files that only their owner can read (mode 0600). Several processes may share it, and
 * each may be killed at any moment. Node only.
 */
export class FileStorage implements TokenStorage {
  readonly lease: Lease;
  readonly #files: SharedFiles;

  /**
   * @param directory - Made on the first write, with mode 0700. Its file system needs hard links, as all but FAT have.
   * @throws {ConfigurationError} This is no Node, or an option is malformed.
   */
  constructor(directory: string, options: LeaseOptions = {}) {
    this.#files = openSharedFiles(directory);
    this.lease = new FileLease(directory, options);
  }

  get(key: string): Promise<string | null> {
    return this.#files.read(nameOf(key));
  }

  set(key: string, value: string): Promise<void> {
    return this.#files.write(nameOf(key), value);
  }

  remove(key: string): Promise<void> {
    return this.#files.write(nameOf(key), null);
  }

  swap(key: string, expected: string | null, next: string | null): Promise<boolean> {
    return this.#files.swap(nameOf(key), expected, next);
  }
}

const nameOf = (key: string): string => `value:${key}`;
