export { isBrowser } from './runtime.js';
