import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/**
 * Bundles a module for a browser and weighs it, compressed: `first` is what must arrive before it runs, `all` counts
 * in what it loads later.
 */
export async function browserSize(file, options = {}) {
  const { outputFiles, metafile } = await bundle({ entryPoints: [file], ...options });
  const sizes = new Map(
    outputFiles.map(({ path, contents }) => [basename(path), gzipSync(contents, { level: 9 }).length]),
  );
  const sum = (outputs) => [...outputs].reduce((total, output) => total + sizes.get(basename(output)), 0);
  const [entry] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint);
  return { first: sum(withImports(entry, metafile)), all: sum(Object.keys(metafile.outputs)) };
}

function bundle(options) {
  return build({
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"' },
    tsconfigRaw: '{}', // ours would lead from what is published to its sources
    outdir: 'out',
    write: false,
    metafile: true,
    ...options,
  });
}

function withImports(output, metafile, seen = new Set()) {
  if (seen.has(output)) return seen;
  seen.add(output);
  for (const { path, kind } of metafile.outputs[output].imports) {
    if (kind === 'import-statement' && metafile.outputs[path]) withImports(path, metafile, seen);
  }
  return seen;
}
