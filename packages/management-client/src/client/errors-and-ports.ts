/** What a program has to name that uses a management client, whichever wire its server speaks. */
export { type Clock, ManualClock } from '@sallyport/core/clock';
export {
  type AnySallyportError,
  ApiError,
  type ApiErrorKind,
  ConfigurationError,
  ConflictError,
  type ErrorKind,
  InputError,
  InvalidResponseError,
  isSallyportError,
  NetworkError,
  NotFoundError,
  PermissionError,
  ProxyError,
  RateLimitError,
  SallyportError,
  ServerError,
  TimeoutError,
  UnauthenticatedError,
  WeakPasswordError,
} from '@sallyport/core/errors';
export type { HttpRequest, HttpResponse, HttpTransport, RequestOptions } from '@sallyport/core/http';
export type { Logger } from '@sallyport/core/logging';
