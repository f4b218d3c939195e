import { rest } from '@sallyport/core/endpoints';
import type { CodeChallenge } from '../session/code-verifiers.js';
import { type GoTrueMessageOptions, security } from '../sign-in/message-options.js';

/** A message that can be sent once more. */
export type ResentMessage =
  | { readonly type: 'signup' | 'email_change'; readonly email: string }
  | { readonly type: 'sms' | 'phone_change'; readonly phone: string };

/** What a message to a phone answers. */
export interface SentMessage {
  readonly message_id?: string | undefined;
}

/** Messages with a code or a link. */
export const goTrueCodesEndpoints = {
  otpByEmail: rest('POST /otp', { credential: 'none' })
    .accepts(
      (
        email: string,
        createUser: boolean,
        { redirectTo, captchaCode }: GoTrueMessageOptions,
        challenge: CodeChallenge,
      ) => ({
        query: { redirect_to: redirectTo },
        body: {
          email,
          data: {},
          create_user: createUser,
          gotrue_meta_security: security(captchaCode),
          ...challenge,
        },
      }),
    )
    .returns<unknown>(),

  otpByPhone: rest('POST /otp', { credential: 'none' })
    .accepts((phone: string, createUser: boolean, captchaCode?: string) => ({
      body: {
        phone,
        data: {},
        create_user: createUser,
        gotrue_meta_security: security(captchaCode),
        channel: 'sms',
      },
    }))
    .returns<SentMessage>(),

  recover: rest('POST /recover', { credential: 'none' })
    .accepts((email: string, { redirectTo, captchaCode }: GoTrueMessageOptions, challenge: CodeChallenge) => ({
      query: { redirect_to: redirectTo },
      body: { email, ...challenge, gotrue_meta_security: security(captchaCode) },
    }))
    .returns<unknown>(),

  resendToEmail: rest('POST /resend', { credential: 'none' })
    .accepts(
      (
        message: { readonly email: string; readonly type: string },
        { redirectTo, captchaCode }: GoTrueMessageOptions,
        challenge: CodeChallenge,
      ) => ({
        query: { redirect_to: redirectTo },
        body: { ...message, gotrue_meta_security: security(captchaCode), ...challenge },
      }),
    )
    .returns<unknown>(),

  resendToPhone: rest('POST /resend', { credential: 'none' })
    .accepts((message: { readonly phone: string; readonly type: string }, captchaCode?: string) => ({
      body: { ...message, gotrue_meta_security: security(captchaCode) },
    }))
    .returns<SentMessage>(),
};
