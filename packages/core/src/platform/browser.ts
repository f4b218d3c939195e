export { createTransport } from './browser/fetch-transport.js';
export { hasEnded, markProcess, openSharedFiles } from './browser/no-files.js';
