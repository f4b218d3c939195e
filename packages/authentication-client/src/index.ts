export {
  ApiError,
  type AssuranceLevel,
  type AuthenticationMethod,
  ChallengeExpiredError,
  type Clock,
  type CommonMessage,
  ConfigurationError,
  ConflictError,
  type ConnectionOptions,
  type CustomData,
  type EmailScene,
  type ErrorKind,
  type HeaderNames,
  type HttpRequest,
  type HttpResponse,
  type HttpTransport,
  type Identity,
  InputError,
  InvalidCodeError,
  InvalidCredentialsError,
  InvalidResponseError,
  isSallyportError,
  type Listener,
  type Logger,
  ManualClock,
  MemoryStorage,
  MfaRequiredError,
  NetworkError,
  NotFoundError,
  NotSignedInError,
  PermissionError,
  RateLimitError,
  type RegisterProfile,
  type RequestOptions,
  SallyportError,
  ServerError,
  type SignInStep,
  SignInStepRequiredError,
  StorageError,
  TimeoutError,
  type TokenStorage,
  UnauthenticatedError,
  type Unsubscribe,
  type UpdateUserInput,
  type User,
  type UserStatus,
  WebStorage,
} from '@sallyport/core';
export { AuthenticationClient, BoundAuthenticationClient } from './authentication-client.js';
export type { ClientEvents, ClientSnapshot, ClientState } from './client/client-events.js';
export type { AuthenticationClientOptions } from './client/options.js';
export type { SmsScene } from './codes/codes.endpoints.js';
export type { FactorType } from './mfa/domain/factor.js';
export type { MfaCapabilities } from './mfa/domain/mfa-gateway.js';
export { type OfferedFactor, PendingSignIn, type PendingUser } from './mfa/domain/pending-sign-in.js';
export type {
  IMfaAssociation,
  IMfaAuthenticators,
  IMfaConfirmAssociation,
  IMfaDeleteAssociation,
  RecoveredUser,
  TotpSource,
} from './mfa/vocabularies/authing/authing-mfa.types.js';
export type { AuthingMfaClient } from './mfa/vocabularies/authing/authing-mfa-client.js';
export type { UpdateProfileOptions } from './profile/profile-client.js';
export type { JwtTokenStatus, RefreshToken } from './session/session.endpoints.js';
export type { CodeSignInOptions, PasswordSignInOptions, SignInOptions } from './sign-in/sign-in-client.js';
export type { PhoneRegisterOptions, RegisterOptions } from './sign-up/sign-up-client.js';
