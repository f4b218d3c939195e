import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { link, lstat, mkdir, open, readdir, stat, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { randomId } from '../../crypto/random.js';
import { ConfigurationError, StorageError } from '../../errors/index.js';
import { startStopwatch } from '../../http/deadline.js';
import type { SharedFiles } from '../../session/storage/shared-files.js';
import { asStorageError, isFull, systemCode } from './file-system-error.js';

/** A text as it was found, and the version that it is. Version 0 is nothing. */
interface Current {
  readonly version: number;
  readonly value: string | null;
}

// An old version is removed only when it is older than an attempt to write can be that still counts on its number.
const KEPT_MS = 10_000;
const LONGEST_ATTEMPT_MS = 5_000;
const WIPED_AT_ONCE = 8;
const REMOVED_AT_ONCE = 16;
// Numbers above cannot be counted on from; no writer of ours gets there.
const LAST_VERSION = Number.MAX_SAFE_INTEGER - 1;
const WRITABLE_BY_OTHERS = 0o022;
// Absent on Windows, where it counts as 0 and making a link needs a right of its own.
const { O_NOFOLLOW } = constants;

/** @throws {ConfigurationError} The path is missing. */
export function openSharedFiles(directory: string): SharedFiles {
  if (typeof directory !== 'string' || directory === '') {
    throw new ConfigurationError({
      message: 'The directory is missing',
      remedy: 'Pass the path of a folder that may be written.',
    });
  }
  return new VersionedFiles(resolve(directory));
}

/**
 * A folder for each text, and in it a file for each of its versions: `1`, `2`, `3`… The highest number is the text. To
 * write is to make the next number, in one step (`link`), which the file system grants to one process alone: there is
 * no lock that a process could leave behind or lose. What is replaced is emptied at once, and removed later.
 */
class VersionedFiles implements SharedFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async read(name: string): Promise<string | null> {
    return this.#guarded(name, async (folder) => (await findCurrent(folder)).value);
  }

  async write(name: string, next: string | null): Promise<void> {
    await this.#guarded(name, async (folder) => {
      try {
        await advance(folder, next, () => true);
      } catch (error) {
        if (next !== null || !isFull(error)) throw error;
        await emptyCurrent(folder); // a full disk must keep nobody signed in
      }
    });
  }

  async swap(name: string, expected: string | null, next: string | null): Promise<boolean> {
    return this.#guarded(name, (folder) => advance(folder, next, (present) => present === expected));
  }

  // A hash, since keys can be longer than the name of a file, and some file systems do not know `a` from `A`.
  #folderOf(name: string): string {
    return join(this.#directory, createHash('sha256').update(name).digest('hex'));
  }

  async #guarded<T>(name: string, act: (folder: string) => Promise<T>): Promise<T> {
    const folder = this.#folderOf(name);
    try {
      await assertPrivate(this.#directory);
      await assertPrivate(folder);
      return await act(folder);
    } catch (error) {
      throw asStorageError(error, this.#directory);
    }
  }
}

/**
 * Accepts a directory that is missing, or that no other user can write.
 *
 * @throws {StorageError} Another user could place files in it.
 */
async function assertPrivate(directory: string): Promise<void> {
  const found = await lstat(directory).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!found) return;
  if (found.isSymbolicLink()) throw unsafe(directory, 'is a symbolic link', 'Pass the path that it leads to.');
  const { getuid } = process; // absent on Windows, which has no such modes
  if (getuid === undefined) return;
  if (found.uid !== getuid()) {
    throw unsafe(directory, 'belongs to another user', 'Choose a folder of the user of this process.');
  }
  if ((found.mode & WRITABLE_BY_OTHERS) !== 0) {
    throw unsafe(directory, 'can be written by group or others', 'Give it mode 0700.');
  }
}

function unsafe(path: string, fault: string, remedy: string): StorageError {
  return new StorageError({ message: `The folder ${path} ${fault}`, remedy });
}

