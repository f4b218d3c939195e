import { existsSync, readdirSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const read = (file: string): Promise<string> => readFile(join(root, file), 'utf8');

async function foldersBelow(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, folder).length + 1));
}

describe('docs/architecture.md', () => {
  it.each(['core', 'authentication-client', 'management-client', 'emulator', 'cli'])(
    'names every folder of %s, or the one that holds it',
    async (name) => {
      const text = await read('docs/architecture.md');
      const folders = await foldersBelow(`packages/${name}/src`);
      const isNamed = (folder: string): boolean =>
        folder !== '.' && (text.includes(`\`${folder}/`) || text.includes(`${folder}/\``) || isNamed(dirname(folder)));
      expect(folders.filter((folder) => !isNamed(folder))).toEqual([]);
    },
  );

  it('names no folder or file of a package that is not there', async () => {
    const text = await read('docs/architecture.md');
    const sections = text.split(/^### /m).filter((section) => section.startsWith('`packages/'));
    expect(sections.length).toBe(4);
    const missing = sections.flatMap((section) => {
      const base = /^`([^`]+)`/.exec(section)?.[1] ?? '';
      const rows = section.split('\n').filter((line) => line.startsWith('| `'));
      const named = rows.flatMap((row) =>
        [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, path = '']) => path),
      );
      return named.filter((path) => !existsSync(join(root, base, path)));
    });
    expect(missing).toEqual([]);
  });
});

describe('links between documents', () => {
  const guides = readdirSync(join(root, 'docs/guides')).map((name) => `docs/guides/${name}`);

  it.each(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md', 'docs/security.md', ...guides])(
    'all lead somewhere in %s',
    async (file) => {
      const targets = [...(await read(file)).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target);
      expect(targets.filter((target) => !existsSync(join(root, dirname(file), target)))).toEqual([]);
    },
  );
});
