/** Every class of errors. The build for pages makes one file of them, which all entries share. */
export * from './any-error.js';
export * from './api-errors.js';
export * from './client-errors.js';
export * from './sallyport-error.js';
export * from './token-errors.js';
