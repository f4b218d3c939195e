import type { ErrorKind } from './kinds.js';
import { SallyportError } from './sallyport-error.js';

/** An argument can never be right. Nothing was sent. Fix the argument that the message names. */
export class InputError extends SallyportError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name: string = 'InputError';
  override readonly kind: ErrorKind = 'invalid-input';
}
