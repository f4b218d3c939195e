export { type ErrorCodeOf, FailureReport, hearingFailures, type OnError } from './failure-report.js';
export { type Logger, silentLogger } from './logger.js';
