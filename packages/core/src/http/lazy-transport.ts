import { unlessAborted } from '../unless-aborted.js';
import type { HttpRequest, HttpResponse, HttpTransport } from './http-transport.js';

/** A transport that is loaded with the first request: a page is painted, and a script started, before it has to be. */
export class LazyTransport implements HttpTransport {
  readonly #load: () => Promise<HttpTransport>;
  #loaded: Promise<HttpTransport> | null = null;

  constructor(load: () => Promise<HttpTransport>) {
    this.#load = load;
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    this.#loaded ??= this.#load();
    const loading = this.#loaded.catch((error: unknown) => {
      this.#loaded = null; // a file that could not be fetched may be there next time
      throw error;
    });
    const transport = await (request.signal ? unlessAborted(loading, request.signal) : loading);
    return transport.send(request);
  }

  dispose(): void {
    // Where loading failed there is nothing to close, and whoever sent the request has heard of it.
    this.#loaded?.then(
      (transport) => transport.dispose(),
      () => {},
    );
    this.#loaded = null;
  }
}
