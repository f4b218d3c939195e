export { AuthingWire, type AuthingWireSettings } from './authing-wire.js';
export type { CallerHeaders } from './caller-headers.js';
export {
  type Connection,
  type ConnectionOptions,
  DEFAULT_HOST,
  type HeaderNames,
  reportUnknownOptions,
  resolveConnection,
} from './connection.js';
export { customDataOf, customValueOf, type ExtraInput, extraVariables, withCustomData } from './custom-data.js';
export { openWire } from './open-wire.js';
export { type EncryptFunction, type Encryption, PasswordEncryption } from './password-encryption.js';
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
} from './user.types.js';
export {
  customDataFields,
  identityFields,
  passwordOwnerFields,
  updatedUserFields,
  userFields,
  type WireUser,
} from './user-selection.js';
