import { DisposedError } from '../errors/index.js';
import type { HttpRequest, HttpResponse, HttpTransport } from './http-transport.js';

/** A transport that refuses to send once its client is disposed of. */
export class DisposableTransport implements HttpTransport {
  readonly #transport: HttpTransport;
  readonly #isShared: boolean;
  #isDisposed = false;

  /** @param isShared - Whether others use the transport too, so that it must not be disposed of. */
  constructor(transport: HttpTransport, isShared: boolean) {
    this.#transport = transport;
    this.#isShared = isShared;
  }

  send(request: HttpRequest): Promise<HttpResponse> {
    if (!this.#isDisposed) return this.#transport.send(request);
    return Promise.reject(new DisposedError({ message: 'The client was disposed of', remedy: 'Make another client.' }));
  }

  dispose(): void {
    this.#isDisposed = true;
    if (!this.#isShared) this.#transport.dispose();
  }

  /** Refuses to send at once, and closes connections when the work is done that may still wait for an answer. */
  async disposeAfter(lastWork: Promise<unknown>): Promise<void> {
    this.#isDisposed = true;
    await lastWork;
    this.dispose();
  }
}
