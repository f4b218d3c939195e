export * from './authing/index.js';
export * from './clock/index.js';
export * from './errors/index.js';
export * from './http/index.js';
