import { compilerTarget } from '../compiler-target.mjs';

export default compilerTarget('7.0');
