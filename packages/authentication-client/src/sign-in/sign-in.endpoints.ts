import { customDataFields, rest, type Selection, userFields, type WireUser, withCustomData } from '@sallyport/core';
import { type AuthingInputs, graphql } from '../authing-inputs.js';

const signedIn: Selection<WireUser> = `${userFields} newlyCreated ${customDataFields}`;

/** Sign-ins with a first factor. Passwords are encrypted already. */
export const signInEndpoints = {
  loginByEmail: graphql('mutation loginByEmail', { input: 'LoginByEmailInput!' })
    .accepts((input: AuthingInputs['LoginByEmailInput']) => ({ input }))
    .returns(signedIn)
    .maps((user) => withCustomData(user)),

  loginByUsername: graphql('mutation loginByUsername', { input: 'LoginByUsernameInput!' })
    .accepts((input: AuthingInputs['LoginByUsernameInput']) => ({ input }))
    .returns(signedIn)
    .maps((user) => withCustomData(user)),

  loginByPhonePassword: graphql('mutation loginByPhonePassword', { input: 'LoginByPhonePasswordInput!' })
    .accepts((input: AuthingInputs['LoginByPhonePasswordInput']) => ({ input }))
    .returns(signedIn)
    .maps((user) => withCustomData(user)),

  loginByPhoneCode: graphql('mutation loginByPhoneCode', { input: 'LoginByPhoneCodeInput!' })
    .accepts((input: AuthingInputs['LoginByPhoneCodeInput']) => ({ input }))
    .returns(signedIn)
    .maps((user) => withCustomData(user)),

  loginByEmailCode: rest('POST /api/v2/login/email-code', { credential: 'none' })
    .accepts(
      (body: {
        readonly email: string;
        readonly code: string;
        readonly phoneCountryCode?: string | undefined;
        readonly clientIp?: string | undefined;
        readonly params: string | null;
        readonly context: string | null;
      }) => ({ body }),
    )
    .returns<WireUser>()
    .maps((user) => withCustomData(user)),
};
