// What of core belongs to the public face of either client.
export type { ConnectionOptions, HeaderNames } from '@sallyport/core/authing';
export { type Clock, ManualClock } from '@sallyport/core/clock';
export type {
  AnySallyportError,
  ApiErrorKind,
  CallbackErrorKind,
  ErrorKind,
  MfaDemand,
  SignInStep,
  TokenErrorKind,
} from '@sallyport/core/errors';
export type { Listener, Unsubscribe } from '@sallyport/core/events';
export type { HttpRequest, HttpResponse, HttpTransport, RequestOptions, UploadProgress } from '@sallyport/core/http';
export type { SignatureAlgorithm, TokenClaims } from '@sallyport/core/jwt';
export type { Logger } from '@sallyport/core/logging';
export type { EncryptFunction, Encryption } from '@sallyport/core/sending';
export type { AssuranceLevel, AuthenticationMethod } from '@sallyport/core/session';
export {
  FileLease,
  FileStorage,
  IndexedDbLease,
  type Lease,
  MemoryLease,
  MemoryStorage,
  RedisLease,
  RedisStorage,
  type TokenStorage,
  UnstorageStorage,
  WebLocksLease,
  WebStorage,
} from '@sallyport/core/storage';
export type {
  CommonMessage,
  CustomData,
  EmailScene,
  Identity,
  RegisterProfile,
  UpdateUserInput,
  User,
  UserStatus,
} from '@sallyport/core/user';
export * from './error-exports.js';
