import { bundlerTarget } from '../bundler-target.mjs';

export default bundlerTarget({ id: 'esbuild', label: 'esbuild', install: { esbuild: '*' } });
