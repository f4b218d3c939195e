import { StorageError } from '../../errors/index.js';

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: 'Let the user of this process read and write it, or choose another folder.',
  EPERM: 'Let the user of this process write it, or choose a folder on a file system with hard links.',
  ENOTSUP: 'Choose a folder on a file system with hard links.',
  ENOSPC: 'Free space on the disk, or choose another folder.',
  EDQUOT: 'Free space of the user’s quota, or choose another folder.',
  EROFS: 'Choose a folder on a file system that can be written.',
  ELOOP: 'Remove the symbolic link in the folder: another program has put it there.',
  ENOTDIR: 'Choose the path of a folder: a file stands in its way.',
  EEXIST: 'Choose the path of a folder: a file stands in its way.',
};

/** What the system calls this failure, such as `ENOENT`; `undefined` for what is none of its failures. */
export function systemCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

/** Whether there is no room for anything more. */
export function isFull(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** Says which folder failed, and what to do about it. What is no failure of the system stays as it is. */
export function asStorageError(error: unknown, directory: string): unknown {
  const code = systemCode(error);
  if (code === undefined || error instanceof StorageError) return error;
  return new StorageError({
    message: `The folder ${directory} could not be used (${code})`,
    remedy:
      (Object.hasOwn(REMEDIES, code) && REMEDIES[code]) || 'Check the folder and its disk, or choose another one.',
  });
}
