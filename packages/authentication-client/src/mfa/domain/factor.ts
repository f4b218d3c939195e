import type { AuthenticationMethod } from '@sallyport/core';

/** The kinds of proof that we know, and by name those that a server offers beside them. */
export type FactorType = 'totp' | 'sms' | 'phone' | 'email' | 'face' | 'webauthn' | 'recovery_code' | (string & {});

/** What proves a factor, ready to send. */
export interface FactorAnswers {
  totp: { readonly code: string };
  sms: { readonly phone: string; readonly code: string; readonly phoneCountryCode: string | undefined };
  email: { readonly email: string; readonly code: string };
  /** Names a photo that was uploaded before. */
  face: { readonly photo: string };
  recovery_code: { readonly code: string };
}

/** One kind of proof, as far as it can be known without a server. */
export interface Factor<Type extends keyof FactorAnswers> {
  readonly type: Type;
  /** How a session says that this factor was proved. */
  readonly method: AuthenticationMethod;
  /**
   * Makes what a person typed ready to send.
   *
   * @throws {InputError} It can never be right.
   */
  parseAnswer(input: Readonly<Record<string, unknown>>): FactorAnswers[Type];
}
