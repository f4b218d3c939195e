// The user as both servers describe it.
export { customDataOf, customValueOf, type ExtraInput, extraVariables, withCustomData } from './authing/custom-data.js';
export type {
  CommonMessage,
  CreateUserInput,
  CustomData,
  CustomDatum,
  EmailScene,
  Identity,
  PaginatedUsers,
  RegisterProfile,
  SortByEnum,
  UpdateUserInput,
  User,
  UserStatus,
} from './authing/user.types.js';
export {
  customDataFields,
  identityFields,
  passwordOwnerFields,
  updatedUserFields,
  userFields,
  type WireUser,
} from './authing/user-selection.js';
export { isGoTrueUser, type PortableUser, toMetadata, toUser } from './gotrue/to-user.js';
