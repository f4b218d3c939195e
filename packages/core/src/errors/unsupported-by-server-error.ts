import { ApiError } from './api-error.js';

/** This server cannot do what was asked. `mfa.capabilities` says so beforehand. */
export class UnsupportedByServerError extends ApiError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'UnsupportedByServerError';
  override readonly kind = 'unsupported-by-server';
}
