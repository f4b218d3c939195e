export type {
  AuthenticationClientOptions,
  CommonMessage,
  CustomData as KeyValuePair,
  Identity,
  IMfaAssociation,
  IMfaAuthenticators,
  IMfaConfirmAssociation,
  IMfaDeleteAssociation,
  JwtTokenStatus,
  RefreshToken,
  RegisterProfile,
  TotpSource,
  UpdateUserInput,
  User,
} from '@sallyport/authentication-client';
export { isSallyportError, MfaRequiredError, SallyportError } from '@sallyport/authentication-client';
export type {
  CreateUserIdentityInput,
  CreateUserInput,
  FindUserByIdentityInput,
  ISetTotpResp,
  ManagementClientOptions,
  PaginatedUsers,
  UserMfaType,
} from '@sallyport/management-client';
export { AuthenticationClient, ManagementClient } from './clients.js';
export { EmailScene, SceneType, SortByEnum, UserStatus } from './enums.js';
