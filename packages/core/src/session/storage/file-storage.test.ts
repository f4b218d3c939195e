import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ConfigurationError, StorageError } from '../../errors/index.js';
import { tokenStorageCases } from '../../testing/index.js';

/** What the system answers instead of making a file; `null` while it makes them. */
let refusal: string | null = null;

/** What was last changed until then, by the clock of the file system, is a minute older than that. */
let agedUntil = 0;

jest.unstable_mockModule('node:fs/promises', () => ({
  ...fs,
  open: async (...args: Parameters<typeof fs.open>) => {
    if (refusal !== null && args[1] === 'wx') throw Object.assign(new Error('canary'), { code: refusal });
    return fs.open(...args);
  },
  stat: async (path: string) => {
    const { ctimeMs } = await fs.stat(path);
    return { ctimeMs: ctimeMs <= agedUntil ? ctimeMs - 60_000 : ctimeMs };
  },
}));

const { FileStorage } = await import('./file-storage.js');

const root = await fs.mkdtemp(join(tmpdir(), 'sallyport-files-'));
let folder: string;
beforeEach(async () => {
  refusal = null;
  agedUntil = 0;
  folder = join(await fs.mkdtemp(join(root, 'case-')), 'tokens');
});
afterAll(() => fs.rm(root, { recursive: true }));

/** Every file below the folder, with what is in it. */
async function contents(): Promise<Map<string, string>> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(await Promise.all(files.map(async (file) => [file, await fs.readFile(file, 'utf8')] as const)));
}

const current = async (): Promise<string> =>
  [...(await contents()).entries()].find(([, text]) => text !== '')?.[0] ?? '';

describe('FileStorage on a full disk', () => {
  const fill = (): void => {
    refusal = 'ENOSPC';
  };
  const noRoom = tokenStorageCases.filter(({ name }) => name.includes('no room'));

  it.each(noRoom)('$name', ({ run }) => run(() => new FileStorage(folder), { fill }));

  it('goes on once there is room', async () => {
    const storage = new FileStorage(folder);
    await storage.set('key', 'old');
    fill();
    await storage.remove('key');
    refusal = null;
    expect(await storage.swap('key', null, 'new')).toBe(true);
    expect(await storage.get('key')).toBe('new');
  });
});

