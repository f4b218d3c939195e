import type { ErrorKind } from './kinds.js';
import { SallyportError } from './sallyport-error.js';

/** The server answered, and refused. Read `code`, `status` and `requestId`. */
export class ApiError extends SallyportError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name: string = 'ApiError';
  override readonly kind: ErrorKind = 'api';
}
