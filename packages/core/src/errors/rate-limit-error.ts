import { ApiError } from './api-error.js';
import type { ErrorDetails } from './sallyport-error.js';

/** Too many attempts. Wait `retryAfterMs` before the next one, or a while when it is `null`. */
export class RateLimitError extends ApiError {
  override readonly name = 'RateLimitError';
  override readonly kind = 'rate-limited';

  constructor(details: ErrorDetails) {
    super({ ...details, retryable: details.retryable ?? true });
  }
}
