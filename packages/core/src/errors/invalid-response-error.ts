import { ApiError } from './api-error.js';

/** An answer arrived that is not what the server’s contract promises: HTML, a torn body, a wrong content type, too much, or a redirect. Often a proxy or a captive portal; check the address. */
export class InvalidResponseError extends ApiError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'InvalidResponseError';
  override readonly kind = 'invalid-response';
}
