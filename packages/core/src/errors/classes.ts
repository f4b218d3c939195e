/** Every class of errors. All entries of the build for pages share one copy of them. */
export * from './any-error.js';
export * from './api-errors.js';
export * from './client-errors.js';
export * from './sallyport-error.js';
export * from './sign-in-errors.js';
export * from './token-errors.js';
