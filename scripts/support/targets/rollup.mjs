import { bundlerTarget } from '../bundler-target.mjs';

export default bundlerTarget({
  id: 'rollup',
  label: 'Rollup',
  install: { rollup: '4', '@rollup/plugin-node-resolve': '*' },
});
