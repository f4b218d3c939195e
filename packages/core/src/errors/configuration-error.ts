import { SallyportError } from './sallyport-error.js';

/** An option of a constructor is missing or malformed. Nothing was done. Fix the option that the message names. */
export class ConfigurationError extends SallyportError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'ConfigurationError';
  override readonly kind = 'configuration';
}
