export type { CancelTimer, Clock } from './clock.js';
export { type DueTimer, fireInOrder, settle } from './fire-in-order.js';
export { ManualClock } from './manual-clock.js';
export { ServerClock } from './server-clock.js';
export { sleepBy } from './sleep.js';
export { systemClock } from './system-clock.js';
