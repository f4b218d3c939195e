import { yarnTarget } from '../yarn-target.mjs';

export default yarnTarget('pnp');
