import type { RouteTable } from '../http/route-table.js';
import type { DevelopmentTokenSigner } from '../keys/token-signer.js';

/** What the OpenID Connect routes need. */
interface OidcParts {
  readonly signer: DevelopmentTokenSigner;
  readonly issuer: () => string;
}

/** Discovery, and the public keys. Grants are not built yet, so that discovery names none. */
export function mountOidc(routes: RouteTable, { signer, issuer }: OidcParts): void {
  routes.on('GET', '/oidc/.well-known/openid-configuration', (c) =>
    c.json({
      issuer: issuer(),
      jwks_uri: `${issuer()}/.well-known/jwks.json`,
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'ES256', 'HS256'],
    }),
  );
  routes.on('GET', '/oidc/.well-known/jwks.json', async (c) => c.json(await signer.publicKeys()));
}
