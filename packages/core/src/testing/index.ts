/** Fakes and shared suites for tests of what builds on this package. */
export { FailingStorage } from './failing-storage.js';
export { FakeTransport } from './fake-transport.js';
export { type LeaseCase, leaseCases } from './lease-cases.js';
export { SlowStorage } from './slow-storage.js';
export { type TokenStorageCase, type TokenStorageStage, tokenStorageCases } from './token-storage-cases.js';
