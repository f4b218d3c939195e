import { rest, type Selection } from '@sallyport/core/endpoints';
import type { TokenClaims } from '@sallyport/core/jwt';
import { graphql } from '../authing-inputs.js';

/** A token that may administer the user pool. */
export interface ManagementToken {
  readonly accessToken?: string | null;
  /** When it ends, in seconds since 1970. */
  readonly exp?: number | null;
  /** When it was issued, in seconds since 1970. */
  readonly iat?: number | null;
}

const issued: Selection<ManagementToken> = 'accessToken exp iat';

/** Tokens: how one is got, and how the server judges one. */
export const tokenEndpoints = {
  accessToken: graphql('query accessToken', { userPoolId: 'String!', secret: 'String!' }, { credential: 'none' })
    .accepts((userPoolId: string, secret: string) => ({ userPoolId, secret }))
    .returns(issued),

  // The wire has no other place for the token than the query.
  validateToken: rest('GET /api/v2/oidc/validate_token', { credential: 'none', receives: 'body' })
    .accepts((token: string) => ({ query: { access_token: token } }))
    .returns<TokenClaims>(),

  jwks: rest('GET /oidc/.well-known/jwks.json', { credential: 'none', receives: 'body' }).returns<unknown>(),
};
