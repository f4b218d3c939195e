import { rest } from '@sallyport/core/endpoints';
import type { GoTrueFactor } from '@sallyport/core/gotrue';
import { requireId } from '../../client/require-id.js';
import { optionalText, requireObject } from '../input.js';
import { listIn } from '../list-in.js';

/** What an administrator changes of a factor. What is left out stays. */
export interface UpdateGoTrueFactorInput {
  /** What its user calls it. */
  readonly friendly_name?: string | undefined;
  /** Where the codes of a `phone` factor go, E.164. */
  readonly phone?: string | undefined;
}

/** Other people's second factors. */
export const gotrueFactorsEndpoints = {
  /**
   * Lists the factors of a user, unverified ones too.
   *
   * @throws {NotFoundError} There is no such user.
   * @see https://supabase.com/docs/reference/javascript/auth-admin-mfa-listfactors
   */
  list: rest('GET /admin/users/{userId}/factors')
    .accepts((userId: string) => ({ path: { userId: requireId('userId', userId) } }))
    .returns<readonly GoTrueFactor[] | null>()
    .maps(listIn),

  /**
   * Renames a factor, or sends its codes elsewhere.
   *
   * @throws {NotFoundError} There is no such user, or the factor is another user's.
   */
  update: rest('PUT /admin/users/{userId}/factors/{factorId}')
    .accepts((userId: string, factorId: string, changes: UpdateGoTrueFactorInput) => {
      const { friendly_name, phone } = requireObject('changes', changes);
      return {
        path: pathOf(userId, factorId),
        body: {
          friendly_name: optionalText('changes.friendly_name', friendly_name),
          phone: optionalText('changes.phone', phone),
        },
      };
    })
    .returns<GoTrueFactor>(),

  /**
   * Removes a factor, for a user who has lost it. Sessions that it had raised fall back to `aal1`; their access tokens
   * say `aal2` until they end.
   *
   * @returns The factor as it was.
   * @throws {NotFoundError} There is no such user, or the factor is another user's.
   * @see https://supabase.com/docs/reference/javascript/auth-admin-mfa-deletefactor
   */
  delete: rest('DELETE /admin/users/{userId}/factors/{factorId}')
    .accepts((userId: string, factorId: string) => ({ path: pathOf(userId, factorId) }))
    .returns<GoTrueFactor>(),
};

function pathOf(userId: string, factorId: string): { userId: string; factorId: string } {
  return { userId: requireId('userId', userId), factorId: requireId('factorId', factorId) };
}
