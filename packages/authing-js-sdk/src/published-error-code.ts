import { isSallyportError, NetworkError, type SallyportError } from '@sallyport/core/errors';

/** Names a failure without a code of the server's as the published client's axios does. */
function publishedErrorCode(error: SallyportError): string {
  const { kind, status } = error;
  if (kind === 'timeout') return 'ECONNABORTED';
  if (error instanceof NetworkError) return error.systemCode ?? 'ERR_NETWORK';
  if (status !== undefined) return status >= 400 && status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE';
  return kind === 'invalid-response' ? 'ERR_BAD_RESPONSE' : 'ERR_INVALID_ARGUMENT';
}

/** Gives an error that a constructor throws the code that it lacks. */
export function withPublishedCode(error: unknown): unknown {
  if (isSallyportError(error) && error.code === undefined) {
    Object.defineProperty(error, 'code', { value: publishedErrorCode(error), enumerable: true });
  }
  return error;
}
