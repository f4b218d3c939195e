import { SallyportError } from './sallyport-error.js';

/** The client was disposed of before the call. Make another one. */
export class DisposedError extends SallyportError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'DisposedError';
  override readonly kind = 'disposed';
}
