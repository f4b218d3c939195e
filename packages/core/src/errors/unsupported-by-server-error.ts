import { ApiError } from './api-error.js';
import type { ErrorKind } from './kinds.js';

/** This server cannot do what was asked. `mfa.capabilities` says so beforehand. */
export class UnsupportedByServerError extends ApiError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name: string = 'UnsupportedByServerError';
  override readonly kind: ErrorKind = 'unsupported-by-server';
}
