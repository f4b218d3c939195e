/// <reference path="./axios-core.d.ts" />
// The class without axios' default adapters and its global instance: those are two thirds of its size, and the
// defaults of an instance that other code shares are not ours to read or to change.

import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import Axios from 'axios/unsafe/core/Axios.js';
import { createExchange } from '#platform';
import type { Exchange } from './exchange.js';
import type { HttpRequest, HttpResponse, HttpTransport } from './http-transport.js';

/** Sends requests through an axios instance of its own, over Node's sockets or the browser's `fetch`. */
export class AxiosTransport implements HttpTransport {
  readonly #exchange: Exchange;
  readonly #axios: Axios;

  /** @param exchange - Moves the bytes; by default the platform's own. */
  constructor(exchange: Exchange = createExchange()) {
    this.#exchange = exchange;
    this.#axios = new Axios({
      // We hand over finished text and want the text of the answer: judging it is the wire's business.
      transformRequest: [],
      transformResponse: [],
      headers: {},
    });
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    const { signal } = request;
    if (signal?.aborted) throw signal.reason;
    try {
      const response = await this.#axios.request<string>({
        method: request.method,
        url: request.url,
        headers: { ...request.headers },
        data: request.body,
        ...(signal ? { signal } : {}),
        adapter: (config) => this.#adapt(config, request),
      });
      // Set by #adapt, and a plain record there.
      return { status: response.status, headers: response.headers as Record<string, string>, text: response.data };
    } catch (error) {
      // axios reports an abort as an error of its own; callers expect the reason, as fetch gives it.
      if (signal?.aborted) throw signal.reason;
      throw error;
    }
  }

  dispose(): void {
    this.#exchange.dispose();
  }

  async #adapt(config: InternalAxiosRequestConfig, request: HttpRequest): Promise<AxiosResponse<string>> {
    // Values are the texts that send() put in.
    const headers = config.headers.toJSON() as Record<string, string>;
    const { status, headers: received, text } = await this.#exchange.send({ ...request, headers });
    return { status, statusText: '', headers: received, data: text, config };
  }
}
