export { SingleFlight } from '../single-flight.js';
export { unlessAborted } from '../unless-aborted.js';
export { isPackageMissing, lazy } from './lazy.js';
