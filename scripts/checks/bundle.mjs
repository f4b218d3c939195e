// Bundles a page as an application does, and weighs the files that a browser gets.

import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import * as vite from 'vite';
import { inRoot } from '../set-up/root.mjs';

const folder = inRoot('bench');

const bundlers = { esbuild: bundleWithEsbuild, vite: bundleWithVite };

export const BUNDLERS = Object.keys(bundlers);

/**
 * Bundles a module for browsers.
 *
 * @param bundler - One of `BUNDLERS`.
 * @returns The files: `name`, `gzip` (its compressed content), and the names that it `imports` at once and `lazily`. The
 * first file is the entry.
 */
export async function bundlePage(source, bundler = 'esbuild') {
  const files = await bundlers[bundler](source);
  return files
    .map(({ code, ...file }) => ({ ...file, gzip: gzipSync(code, { level: 9 }) }))
    .sort((left, right) => Number(right.isEntry) - Number(left.isEntry));
}

async function bundleWithEsbuild(source) {
  const { outputFiles, metafile } = await esbuild.build({
    stdin: { contents: source, resolveDir: folder, sourcefile: 'page.js' },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    tsconfigRaw: '{}', // ours would lead from what is published to its sources
    outdir: folder,
    entryNames: 'entry', // esbuild calls lazy files entry points too
    absWorkingDir: folder,
    write: false,
    metafile: true,
  });
  return outputFiles.map(({ path, contents }) => {
    const name = basename(path);
    const imports = (kind) =>
      metafile.outputs[name].imports.filter((to) => !to.external && to.kind === kind).map((to) => to.path);
    return {
      name,
      code: contents,
      isEntry: name === 'entry.js',
      imports: imports('import-statement'),
      lazily: imports('dynamic-import'),
    };
  });
}

async function bundleWithVite(source) {
  const page = join(folder, 'page.js');
  const { output } = await vite.build({
    root: folder,
    configFile: false,
    envFile: false,
    publicDir: false,
    logLevel: 'error',
    define: { global: 'globalThis' },
    plugins: [
      {
        name: 'page',
        enforce: 'pre',
        resolveId: (id) => (id === 'page' ? page : null),
        load: (id) => (id === page ? source : null),
      },
    ],
    build: {
      write: false,
      rolldownOptions: {
        input: { entry: 'page' },
      },
    },
  });
  const names = output.map(({ fileName }) => fileName);
  const bundled = (imports) => imports.filter((name) => names.includes(name));
  return output
    .filter(({ type }) => type === 'chunk')
    .map(({ fileName, code, isEntry, imports, dynamicImports }) => ({
      name: fileName,
      code,
      isEntry,
      imports: bundled(imports),
      lazily: bundled(dynamicImports),
    }));
}

/** Bytes of the files that must arrive before the entry runs (`first`), their number, and bytes of all within reach. */
export function weigh(files) {
  const [entry] = files;
  const first = reachable(files, entry.name, ({ imports }) => imports);
  const all = reachable(files, entry.name, ({ imports, lazily }) => [...imports, ...lazily]);
  const bytes = (names) => files.reduce((sum, { name, gzip }) => sum + (names.has(name) ? gzip.length : 0), 0);
  return { first: bytes(first), all: bytes(all), files: first.size };
}

function reachable(files, name, next, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const to of next(files.find((file) => file.name === name))) reachable(files, to, next, seen);
  return seen;
}
