import { ApiError } from './api-error.js';

/** The server failed. Try again later, where the call is harmless to repeat. */
export class ServerError extends ApiError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'ServerError';
  override readonly kind = 'server';
}
