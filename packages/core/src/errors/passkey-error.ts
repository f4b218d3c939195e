import { ApiError } from './api-error.js';

/** The server did not accept the proof of a passkey. Let the user try again, or offer another factor. */
export class PasskeyError extends ApiError {
  override readonly name = 'PasskeyError';
  override readonly kind = 'passkey';
}
