import { lazy } from '../loading/lazy.js';
import { unlessAborted } from '../unless-aborted.js';
import type { HttpRequest, HttpResponse, HttpTransport } from './http-transport.js';

/** A transport that is loaded with the first request: a page is painted, and a script started, before it has to be. */
export class LazyTransport implements HttpTransport {
  readonly #load: () => Promise<HttpTransport>;
  #loading: Promise<HttpTransport> | undefined;
  #loaded: HttpTransport | undefined;

  /** @param load - Makes the transport. A failed load is tried again with the next request. */
  constructor(load: () => Promise<HttpTransport>) {
    this.#load = lazy(load);
  }

  send(request: HttpRequest): Promise<HttpResponse> {
    return this.#loaded ? this.#loaded.send(request) : this.#sendOnceLoaded(request);
  }

  dispose(): void {
    this.#loading?.then(
      (transport) => transport.dispose(),
      () => {}, // the caller of the request that failed to load it has the error
    );
  }

  async #sendOnceLoaded(request: HttpRequest): Promise<HttpResponse> {
    const loading = this.#load();
    this.#loading = loading;
    this.#loaded = await (request.signal ? unlessAborted(loading, request.signal) : loading);
    return this.#loaded.send(request);
  }
}
