/// <reference path="./axios-core.d.ts" />
// axios without its class: config merging, interceptors, default adapters and the global instance are left out. See
// docs/decisions/axios-without-its-class.md, which lists the checks for each release of axios.

import dispatchRequest from 'axios/unsafe/core/dispatchRequest.js';
import { createTransport } from '#platform';
import type { ConnectionLimits, HttpRequest, HttpResponse, HttpTransport } from './http-transport.js';

/** Sends requests through axios' `dispatchRequest`, over Node's sockets or the browser's `fetch`. */
export class AxiosTransport implements HttpTransport {
  readonly #platform: HttpTransport;

  constructor(limits: ConnectionLimits = {}) {
    this.#platform = createTransport(limits);
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    const { signal } = request;
    if (signal?.aborted) throw signal.reason;
    const { data } = await dispatchRequest<HttpResponse>({
      __proto__: null, // or axios copies the config, member by member
      method: request.method.toLowerCase(), // axios compares methods in lower case
      url: request.url,
      // `false` leaves a header out; axios would call a request without a content type a URL-encoded form.
      headers: request.form ? { ...request.headers, 'content-type': false } : request.headers,
      data: request.body,
      // The wire writes the body and parses the answer.
      transformRequest: [],
      transformResponse: [],
      // It observes the signal. axios would reject with an error of its own in place of the signal's reason.
      adapter: async (config) => {
        // Values are the texts that were put in.
        const headers = config.headers.toJSON() as Record<string, string>;
        const answer = await this.#platform.send({ ...request, headers });
        // The headers of the answer are in `data`: axios would copy them, name by name.
        return { status: answer.status, statusText: '', headers: {}, data: answer, config };
      },
    });
    return data;
  }

  dispose(): void {
    this.#platform.dispose();
  }
}
