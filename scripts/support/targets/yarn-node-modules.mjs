import { yarnTarget } from '../yarn-target.mjs';

export default yarnTarget('node-modules');
