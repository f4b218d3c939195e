import { bundlerTarget } from '../bundler-target.mjs';

export default bundlerTarget({ id: 'webpack', label: 'webpack 5', install: { webpack: '5' } });
