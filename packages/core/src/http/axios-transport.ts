/// <reference path="./axios-core.d.ts" />
// axios without its class: config merging, interceptors, default adapters and the global instance are left out. See
// docs/decisions/axios-without-its-class.md, which lists the checks for each release of axios.

import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import dispatchRequest from 'axios/unsafe/core/dispatchRequest.js';
import { createTransport } from '#platform';
import type { HttpRequest, HttpResponse, HttpTransport } from './http-transport.js';

/** Sends requests through axios' `dispatchRequest`, over Node's sockets or the browser's `fetch`. */
export class AxiosTransport implements HttpTransport {
  readonly #platform: HttpTransport;

  /** @param platform - Transport of the bytes. Default: the platform's own. */
  constructor(platform: HttpTransport = createTransport()) {
    this.#platform = platform;
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    const { signal } = request;
    if (signal?.aborted) throw signal.reason;
    const response = await dispatchRequest<string>({
      __proto__: null, // or axios copies the config, member by member
      method: request.method.toLowerCase(), // axios compares methods in lower case
      url: request.url,
      // `false` leaves a header out; axios would call a request without a content type a URL-encoded form.
      headers: { ...request.headers, ...(request.form ? { 'content-type': false } : {}) },
      data: request.body,
      // The wire writes the body and parses the answer.
      transformRequest: [],
      transformResponse: [],
      // It observes the signal. axios would reject with an error of its own in place of the signal's reason.
      adapter: (config) => this.#adapt(config, request),
    });
    // #adapt set a plain record.
    return { status: response.status, headers: response.headers as Record<string, string>, text: response.data };
  }

  dispose(): void {
    this.#platform.dispose();
  }

  async #adapt(config: InternalAxiosRequestConfig, request: HttpRequest): Promise<AxiosResponse<string>> {
    // Values are the texts that send() put in.
    const headers = config.headers.toJSON() as Record<string, string>;
    const { status, headers: received, text } = await this.#platform.send({ ...request, headers });
    return { status, statusText: '', headers: received, data: text, config };
  }
}
