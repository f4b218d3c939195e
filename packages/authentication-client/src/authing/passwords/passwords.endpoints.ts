import type { Selection } from '@sallyport/core/endpoints';
import type { CommonMessage } from '@sallyport/core/user';
import { requireMessageCode, requireString } from '@sallyport/core/validation';
import { graphql } from '../schema/authing-inputs.js';
import type { CheckPasswordStrengthResult } from './passwords.types.js';

const strength: Selection<CheckPasswordStrengthResult> = 'valid message';
const done: Selection<CommonMessage> = 'message code';

/** Calls that are methods as they stand. */
export const passwordsEndpoints = {
  /**
   * Asks the server whether a password keeps the rules of the user pool. The wire takes it in clear.
   *
   * @returns `valid: false` with the reason for one that does not, never an error.
   */
  checkPasswordStrength: graphql('query checkPasswordStrength', { password: 'String!' })
    .accepts((password: string) => ({ password: requireString('password', password) }))
    .returns(strength),
};

/** Passwords are encrypted already. */
export const passwordResets = {
  resetPassword: graphql(
    'mutation resetPassword',
    {
      phone: 'String',
      phoneCountryCode: 'String',
      email: 'String',
      code: 'String!',
      newPassword: 'String!',
    },
    { check: ({ code }: { readonly code: unknown }) => requireMessageCode('code', code) },
  )
    .accepts(
      (input: {
        readonly phone?: string | undefined;
        readonly phoneCountryCode?: string | undefined;
        readonly email?: string | undefined;
        readonly code: string;
        readonly newPassword: string;
      }) => input,
    )
    .returns(done),

  resetPasswordByFirstLoginToken: graphql('mutation resetPasswordByFirstLoginToken', {
    token: 'String!',
    password: 'String!',
  })
    .accepts((input: { readonly token: string; readonly password: string }) => input)
    .returns(done),

  resetPasswordByForceResetToken: graphql('mutation resetPasswordByForceResetToken', {
    token: 'String!',
    oldPassword: 'String!',
    newPassword: 'String!',
  })
    .accepts((input: { readonly token: string; readonly oldPassword: string; readonly newPassword: string }) => input)
    .returns(done),
};
