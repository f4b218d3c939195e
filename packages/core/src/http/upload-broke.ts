import { NetworkError } from '../errors/index.js';

/** An upload without a complete answer. Platforms tell no cause, so it stays open whether the server has the file. */
export function uploadBroke(url: string): NetworkError {
  return new NetworkError({
    message: `No complete answer to the upload from ${new URL(url).origin}`,
    remedy: 'Check the network, the address, and that the server allows this origin (CORS).',
    sent: true,
  });
}
