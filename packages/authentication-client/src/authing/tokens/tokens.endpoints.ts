import { rest } from '@sallyport/core/endpoints';
import { InputError } from '@sallyport/core/errors';
import { requireText } from '@sallyport/core/validation';

/** What the server says of tokens. */
export const tokensEndpoints = {
  /**
   * Has the server judge a token.
   *
   * @param options - One of the two. The wire takes it in the query, where logs of servers can show it.
   * @returns The token's claims.
   */
  validateToken: rest('GET /api/v2/oidc/validate_token', { credential: 'none', receives: 'body' })
    .accepts((options: { accessToken?: string; idToken?: string }) => ({ query: tokenOf(options) }))
    // biome-ignore lint/suspicious/noExplicitAny: the vendor types the answer so, and code written for it has to compile
    .returns<any>(),
};

function tokenOf(options: { readonly accessToken?: string; readonly idToken?: string } | null | undefined): {
  readonly access_token?: string;
  readonly id_token?: string;
} {
  const { accessToken, idToken } = options ?? {};
  if (accessToken && idToken) {
    throw new InputError({ message: 'accessToken and idToken exclude each other', remedy: 'Pass one of the two.' });
  }
  if (idToken) return { id_token: requireText('idToken', idToken) };
  return { access_token: requireText('accessToken', accessToken) };
}
