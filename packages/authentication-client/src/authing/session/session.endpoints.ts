import { rest, type Selection } from '@sallyport/core/endpoints';
import { requireText } from '@sallyport/core/validation';
import type { RefreshToken } from '../../client/session/refresh-token.js';
import { graphql } from '../schema/authing-inputs.js';

/** What the server says of a session token. */
export interface JwtTokenStatus {
  /** 200 when the token is good. */
  code?: number | null;
  message?: string | null;
  /** Whether the token is good. */
  status?: boolean | null;
  exp?: number | null;
  iat?: number | null;
  data?: { id?: string | null; userPoolId?: string | null; arn?: string | null } | null;
}

const renewed: Selection<RefreshToken> = 'token iat exp';
const status: Selection<JwtTokenStatus> = 'code message status exp iat data { id userPoolId arn }';

/** Who asks a token endpoint. */
export interface TokenEndpointClient {
  readonly appId: string | undefined;
  readonly secret: string | undefined;
}

/** Calls that are methods as they stand. */
export const sessionEndpoints = {
  /**
   * Asks the server whether a session token is good.
   *
   * @param token - Default: the client's own.
   * @returns `status: false` for a token that is not, never an error.
   */
  checkLoginStatus: graphql('query checkLoginStatus', { token: 'String' })
    .accepts((token?: string) => ({ token: token === undefined ? undefined : requireText('token', token) }))
    .returns(status),
};

/** Calls that change the session on this side too. They go out with the bearer that they are about. */
export const sessionCalls = {
  refreshToken: graphql('mutation refreshToken', { id: 'String' })
    .accepts(() => ({}))
    .returns(renewed),

  /** RFC 6749 section 6, with the client's credentials in the form. */
  refreshTokens: rest('POST /oidc/token', { credential: 'none', sends: 'form', receives: 'body' })
    .accepts((refreshToken: string, client: TokenEndpointClient) => ({
      body: {
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
        client_id: client.appId,
        client_secret: client.secret,
      },
    }))
    .returns<unknown>(),

  /** RFC 7009 section 2.1. */
  revokeToken: rest('POST /oidc/token/revocation', { credential: 'none', sends: 'form', receives: 'text' })
    .accepts((refreshToken: string, client: TokenEndpointClient) => ({
      body: {
        token: refreshToken,
        token_type_hint: 'refresh_token',
        client_id: client.appId,
        client_secret: client.secret,
      },
    }))
    .returns<string>(),

  logout: rest('GET /api/v2/logout')
    .accepts((appId: string | undefined) => ({ query: { app_id: appId } }))
    .returns<unknown>(),
};
