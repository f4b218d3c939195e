import { ConfigurationError } from '../../errors/index.js';

/** @throws {ConfigurationError} Always: a page has no files. */
export function openSharedFiles(): never {
  throw new ConfigurationError({
    message: 'A folder of files needs Node',
    remedy: 'Pass another storage; a page has webStorageOrMemory.',
  });
}

/** @throws {ConfigurationError} Always: a page has no process. */
export function markProcess(): never {
  return openSharedFiles();
}

/** A page cannot observe processes. */
export function hasEnded(): boolean {
  return false;
}
