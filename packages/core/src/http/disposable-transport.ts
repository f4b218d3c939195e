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

  async send(request: HttpRequest): Promise<HttpResponse> {
    if (this.#isDisposed) {
      throw new DisposedError({ message: 'The client was disposed of', remedy: 'Make another client.' });
    }
    return this.#transport.send(request);
  }

  /** @param lastWork - What may still wait for an answer: connections are closed after it. */
  async dispose(lastWork?: Promise<unknown>): Promise<void> {
    this.#isDisposed = true;
    await lastWork;
    if (!this.#isShared) this.#transport.dispose();
  }
}
