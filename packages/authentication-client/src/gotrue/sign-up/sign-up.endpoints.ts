import { rest } from '@sallyport/core/endpoints';
import type { GoTrueMetadata, GoTrueTokenAnswer, GoTrueUser } from '@sallyport/core/gotrue';
import type { CodeChallenge } from '../session/code-verifiers.js';
import { type GoTrueMessageOptions, security } from '../sign-in/message-options.js';

/** Registrations. The answer is a session, or the user alone where an address has to be confirmed first. */
export const goTrueSignUpEndpoints = {
  byEmail: rest('POST /signup', { credential: 'none' })
    .accepts(
      (
        account: { readonly email: string; readonly password: string },
        data: GoTrueMetadata,
        { redirectTo, captchaCode }: GoTrueMessageOptions,
        challenge: CodeChallenge,
      ) => ({
        query: { redirect_to: redirectTo },
        body: { ...account, data, gotrue_meta_security: security(captchaCode), ...challenge },
      }),
    )
    .returns<GoTrueTokenAnswer | GoTrueUser>(),

  byPhone: rest('POST /signup', { credential: 'none' })
    .accepts(
      (
        account: { readonly phone: string; readonly password: string },
        data: GoTrueMetadata,
        channel: 'sms' | 'whatsapp',
        captchaCode?: string,
      ) => ({
        body: { ...account, data, channel, gotrue_meta_security: security(captchaCode) },
      }),
    )
    .returns<GoTrueTokenAnswer | GoTrueUser>(),

  anonymous: rest('POST /signup', { credential: 'none' })
    .accepts((data: GoTrueMetadata, captchaCode?: string) => ({
      body: { data, gotrue_meta_security: security(captchaCode) },
    }))
    .returns<GoTrueTokenAnswer>(),
};
