// Bundles app.mjs for pages: `node bundle.mjs webpack` writes out/webpack/app.js, an ES module. A warning is a failure.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
const [bundler] = process.argv.slice(2);
const input = join(folder, 'app.mjs');
const out = join(folder, 'out', bundler);

/** Each writes the bundle and resolves with its complaints. */
const bundlers = {
  webpack: async () => runWebpack((await import('webpack')).default),
  rspack: async () => runWebpack((await import('@rspack/core')).rspack),

  async rollup() {
    const { rollup } = await import('rollup');
    const { nodeResolve } = await import('@rollup/plugin-node-resolve');
    const complaints = [];
    const onwarn = ({ message }) => complaints.push(message);
    const bundle = await rollup({ input, plugins: [nodeResolve({ browser: true })], onwarn });
    await bundle.write({ dir: out, format: 'es' });
    return complaints;
  },

  async esbuild() {
    const { build } = await import('esbuild');
    const options = { bundle: true, splitting: true, format: 'esm', platform: 'browser', target: 'es2022' };
    const { warnings } = await build({ ...options, entryPoints: { app: input }, outdir: out, logLevel: 'silent' });
    return warnings.map(({ text }) => text);
  },

  async vite() {
    const { build, createLogger } = await import('vite');
    const complaints = [];
    const complain = (message) => complaints.push(message);
    const customLogger = { ...createLogger(), info() {}, warn: complain, warnOnce: complain, error: complain };
    await build({
      root: folder,
      configFile: false,
      customLogger,
      build: {
        outDir: out,
        rolldownOptions: { input: { app: input }, output: { entryFileNames: '[name].js' } },
        modulePreload: false, // it asks for a document, which Node does not have
      },
    });
    return complaints;
  },
};

async function runWebpack(webpack) {
  const stats = await new Promise((resolve, reject) => {
    const options = {
      context: folder,
      mode: 'production',
      entry: { app: input },
      target: ['web', 'es2022'],
      experiments: { outputModule: true },
      output: { path: out, filename: '[name].js', module: true, chunkFormat: 'module', chunkLoading: 'import' },
      performance: false, // advice on the sizes of an application
    };
    webpack(options, (error, result) => (error ? reject(error) : resolve(result)));
  });
  const { warnings, errors } = stats.toJson({ all: false, warnings: true, errors: true });
  return [...warnings, ...errors].map(({ message }) => message);
}

const complaints = await bundlers[bundler]();
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'package.json'), '{ "type": "module" }');
for (const complaint of complaints) console.error(`${bundler}: ${complaint}`);
process.exit(complaints.length > 0 ? 1 : 0);
