import type { HttpRequest, HttpResponse } from './http-transport.js';

/** Moves the bytes of one request and its answer. There is one for Node and one for browsers; see `platform/`. */
export interface Exchange {
  send(request: HttpRequest): Promise<HttpResponse>;
  dispose(): void;
}