/** Makes the next version, after whichever is there and may be replaced. */
async function advance(
  folder: string,
  next: string | null,
  isReplaceable: (present: string | null) => boolean,
): Promise<boolean> {
  for (;;) {
    const elapsedMs = startStopwatch();
    const present = await findCurrent(folder);
    if (!isReplaceable(present.value)) return false;
    if (present.value === null && next === null) return true;
    const version = present.version + 1;
    if (!(await tryCreate(folder, version, JSON.stringify(next)))) continue;
    // So late that this number may have been given, and its version removed, before.
    if (elapsedMs() > LONGEST_ATTEMPT_MS && (await findCurrent(folder)).version !== version) {
      await unlink(join(folder, `${version}`)).catch(() => {});
      continue;
    }
    await dropVersionsBefore(version, folder).catch(() => {}); // the next writer does it
    return true;
  }
}

async function findCurrent(folder: string): Promise<Current> {
  for (let emptied = 0; ; ) {
    const version = (await versionsIn(folder)).at(-1) ?? 0;
    if (version === 0) return { version, value: null };
    const text = await readIfThere(join(folder, `${version}`));
    if (text) return { version, value: parse(text) };
    // Emptied or removed, so there is a newer one. If there is none, somebody else has emptied it.
    if (text === '' && version === emptied) return { version, value: null };
    emptied = version;
  }
}

async function versionsIn(folder: string): Promise<number[]> {
  const versions = (await namesIn(folder)).filter((name) => /^[1-9]\d*$/.test(name)).map(Number);
  if (versions.some((version) => version > LAST_VERSION)) {
    throw unsafe(folder, 'has a version that no writer reaches', 'Remove the folder, and sign in again.');
  }
  return versions.sort((left, right) => left - right);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY | O_NOFOLLOW);
    try {
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

// What somebody else has put there is handed on as it is, for the owner of the key to judge.
function parse(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return value === null || typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}

/** Whether nobody else was quicker. */
async function tryCreate(folder: string, version: number, text: string): Promise<boolean> {
  const draft = join(folder, `${randomId()}.draft`);
  try {
    await writeDraft(folder, draft, text);
    const isFirst = await tryLink(draft, join(folder, `${version}`));
    await syncFolder(folder);
    return isFirst;
  } finally {
    await unlink(draft).catch(() => {}); // it was never there, or goes with the old versions
  }
}

async function tryLink(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    const code = systemCode(error);
    // The version is there already; or the draft of a process that stood still has been removed.
    if (code === 'EEXIST' || code === 'ENOENT') return false;
    throw error;
  }
}

async function writeDraft(folder: string, draft: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

// So that a power cut does not bring the version before it back. Not every system can do that to a folder.
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

async function emptyCurrent(folder: string): Promise<void> {
  const version = (await versionsIn(folder)).at(-1);
  if (version !== undefined) await empty(join(folder, `${version}`));
}

// Not by `truncate`, which follows links.
async function empty(path: string): Promise<void> {
  const file = await open(path, constants.O_WRONLY | O_NOFOLLOW);
  try {
    await file.truncate();
  } finally {
    await file.close();
  }
}

async function dropVersionsBefore(newest: number, folder: string): Promise<void> {
  const older = (await versionsIn(folder)).filter((version) => version < newest).map(String);
  const drafts = (await namesIn(folder)).filter((name) => name.endsWith('.draft'));
  const { ctimeMs } = await stat(join(folder, `${newest}`));
  for (const name of [...older.slice(0, REMOVED_AT_ONCE), ...drafts]) {
    // The time of the link or later, by the clock of the file system's machine.
    const path = join(folder, name);
    const age = ctimeMs - (await stat(path).catch(() => ({ ctimeMs }))).ctimeMs;
    if (age > KEPT_MS) await unlink(path).catch(() => {});
  }
  for (const name of older.slice(-WIPED_AT_ONCE)) await empty(join(folder, name)).catch(() => {});
}
