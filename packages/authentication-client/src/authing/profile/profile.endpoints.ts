import type { Selection } from '@sallyport/core/endpoints';
import {
  customDataFields,
  identityFields,
  passwordOwnerFields,
  type UpdateUserInput,
  type User,
  updatedUserFields,
  userFields,
  type WireUser,
  withCustomData,
} from '@sallyport/core/user';
import { graphql } from '../schema/authing-inputs.js';

const currentUser: Selection<WireUser | null> = `${userFields} ${identityFields} ${customDataFields}`;
const updatedUser: Selection<User> = updatedUserFields;
const passwordOwner: Selection<User> = passwordOwnerFields;

/** The signed-in user's own account. Passwords are encrypted already. */
export const profileEndpoints = {
  user: graphql('query user', { id: 'String' })
    .accepts(() => ({}))
    .returns(currentUser)
    .maps((user) => withCustomData(user)),

  updateUser: graphql('mutation updateUser', {
    id: 'String',
    input: 'UpdateUserInput!',
    emailToken: 'String',
    phoneToken: 'String',
  })
    .accepts((id: string, input: UpdateUserInput, emailToken?: string, phoneToken?: string) => ({
      id,
      input,
      emailToken,
      phoneToken,
    }))
    .returns(updatedUser),

  updatePassword: graphql('mutation updatePassword', { newPassword: 'String!', oldPassword: 'String' })
    .accepts((newPassword: string, oldPassword?: string) => ({ newPassword, oldPassword }))
    .returns(passwordOwner),
};
