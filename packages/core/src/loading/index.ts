export { SingleFlight, unlessAborted } from '../single-flight.js';
export { isPackageMissing, lazy } from './lazy.js';