describe('FileStorage', () => {
  it('touches nothing before it is used', async () => {
    const storage = new FileStorage(folder);
    expect(await storage.get('key')).toBeNull();
    await expect(fs.stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('lets nobody but the owner read (CLI-14)', async () => {
    await new FileStorage(folder).set('key', 'value');
    const file = await current();
    const modes = await Promise.all([folder, join(file, '..'), file].map(async (path) => (await fs.stat(path)).mode));
    expect(modes.map((mode) => (mode & 0o777).toString(8))).toEqual(['700', '700', '600']);
  });

  it('leaves no value behind that was replaced or removed (CLI-16)', async () => {
    const storage = new FileStorage(folder);
    await storage.set('key', 'canary 1');
    await storage.set('key', 'canary 2');
    await storage.swap('key', 'canary 2', 'canary 3');
    expect([...(await contents()).values()].filter((text) => text.includes('canary'))).toEqual(['"canary 3"']);
    await storage.remove('key');
    expect([...(await contents()).values()].join()).not.toContain('canary');
  });

  it('keeps neither old versions nor drafts of processes that were killed', async () => {
    const storage = new FileStorage(folder);
    await storage.set('key', 'value');
    const draft = join(await current(), '..', 'killed.draft');
    await fs.writeFile(draft, '"half a val');
    for (let count = 0; count < 40; count += 1) await storage.set('key', `value ${count}`);
    expect((await contents()).has(draft)).toBe(true); // another process may still be at work on it
    agedUntil = (await fs.stat(await current())).ctimeMs;
    for (let count = 0; count < 6; count += 1) await storage.set('key', `value ${count}`);
    const files = await contents();
    expect(files.has(draft)).toBe(false);
    expect(files.size).toBeLessThan(16);
    expect(await storage.get('key')).toBe('value 5');
  });

  it('finds the value whatever else lies in its folder', async () => {
    const storage = new FileStorage(folder);
    await storage.set('key', 'value');
    const beside = join(await current(), '..');
    for (const name of ['killed.draft', '.DS_Store', '99~', '007', '1e9'])
      await fs.writeFile(join(beside, name), '"x"');
    expect(await storage.get('key')).toBe('value');
  });

  it.each([
    ['a torn text', '"val'],
    ['another text', '{"access_token":"x"}'],
    ['a number', '7'],
  ])('hands on what somebody else has put there, for the owner of the key to judge: %s (F21)', async (_, text) => {
    const storage = new FileStorage(folder);
    await storage.set('key', 'value');
    await fs.writeFile(await current(), text);
    expect(await storage.get('key')).toBe(text);
    expect(await storage.swap('key', text, 'next')).toBe(true);
  });

  it('takes a file that somebody else has emptied for nothing', async () => {
    const storage = new FileStorage(folder);
    await storage.set('key', 'value');
    await fs.truncate(await current());
    expect(await storage.get('key')).toBeNull();
    expect(await storage.swap('key', null, 'next')).toBe(true);
  });

  it('begins anew where somebody has removed the folder', async () => {
    const storage = new FileStorage(folder);
    await storage.set('key', 'value');
    await fs.rm(folder, { recursive: true });
    expect(await storage.get('key')).toBeNull();
    await storage.set('key', 'next');
    expect(await storage.get('key')).toBe('next');
  });

  it.each([
    ['EACCES', /user of this process/],
    ['EROFS', /can be written/],
    ['ENOSPC', /Free space/],
    ['EDQUOT', /quota/],
    ['ENOTSUP', /hard links/],
    ['EIO', /disk/],
  ])('says what to do about %s, and nothing of the value (F20)', async (code, remedy) => {
    refusal = code;
    const error = await new FileStorage(folder).set('key', 'canary').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StorageError);
    expect(error).toMatchObject({ message: expect.stringContaining(code), remedy: expect.stringMatching(remedy) });
    expect(`${(error as Error).stack}${JSON.stringify(error)}${String((error as Error).cause)}`).not.toContain(
      'canary',
    );
  });

  it('says that a file stands in its way', async () => {
    await fs.writeFile(folder, '');
    const storage = new FileStorage(folder);
    const file = { kind: 'storage', remedy: expect.stringContaining('a file stands in its way') };
    await expect(storage.get('key')).rejects.toMatchObject(file);
    await expect(storage.set('key', 'value')).rejects.toMatchObject(file);
    const held = storage.lease.hold('name', async () => {}, new AbortController().signal);
    await expect(held).rejects.toMatchObject(file);
  });

  it.each([
    ['that group can write', 0o770],
    ['that others can write', 0o707],
  ])('FileStorage refuses a directory %s', async (_, mode) => {
    const storage = new FileStorage(folder);
    await storage.set('key', 'value');
    const refused = { kind: 'storage', message: expect.stringContaining('can be written by group or others') };
    for (const directory of [folder, join(await current(), '..')]) {
      await fs.chmod(directory, mode);
      await expect(storage.get('key')).rejects.toMatchObject(refused);
      await expect(storage.set('key', 'next')).rejects.toMatchObject(refused);
      await fs.chmod(directory, 0o700);
    }
    expect(await storage.get('key')).toBe('value');
  });

  it('FileStorage refuses a directory of another user', async () => {
    await fs.mkdir(folder, { mode: 0o700 });
    const own = process.getuid?.() ?? 0;
    const getuid = jest.spyOn(process as Required<Pick<typeof process, 'getuid'>>, 'getuid').mockReturnValue(own + 1);
    const refused = new FileStorage(folder).get('key');
    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining('belongs to another user') });
    getuid.mockRestore();
  });

  it('FileStorage reads, empties and writes through no symbolic link', async () => {
    const storage = new FileStorage(folder);
    await storage.set('key', 'value');
    const version = await current();
    const secret = join(folder, '..', 'secret');
    await fs.writeFile(secret, '"canary"');
    await fs.symlink(secret, join(version, '..', '2'));
    for (const use of [storage.get('key'), storage.set('key', 'next'), storage.swap('key', 'canary', 'next')]) {
      await expect(use).rejects.toMatchObject({ kind: 'storage', message: expect.stringContaining('ELOOP') });
    }
    await fs.rename(join(version, '..', '2'), version);
    await fs.writeFile(join(version, '..', '2'), '"present"', { mode: 0o600 });
    await storage.set('key', 'next'); // which empties the versions before
    expect(await fs.readFile(secret, 'utf8')).toBe('"canary"');
    await fs.symlink(folder, `${folder}.link`);
    await expect(new FileStorage(`${folder}.link`).set('key', 'x')).rejects.toMatchObject({
      message: expect.stringContaining('is a symbolic link'),
    });
  });

  it.each(['9007199254740991', '9007199254740993', '9'.repeat(30)])(
    'FileStorage refuses the version %s',
    async (name) => {
      const storage = new FileStorage(folder);
      await storage.set('key', 'value');
      await fs.writeFile(join(await current(), '..', name), '"canary"');
      const refused = { kind: 'storage', message: expect.stringContaining('a version that no writer reaches') };
      await expect(storage.get('key')).rejects.toMatchObject(refused);
      await expect(storage.set('key', 'next')).rejects.toMatchObject(refused);
    },
  );

  it.each([[''], [undefined], [null], [7]])('refuses a directory that is none: %p', (directory) => {
    expect(() => new FileStorage(directory as string)).toThrow(ConfigurationError);
  });
});
