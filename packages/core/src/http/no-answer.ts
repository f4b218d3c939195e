import { NetworkError } from '../errors/index.js';

/**
 * A request of a page without a complete answer. Browsers hide most causes, so the server may have received it.
 *
 * @param cause - The wire removes secrets from it.
 */
export function noAnswer(url: string, cause?: unknown): NetworkError {
  return new NetworkError({
    message: `No complete answer from ${new URL(url).origin}`,
    remedy: 'Check the network, the address, and that the server allows this origin (CORS).',
    sent: true,
    cause,
  });
}
