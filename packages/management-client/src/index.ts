export type { ConnectionOptions, HeaderNames } from '@sallyport/core/authing';
export type {
  CommonMessage,
  CreateUserInput,
  CustomData,
  Identity,
  PaginatedUsers,
  UpdateUserInput,
  User,
  UserStatus,
} from '@sallyport/core/user';
export type { CreateUserIdentityInput, FindUserByIdentityInput } from './authing-inputs.js';
export * from './client/errors-and-ports.js';
export type { ManagementClientOptions } from './client/options.js';
export { BoundManagementClient, ManagementClient } from './management-client.js';
export type { ISetTotpResp, UserMfaStatus, UserMfaType } from './resources/mfa/mfa.endpoints.js';
export type { MfaClient } from './resources/mfa/mfa-client.js';
export type { UserQuery } from './resources/users/users.endpoints.js';
export type {
  CreateUserOptions,
  FindUserOptions,
  IterateUsersOptions,
  ListUsersOptions,
  UsersClient,
} from './resources/users/users-client.js';
export type { LoginStatus } from './token/login-status.js';
