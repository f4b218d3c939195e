import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// The newest Miniflare 3 that runs on Node 20. It brings workerd.
export default {
  id: 'workerd',
  kind: 'runtime',
  label: 'Cloudflare Workers (workerd)',
  install: { miniflare: '3.20250718.3', esbuild: '0.28' },
  async run({ folder, exec }) {
    const emulator = readFileSync(join(folder, 'emulator.json'), 'utf8');
    const bundling = ['--bundle', '--format=esm', '--conditions=workerd,worker,browser', '--outfile=worker.js'];
    await exec('esbuild', ['worker.mjs', ...bundling, `--define:EMULATOR=${emulator}`]);
    await exec('node', ['worker-host.mjs']);
    return { version: JSON.parse(readFileSync(join(folder, 'node_modules/workerd/package.json'), 'utf8')).version };
  },
};
