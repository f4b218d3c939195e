import { compilerTarget } from '../compiler-target.mjs';

export default compilerTarget('5.4');
