import { SallyportError } from './sallyport-error.js';

/** The browser opened no window. Start from a click or a key press, before anything is awaited, or go by redirect. */
export class PopupBlockedError extends SallyportError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'PopupBlockedError';
  override readonly kind = 'popup-blocked';
}
