import { bundlerTarget } from '../bundler-target.mjs';

export default bundlerTarget({ id: 'rspack', label: 'Rspack', install: { '@rspack/core': '*' } });
