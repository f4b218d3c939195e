import type { Domain } from '../domain/create-domain.js';
import type { RouteTable } from '../http/route-table.js';
import type { KeyRing } from '../keys/key-ring.js';
import { mountAuthorize } from './authorize.js';
import { discoveryOf } from './discovery.js';
import { mountEndSession } from './end-session.js';
import { mountTokenEndpoint } from './token-endpoint.js';
import { mountTokenServices } from './token-services.js';

/** What the routes of OpenID Connect and OAuth 2 need. */
interface OidcParts {
  readonly domain: Domain;
  readonly keys: KeyRing;
  readonly issuer: () => string;
}

/** OpenID Connect, and OAuth 2 under its own addresses: the same without an identity in the tokens. */
export function mountOidc(routes: RouteTable, { domain, keys, issuer }: OidcParts): void {
  routes.on('GET', '/oidc/.well-known/openid-configuration', (c) => c.json(discoveryOf(issuer(), domain)));
  routes.on('GET', '/oidc/.well-known/jwks.json', (c) => c.json(keys.publicKeys()));
  for (const protocol of ['oidc', 'oauth'] as const) {
    mountAuthorize(routes, domain, { protocol, issuer });
    mountTokenEndpoint(routes, domain, protocol);
    mountTokenServices(routes, domain, { protocol, issuer });
  }
  mountEndSession(routes, domain);
}
