import { NetworkError } from './network-error.js';
import type { ErrorDetails } from './sallyport-error.js';

/**
 * The proxy that the environment names could not be used: it is not reached, or it refuses. The server saw nothing of
 * the request. Only in Node.
 */
export class ProxyError extends NetworkError {
  override readonly name = 'ProxyError';
  override readonly kind = 'proxy';

  constructor(details: ErrorDetails & { readonly systemCode?: string | undefined }) {
    super({ ...details, sent: false });
  }
}
