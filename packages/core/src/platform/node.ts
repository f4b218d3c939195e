export { createTransport } from './node/node-transport.js';
export { hasEnded, markProcess } from './node/process-mark.js';
export { openSharedFiles } from './node/versioned-files.js';
