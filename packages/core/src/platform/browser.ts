import { ConfigurationError, InvalidResponseError, NetworkError } from '../errors/index.js';
import type { Exchange } from '../http/exchange.js';
import type { HttpRequest, HttpResponse } from '../http/http-transport.js';
import { readLimitedText } from '../http/limited-text.js';

/** Makes an exchange over `fetch`. A redirect is an error, since no browser lets us see where it leads first. */
export function createExchange(): Exchange {
  return { send: exchange, dispose: () => {} };
}

/** @throws {ConfigurationError} Always: a page has no files. */
export function openSharedFiles(): never {
  throw new ConfigurationError({
    message: 'A folder of files needs Node',
    remedy: 'Pass another storage; a page has webStorageOrMemory.',
  });
}

/** @throws {ConfigurationError} Always: a page knows of no process. */
export function markProcess(): never {
  return openSharedFiles();
}

/** Of a process, a page never knows. */
export function hasEnded(): boolean {
  return false;
}

async function exchange(request: HttpRequest): Promise<HttpResponse> {
  let status = 0;
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { ...request.headers },
      redirect: 'error',
      credentials: request.withCredentials ? 'include' : 'omit',
      cache: 'no-store',
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.signal ? { signal: request.signal } : {}),
    });
    status = response.status;
    const text = await readLimitedText(response, request.maxResponseBytes);
    return { status, headers: Object.fromEntries(response.headers), text };
  } catch (error) {
    if (request.signal?.aborted) throw request.signal.reason;
    if (error instanceof InvalidResponseError) throw error;
    // Browsers tell scripts nothing about the cause, so it stays open whether the server saw the request.
    throw new NetworkError({
      message: `No complete answer from ${new URL(request.url).origin}`,
      remedy: 'Check the network, the address, and that the server allows this origin (CORS).',
      sent: true,
    });
  }
}
