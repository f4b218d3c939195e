import { ApiError } from './api-error.js';
import type { ErrorKind } from './kinds.js';

/** Too many attempts. Wait `retryAfterMs` before the next one, or a while when it is `null`. */
export class RateLimitError extends ApiError {
  override readonly name: string = 'RateLimitError';
  override readonly kind: ErrorKind = 'rate-limited';
}
