import type { Clock, ServerClock } from '../clock/index.js';
import { InputError, secretsIn, UnauthenticatedError } from '../errors/index.js';
import { type Deadline, startDeadline } from '../http/deadline.js';
import type { Endpoint } from '../http/endpoint.js';
import { assertHeader } from '../http/header.js';
import type { HttpRequest, HttpTransport } from '../http/http-transport.js';
import { encodeQuery, fillPath } from '../http/path.js';
import { assertRequestOptions } from '../http/request-options.js';
import { withRetries } from '../http/retry.js';
import type { CredentialSource, RequestOptions, Wire } from '../http/wire.js';
import { unlessAborted } from '../single-flight.js';
import { readAuthingAnswer } from './authing-envelope.js';

/** What an `AuthingWire` is made of. */
export interface AuthingWireSettings {
  /** The server's address, without a trailing slash. */
  readonly baseUrl: string;
  readonly transport: HttpTransport;
  readonly clock: Clock;
  /** Learns from each answer how far the two clocks are apart. */
  readonly serverClock?: ServerClock | undefined;
  readonly credentials: CredentialSource;
  /** Headers of every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Values for `{client.…}` in a row's path. */
  readonly clientValues: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  /** Whether a browser sends cookies along. */
  readonly withCredentials: boolean;
}

/** What `accepts` of a row can return. */
interface WireInput {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly bearer?: string;
}

/** Calls a server that speaks Authing's v2 wire: REST with envelopes, and GraphQL at `/graphql/v2`. */
export class AuthingWire implements Wire {
  readonly #settings: AuthingWireSettings;
  readonly #options: RequestOptions;
  readonly #secrets: readonly string[];

  constructor(settings: AuthingWireSettings, options: RequestOptions = {}, secrets: readonly string[] = []) {
    this.#settings = settings;
    this.#options = ownMembers(options);
    this.#secrets = secrets;
  }

