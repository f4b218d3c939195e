import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util'; // jsdom defines no global one
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { InvalidResponseError } from '../../errors/index.js';
import { tooLarge } from '../../http/too-large.js';

// It drops a byte order mark, as browsers do.
const utf8 = /* @__PURE__ */ new TextDecoder();

/**
 * Reads the text of an answer. Callbacks in place of a promise and an iterator: a busy server reads thousands of answers
 * in a second.
 *
 * @param maxBytes - Bytes at most, after decompression.
 * @param onFailed - Receives an `InvalidResponseError` for an answer that is too long or corrupt, and any other error for a
 * connection that broke. Called once, and not after `onText`.
 */
export function readAnswerText(
  incoming: IncomingMessage,
  maxBytes: number,
  onText: (text: string) => void,
  onFailed: (error: Error) => void,
): void {
  const status = incoming.statusCode ?? 0;
  const chunks: Buffer[] = [];
  let length = 0;
  let isSettled = false;
  const fail = (error: Error): void => {
    if (isSettled) return;
    isSettled = true;
    onFailed(isCorruption(error) ? corrupt(status) : error);
  };
  const body = decompressed(incoming);
  body.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxBytes) fail(tooLarge(maxBytes, status));
    else chunks.push(chunk);
  });
  body.on('end', () => {
    // A body that ends before its announced length closes without an error on some paths.
    if (isSettled || !incoming.complete) return;
    isSettled = true;
    onText(utf8.decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
  });
  body.on('error', fail);
  body.on('close', () => {
    if (!isSettled) fail(brokenOff());
  });
}

function decompressed(incoming: IncomingMessage): Readable {
  const decoder = decoderFor(incoming.headers['content-encoding']);
  if (!decoder) return incoming;
  // Without this a torn connection would leave the decoder waiting for ever.
  incoming.on('error', (error) => decoder.destroy(error));
  incoming.on('aborted', () => decoder.destroy(brokenOff()));
  return incoming.pipe(decoder);
}

function decoderFor(encoding: string | undefined) {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip();
  if (encoding === 'deflate') return createInflate();
  if (encoding === 'br') return createBrotliDecompress();
  return undefined;
}

function brokenOff(): Error {
  return new Error('The connection closed in the middle of the answer');
}

// The codes of zlib and of its brotli begin so. Any other error comes from the connection.
function isCorruption(error: Error & { readonly code?: unknown }): boolean {
  return /^(?:Z_|ERR__)/.test(String(error.code));
}

function corrupt(status: number): InvalidResponseError {
  return new InvalidResponseError({
    message: 'The answer is not compressed as it says, or not complete',
    status,
    remedy: 'Check that the address is the identity server’s and that no proxy answers in its place.',
  });
}
