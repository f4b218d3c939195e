import type { IncomingMessage } from 'node:http';
import { decodedPath, decodedSegment } from './request-target.js';

/** The answer to a request. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
}

/** Answers the requests of one route. */
export type Handler = (c: Context) => Answer | Promise<Answer>;

/** One request, and the headers of its answer. */
export class Context {
  readonly env: { readonly incoming: IncomingMessage };
  readonly req: IncomingRequest;
  /** Headers of the answer, whichever it becomes. */
  readonly headers: Record<string, string | string[]> = {};

  /** @param url - The whole address of the request. */
  constructor(incoming: IncomingMessage, url: string) {
    this.env = { incoming };
    this.req = new IncomingRequest(incoming, url);
  }

  header(name: string, value: string): void {
    this.headers[name] = value;
  }

  /** Adds a cookie to the answer. */
  setCookie(cookie: string): void {
    this.headers['set-cookie'] = [...(this.headers['set-cookie'] ?? []), cookie];
  }

  json(value: unknown, status = 200, headers: Answer['headers'] = {}): Answer {
    return this.body(JSON.stringify(value), status, Object.assign({ 'content-type': 'application/json' }, headers));
  }

  text(text: string): Answer {
    return this.body(text, 200, { 'content-type': 'text/plain; charset=UTF-8' });
  }

  html(html: string, status = 200): Answer {
    return this.body(html, status, { 'content-type': 'text/html; charset=UTF-8' });
  }

  redirect(location: string, status: number): Answer {
    return this.body(null, status, { location: /[^\0-\xff]/.test(location) ? encodeURI(location) : location });
  }

  body(body: Answer['body'], status = 200, headers: Answer['headers'] = {}): Answer {
    return { status, headers, body };
  }
}

/** The request as handlers read it. */
class IncomingRequest {
  readonly method: string;
  readonly url: string;
  /** Decoded, but for an encoded slash or percent sign. */
  readonly path: string;
  readonly #headers: IncomingMessage['headers'];
  #parameters: Readonly<Record<string, string>> = {};

  constructor({ method = '', headers }: IncomingMessage, url: string) {
    this.method = method;
    this.url = url;
    this.path = decodedPath(url);
    this.#headers = headers;
  }

  /** Notes what stands in place of the placeholders of the route. */
  match(parameters: Readonly<Record<string, string>>): void {
    this.#parameters = parameters;
  }

  header(name: string): string | undefined {
    return this.#headers[name]?.toString();
  }

  /** The first value of a name, or of each name. */
  query(name: string): string | undefined;
  query(): Readonly<Record<string, string>>;
  query(name?: string): string | undefined | Readonly<Record<string, string>> {
    const values = new URLSearchParams(/\?([^#]*)/.exec(this.url)?.[1]);
    if (name !== undefined) return values.get(name) ?? undefined;
    return Object.fromEntries([...values].reverse()); // the first of equal names wins
  }

  /** The part of the path in place of a placeholder, or of each one. */
  param(name: string): string | undefined;
  param(): Readonly<Record<string, string>>;
  param(name?: string): string | undefined | Readonly<Record<string, string>> {
    if (name !== undefined) return decodedSegment(this.#parameters[name]);
    const members = Object.entries(this.#parameters);
    return Object.fromEntries(members.map(([each, value]) => [each, decodedSegment(value) ?? '']));
  }
}
