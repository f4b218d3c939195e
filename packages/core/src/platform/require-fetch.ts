import { ConfigurationError } from '../errors/index.js';

/** @throws {ConfigurationError} The platform has no `fetch`, such as Jest's jsdom. */
export function requireFetch(): void {
  if (typeof fetch === 'function') return;
  throw new ConfigurationError({
    message: 'This platform has no fetch',
    remedy:
      'Add one to the global object, such as whatwg-fetch, or pass the option transport. Jest has jest-fixed-jsdom.',
  });
}
