export {
  ApiError,
  type Clock,
  type CommonMessage,
  ConfigurationError,
  ConflictError,
  type ConnectionOptions,
  type CreateUserInput,
  type CustomData,
  type ErrorKind,
  type HeaderNames,
  type HttpRequest,
  type HttpResponse,
  type HttpTransport,
  type Identity,
  InputError,
  InvalidResponseError,
  isSallyportError,
  type Logger,
  ManualClock,
  NetworkError,
  NotFoundError,
  type PaginatedUsers,
  PermissionError,
  ProxyError,
  RateLimitError,
  type RequestOptions,
  SallyportError,
  ServerError,
  TimeoutError,
  UnauthenticatedError,
  type UpdateUserInput,
  type User,
  type UserStatus,
} from '@sallyport/core';
export type { CreateUserIdentityInput, FindUserByIdentityInput } from './authing-inputs.js';
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
