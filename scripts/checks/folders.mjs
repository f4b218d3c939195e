// Fails when two folders of the authentication client import each other. A folder then has no place in an order of layers,
// and a reader cannot tell which of the two to read first.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { inRoot } from '../set-up/root.mjs';

const source = inRoot('packages', 'authentication-client', 'src');
const IMPORT = /(?:from|import\()\s*'(\.[^']+)'/g;

const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !/\.(test|test-d|fixture)\.ts$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name));

/** The first import that leads from one folder to another, under both names. */
const imports = new Map();
for (const file of files) {
  const from = relative(source, dirname(file));
  for (const [, specifier] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    const target = join(dirname(file), specifier);
    const to = relative(source, dirname(target));
    const key = `${from} ${to}`;
    if (from !== to && !imports.has(key)) {
      imports.set(key, { from, to, example: `${relative(source, file)} imports ${relative(source, target)}` });
    }
  }
}

const mutual = [...imports.values()].filter(({ from, to }) => from < to && imports.has(`${to} ${from}`));
for (const { from, to, example } of mutual) {
  console.error(`${from || '.'} and ${to || '.'} import each other:`);
  console.error(`  ${example}\n  ${imports.get(`${to} ${from}`).example}`);
}
console.log(`${files.length} files, ${imports.size} pairs of folders, ${mutual.length} that import each other`);
process.exit(mutual.length > 0 ? 1 : 0);
