import { SallyportError } from './sallyport-error.js';

/** The time limit passed before an answer was complete. The server may have acted on the request. */
export class TimeoutError extends SallyportError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'TimeoutError';
  override readonly kind = 'timeout';
}