  with(options: RequestOptions): AuthingWire {
    assertRequestOptions(options);
    const headers = { ...this.#options.headers, ...options.headers };
    return new AuthingWire(this.#settings, { ...this.#options, ...options, headers }, this.#secrets);
  }

  at(baseUrl: string): AuthingWire {
    return new AuthingWire({ ...this.#settings, baseUrl }, this.#options, this.#secrets);
  }

  async within<T>(secrets: readonly string[], run: (wire: Wire, signal: AbortSignal) => Promise<T>): Promise<T> {
    const deadline = startDeadline(this.#options.timeout ?? this.#settings.timeoutMs, this.#options.signal);
    const options = { ...this.#options, signal: deadline.signal };
    try {
      if (deadline.signal.aborted) throw deadline.signal.reason;
      return await run(new AuthingWire(this.#settings, options, [...this.#secrets, ...secrets]), deadline.signal);
    } finally {
      deadline.clear();
    }
  }

  async send(row: Endpoint, input: unknown): Promise<unknown> {
    const wireInput = ownMembers(input as WireInput); // what every `accepts` returns, by the types of `rest` and `graphql`
    const request = this.#request(row, wireInput);
    const deadline = startDeadline(this.#options.timeout ?? this.#settings.timeoutMs, this.#options.signal);
    try {
      if (deadline.signal.aborted) throw deadline.signal.reason;
      return await this.#sendAs(await this.#bearer(row, wireInput, deadline), row, wireInput, request, deadline);
    } finally {
      deadline.clear();
    }
  }

  async #sendAs(
    bearer: string | null,
    row: Endpoint,
    input: WireInput,
    request: Omit<HttpRequest, 'signal'>,
    deadline: Deadline,
  ): Promise<unknown> {
    const { clock, credentials } = this.#settings;
    const idempotent = row.traits.idempotent ?? false;
    const attempt = (): Promise<unknown> => this.#attempt(bearer, row, input, request, deadline);
    try {
      return await withRetries(attempt, { idempotent, clock, deadline });
    } catch (error) {
      const isOwn = bearer !== null && input.bearer === undefined;
      if (!isOwn || !credentials.replace || !(error instanceof UnauthenticatedError)) throw error;
      const replacement = await credentials.replace(bearer, { ...this.#options, signal: deadline.signal });
      if (replacement === null) throw error;
      return await this.#attempt(replacement, row, input, request, deadline);
    }
  }

  async #attempt(
    bearer: string | null,
    row: Endpoint,
    input: WireInput,
    request: Omit<HttpRequest, 'signal'>,
    deadline: Deadline,
  ): Promise<unknown> {
    const { transport, clock, serverClock } = this.#settings;
    const { attemptTimeoutMs } = this.#options;
    const limit = attemptTimeoutMs === undefined ? undefined : startDeadline(attemptTimeoutMs, deadline.signal);
    try {
      const response = await transport.send({
        ...request,
        headers: bearer === null ? request.headers : { ...request.headers, authorization: `Bearer ${bearer}` },
        signal: limit?.signal ?? deadline.signal,
      });
      serverClock?.hearDate(response.headers.date, response.headers.age);
      return readAuthingAnswer(row, response, {
        refusals: row.traits.refusals,
        isSecondStep: input.bearer !== undefined,
        secrets: () => [...this.#secrets, ...(bearer === null ? [] : [bearer]), ...secretsIn(input)],
        now: clock.now(),
      });
    } finally {
      limit?.clear();
    }
  }

  async #bearer(row: Endpoint, input: WireInput, deadline: Deadline): Promise<string | null> {
    const { credential = 'client' } = row.traits;
    if (credential === 'none') return null;
    const token = input.bearer ?? (await this.#clientBearer(credential, deadline));
    if (token !== null) assertHeader('authorization', token);
    return token;
  }

  async #clientBearer(credential: string, deadline: Deadline): Promise<string | null> {
    if (credential === 'argument') return null;
    const bearer = this.#settings.credentials.bearer({ ...this.#options, signal: deadline.signal });
    // A storage that never answers must not outlast the call.
    return bearer === null || typeof bearer === 'string' ? bearer : unlessAborted(bearer, deadline.signal);
  }

  #request(row: Endpoint, input: WireInput): Omit<HttpRequest, 'signal'> {
    const { baseUrl, clientValues, headers, maxResponseBytes, withCredentials } = this.#settings;
    const own = { accept: 'application/json, text/plain, */*', ...headers };
    const fixed = { maxResponseBytes, withCredentials };
    if ('root' in row.address) {
      const body = encodeBody({ query: row.address.document(), variables: input });
      return {
        ...fixed,
        method: 'POST',
        url: `${baseUrl}/graphql/v2`,
        headers: this.#headers(own, 'application/json'),
        body,
      };
    }
    const { method, path } = row.address;
    const url = `${baseUrl}${fillPath(path, input.path ?? {}, clientValues)}${encodeQuery(input.query ?? {})}`;
    const isForm = row.traits.sends === 'form';
    const body = input.body === undefined ? undefined : (isForm ? encodeForm : encodeBody)(input.body);
    const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
    const all = this.#headers({ ...own, ...defined(input.headers) }, body === undefined ? undefined : type);
    return { ...fixed, method, url, headers: all, body };
  }

  #headers(own: Readonly<Record<string, string>>, contentType: string | undefined): Record<string, string> {
    return { ...lowerCased(this.#options.headers), ...own, ...(contentType ? { 'content-type': contentType } : {}) };
  }
}

// Where a script has polluted the prototype of all objects, what a call leaves out must not be found there.
function ownMembers<T extends object>(value: T): T {
  return { __proto__: null, ...value };
}

function encodeBody(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch {
    throw new InputError({
      message: 'An argument cannot be written as JSON: it holds itself, or a BigInt',
      remedy: 'Pass plain values.',
    });
  }
}

function encodeForm(body: unknown): string {
  // The body of a row that sends a form is an object of scalars, as that of a query is.
  return encodeQuery(body as Readonly<Record<string, unknown>>).slice(1);
}

function lowerCased(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function defined(headers: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  const entries = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
