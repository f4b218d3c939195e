import { hasEnded, markProcess, openSharedFiles } from '#platform';
import type { LeaseOptions } from './hold-time.js';
import type { ExtendLease, Lease } from './lease.js';
import { parseProcessMark } from './process-mark.js';
import { RecordLease } from './record-lease.js';

/**
 * Excludes the processes that share a folder. That a holder has died is seen at once on the same machine, and after
 * `holdMs` from others. Node only.
 */
export class FileLease implements Lease {
  readonly holdMs: number;
  readonly #lease: RecordLease;

  /**
   * @param directory - Made when it is first used, with mode 0700. It may be that of a `FileStorage`.
   * @throws {ConfigurationError} This is no Node, or an option is malformed.
   */
  constructor(directory: string, options: LeaseOptions = {}) {
    const files = openSharedFiles(directory);
    const nameOf = (name: string): string => `lease:${name}`;
    this.#lease = new RecordLease(
      {
        get: (name) => files.read(nameOf(name)),
        swap: (name, expected, next) => files.swap(nameOf(name), expected, next),
      },
      {
        ...options,
        mark: async () => ({ holder: markProcess(), remove: () => {} }),
        follow: (note) => {
          const mark = parseProcessMark(note);
          return () => mark !== null && hasEnded(mark);
        },
      },
    );
    this.holdMs = this.#lease.holdMs;
  }

  hold<T>(name: string, work: (extend?: ExtendLease) => Promise<T>, signal: AbortSignal): Promise<T> {
    return this.#lease.hold(name, work, signal);
  }
}
