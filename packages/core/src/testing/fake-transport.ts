import type { HttpRequest, HttpResponse, HttpTransport } from '../http/http-transport.js';

type Outcome = () => HttpResponse | Promise<HttpResponse>;

/** A transport that answers what a test tells it to, in order, and remembers what it was asked. */
export class FakeTransport implements HttpTransport {
  /** Every request so far, oldest first. */
  readonly requests: HttpRequest[] = [];
  readonly #outcomes: Outcome[] = [];

  /** The last request. */
  get last(): HttpRequest {
    const request = this.requests.at(-1);
    if (!request) throw new Error('Nothing was sent');
    return request;
  }

  /** Resolves once that many requests were sent. */
  async sent(count: number): Promise<void> {
    for (let turn = 0; this.requests.length < count; turn += 1) {
      if (turn > 1_000) throw new Error(`${this.requests.length} of ${count} requests were sent`);
      await nextTask(); // code that loads with the first call takes more than promises
    }
  }

  /** The body of the last request. */
  get lastBody(): unknown {
    return JSON.parse(this.last.body ?? 'null');
  }

  /** Answers a later request with `data` in Authing's envelope. */
  answer(data: unknown, siblings: Readonly<Record<string, unknown>> = {}): this {
    return this.answerJson({ code: 200, message: 'OK', data, ...siblings });
  }

  /** Answers a later request with the root field of a GraphQL operation. */
  answerGraphql(root: string, value: unknown): this {
    return this.answerJson({ data: { [root]: value } });
  }

  /** Refuses a later GraphQL request as Authing does: the message of the error is an object. */
  refuseGraphql(code: number, message: string, data: unknown = null): this {
    return this.answerJson({ data: null, errors: [{ message: { code, message, data } }] });
  }

  /** Answers a later request with this JSON and status. */
  answerJson(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): this {
    return this.answerRaw(status, { 'content-type': 'application/json', ...headers }, JSON.stringify(body));
  }

  /** Answers a later request with anything. */
  answerRaw(status: number, headers: Readonly<Record<string, string>>, text: string): this {
    this.#outcomes.push(() => ({ status, headers, text }));
    return this;
  }

  /** Rejects a later request. */
  failWith(error: Error): this {
    this.#outcomes.push(() => Promise.reject(error));
    return this;
  }

  /** Answers a later request when the test says so. */
  answerLater(): (body: unknown) => void {
    let settle: (response: HttpResponse) => void = () => {};
    const response = new Promise<HttpResponse>((resolve) => {
      settle = resolve;
    });
    this.#outcomes.push(() => response);
    return (body) =>
      settle({ status: 200, headers: { 'content-type': 'application/json' }, text: JSON.stringify(body) });
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    this.requests.push(request);
    const outcome = this.#outcomes.shift();
    if (!outcome) throw new Error(`No answer was prepared for ${request.method} ${request.url}`);
    return outcome();
  }

  dispose(): void {}
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener(
      'message',
      () => {
        port1.close();
        resolve();
      },
      { once: true },
    );
    port1.start();
    port2.postMessage(null);
  });
}
