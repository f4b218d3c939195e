import { type Selection, type User, userFields } from '@sallyport/core';
import { type AuthingInputs, graphql } from '../authing-inputs.js';

const registered: Selection<User> = userFields;

/** Registrations. Passwords are encrypted already. */
export const signUpEndpoints = {
  registerByEmail: graphql('mutation registerByEmail', { input: 'RegisterByEmailInput!' })
    .accepts((input: AuthingInputs['RegisterByEmailInput']) => ({ input }))
    .returns(registered),

  registerByUsername: graphql('mutation registerByUsername', { input: 'RegisterByUsernameInput!' })
    .accepts((input: AuthingInputs['RegisterByUsernameInput']) => ({ input }))
    .returns(registered),

  registerByPhoneCode: graphql('mutation registerByPhoneCode', { input: 'RegisterByPhoneCodeInput!' })
    .accepts((input: AuthingInputs['RegisterByPhoneCodeInput']) => ({ input }))
    .returns(registered),
};
