/** Fakes and shared suites for tests of what builds on this package. */
export { FakeTransport } from './fake-transport.js';
export { type TokenStorageCase, tokenStorageCases } from './token-storage-cases.js';
