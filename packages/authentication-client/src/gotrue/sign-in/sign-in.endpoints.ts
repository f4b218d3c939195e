import { rest } from '@sallyport/core/endpoints';
import type { GoTrueTokenAnswer } from '@sallyport/core/gotrue';
import { security } from './message-options.js';

/** What a link or a code was sent for. */
export type OtpType =
  | 'signup'
  | 'invite'
  | 'magiclink'
  | 'recovery'
  | 'email_change'
  | 'email'
  | 'sms'
  | 'phone_change';

/** A code and the address that it was sent to, or the hash that stands for both in a link. */
export type OtpProof =
  | { readonly type: OtpType; readonly email: string; readonly token: string }
  | { readonly type: OtpType; readonly phone: string; readonly token: string }
  | { readonly type: OtpType; readonly token_hash: string };

/** An account by its email address, or by its phone number. */
export type PasswordAccount = { readonly email: string } | { readonly phone: string };

/** First factors. */
export const goTrueSignInEndpoints = {
  byPassword: rest('POST /token', { credential: 'none' })
    .accepts((account: PasswordAccount, password: string, captchaCode?: string) => ({
      query: { grant_type: 'password' },
      body: { ...account, password, gotrue_meta_security: security(captchaCode) },
    }))
    .returns<GoTrueTokenAnswer>(),

  byCode: rest('POST /verify', { credential: 'none' })
    .accepts((proof: OtpProof, redirectTo?: string, captchaCode?: string) => ({
      query: { redirect_to: redirectTo },
      body: { ...proof, gotrue_meta_security: security(captchaCode) },
    }))
    .returns<GoTrueTokenAnswer>(),

  byAuthorizationCode: rest('POST /token', { credential: 'none' })
    .accepts((authCode: string, codeVerifier: string) => ({
      query: { grant_type: 'pkce' },
      body: { auth_code: authCode, code_verifier: codeVerifier },
    }))
    .returns<GoTrueTokenAnswer>(),
};
