export { type AbortSource, Lifetime } from '../lifetime.js';
export { SingleFlight } from '../single-flight.js';
export { unlessAborted } from '../unless-aborted.js';
export { isPackageMissing, lazy } from './lazy.js';
