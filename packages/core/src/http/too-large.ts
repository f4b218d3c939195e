import { InvalidResponseError } from '../errors/index.js';

/** The error for an answer over the limit; the rest of it is not read. */
export function tooLarge(maxResponseBytes: number, status: number): InvalidResponseError {
  return new InvalidResponseError({
    message: `The answer is longer than ${maxResponseBytes} bytes`,
    status,
    remedy: 'Check that the address is the identity server’s, or raise maxResponseBytes.',
  });
}
