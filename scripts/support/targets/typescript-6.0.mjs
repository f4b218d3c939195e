import { compilerTarget } from '../compiler-target.mjs';

export default compilerTarget('6.0');
