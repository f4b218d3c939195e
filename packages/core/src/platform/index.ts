export { requireFetch } from './require-fetch.js';
export { hasPage, isBrowser, pageAddress } from './runtime.js';
