// For applications. What the packages of this repository use has an entry for each concern.
export { type CancelTimer, type Clock, ManualClock, systemClock } from './clock/index.js';
export * from './errors/index.js';
export type { HttpRequest, HttpResponse, HttpTransport, RequestOptions, UploadProgress } from './http/index.js';
export { type Logger, silentLogger } from './logging/index.js';
export * from './storage.js';
