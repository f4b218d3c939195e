import type { GotrueContext } from '../gotrue-context.js';
import { invalid } from '../gotrue-refusal.js';

/** Where a sign-in at a provider would begin. None is on. */
export function mountAuthorize({ on }: GotrueContext): void {
  on('GET', '/authorize', (c) => {
    const provider = c.req.query('provider') ?? '';
    if (provider === '') throw invalid('Unsupported provider: missing provider');
    throw invalid('Unsupported provider: provider is not enabled');
  });
}
