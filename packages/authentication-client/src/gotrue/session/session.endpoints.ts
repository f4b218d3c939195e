import { rest } from '@sallyport/core/endpoints';
import type { GoTrueTokenAnswer, GoTrueUser } from '@sallyport/core/gotrue';
import { identifiedUser } from './identified.js';

/** Which sessions end: all of the user's, this one, or all but this one. */
export type SignOutScope = 'global' | 'local' | 'others';

/** The life of a session. */
export const goTrueSessionEndpoints = {
  refresh: rest('POST /token', {
    credential: 'none',
    // Whatever is wrong with the token, the session cannot go on with it; but a lock that was not won can be had later.
    refusals: { validation_failed: 'signInAgain', user_banned: 'signInAgain', conflict: 'notYet' },
  })
    .accepts((refreshToken: string) => ({
      query: { grant_type: 'refresh_token' },
      body: { refresh_token: refreshToken },
    }))
    .returns<GoTrueTokenAnswer>(),

  logout: rest('POST /logout', { credential: 'argument' })
    .accepts((scope: SignOutScope, bearer: string) => ({ query: { scope }, bearer }))
    .returns<unknown>(),

  userOf: rest('GET /user', { credential: 'argument' })
    .accepts((bearer: string) => ({ bearer }))
    .returns<GoTrueUser>()
    .maps(identifiedUser),
};
