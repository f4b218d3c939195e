import { rest } from '@sallyport/core/endpoints';
import type { Feature } from '../feature.js';

// Clients ask for it on their own, by no method of theirs, so that they have no row for it to share.
const publicKey = rest('GET /api/v2/.well-known', { credential: 'none' }).returns<{ readonly publicKey: string }>();

/** What clients have to know before they can call. */
export const wellKnownFeature: Feature = {
  routes: (mount, { passwordKey }) => {
    mount(publicKey, () => ({ publicKey: passwordKey.publicPem() }));
  },
};
