import { CallbackError } from './callback-error.js';

/** What came back belongs to no sign-in that is under way here: to somebody else's, or one that is over. Begin it again. */
export class StateMismatchError extends CallbackError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'StateMismatchError';
  override readonly kind = 'state-mismatch';
}
