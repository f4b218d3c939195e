import { bundlerTarget } from '../bundler-target.mjs';

export default bundlerTarget({ id: 'vite', label: 'Vite', install: { vite: '*' } });
