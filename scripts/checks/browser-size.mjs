import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/**
 * Bundles a module (an option of esbuild: `entryPoints` or `stdin`) for a browser and weighs it, compressed. `first` is
 * what must arrive before it runs, in so many `files`; `all` counts in what it may load later.
 */
export async function browserSize(source) {
  const { outputFiles, metafile } = await bundle(source);
  const sizes = new Map(
    outputFiles.map(({ path, contents }) => [basename(path), gzipSync(contents, { level: 9 }).length]),
  );
  const sum = (outputs) => [...outputs].reduce((total, output) => total + sizes.get(basename(output)), 0);
  const entry = Object.keys(metafile.outputs).find((output) => basename(output) === 'entry.js');
  const first = reachable(entry, metafile, ['import-statement']);
  const all = reachable(entry, metafile, ['import-statement', 'dynamic-import']);
  return { first: sum(first), all: sum(all), files: first.size };
}

function bundle(source) {
  return build({
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"' },
    tsconfigRaw: '{}', // ours would lead from what is published to its sources
    outdir: 'out',
    entryNames: 'entry', // tells it from what is loaded later, which the bundler calls entry points too
    write: false,
    metafile: true,
    external: ['sm-crypto-v2'], // an optional peer, which an application has only when it installs it
    ...source,
  });
}

function reachable(output, metafile, kinds, seen = new Set()) {
  if (seen.has(output)) return seen;
  seen.add(output);
  for (const { path, kind } of metafile.outputs[output].imports) {
    if (kinds.includes(kind) && metafile.outputs[path]) reachable(path, metafile, kinds, seen);
  }
  return seen;
}
