import { rest } from '@sallyport/core/endpoints';
import { InvalidResponseError } from '@sallyport/core/errors';
import type { GoTrueMetadata, GoTrueUser } from '@sallyport/core/gotrue';
import type { CodeChallenge } from '../session/code-verifiers.js';
import { identifiedUser } from '../session/identified.js';

/** What users change of themselves. */
export interface GoTrueUserChanges {
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly password?: string | undefined;
  /** Where the server wants the present one along with a new one. */
  readonly current_password?: string | undefined;
  /** The code that `reauthenticate` sent, where the server wants one. */
  readonly nonce?: string | undefined;
  /** Merged into the metadata, one level deep; `null` removes a key. */
  readonly data?: GoTrueMetadata | undefined;
}

interface WireAddress {
  readonly url: string;
}

/** The signed-in user's own account. */
export const goTrueAccountEndpoints = {
  user: rest('GET /user').returns<GoTrueUser>().maps(identifiedUser),

  update: rest('PUT /user')
    .accepts((changes: GoTrueUserChanges, challenge: CodeChallenge, redirectTo?: string) => ({
      query: { redirect_to: redirectTo },
      body: { ...changes, ...challenge },
    }))
    .returns<GoTrueUser>(),

  reauthenticate: rest('GET /reauthenticate', { idempotent: false }).returns<unknown>(),

  authorizeIdentity: rest('GET /user/identities/authorize', { idempotent: false })
    .accepts(
      (provider: string, redirectTo: string | undefined, scopes: string | undefined, challenge: CodeChallenge) => ({
        query: { provider, redirect_to: redirectTo, scopes, ...challenge, skip_http_redirect: true },
      }),
    )
    .returns<WireAddress>()
    .maps(located),

  unlinkIdentity: rest('DELETE /user/identities/{identityId}')
    .accepts((identityId: string) => ({ path: { identityId } }))
    .returns<unknown>(),
};

function located(answer: WireAddress): WireAddress {
  const { url } = (answer ?? {}) as Partial<WireAddress>; // anything may have been answered
  if (typeof url === 'string') return answer;
  throw new InvalidResponseError({
    message: 'The server answered no address to go to',
    remedy: 'Check that the address is the identity server’s.',
  });
}
