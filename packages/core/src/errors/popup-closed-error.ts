import { SallyportError } from './sallyport-error.js';

/** The user closed the window before it answered. Nobody was signed in or out by it. */
export class PopupClosedError extends SallyportError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'PopupClosedError';
  override readonly kind = 'popup-closed';
}
