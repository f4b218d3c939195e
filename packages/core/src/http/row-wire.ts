import type { Clock, ServerClock } from '../clock/index.js';
import { NetworkError, NotSignedInError, UnauthenticatedError } from '../errors/index.js';
import { secretsIn, secretsInHeaders } from '../errors/redact.js';
import { shownCause } from '../errors/shown-cause.js';
import type { Logger } from '../logging/logger.js';
import { unlessAborted } from '../unless-aborted.js';
import { type Deadline, startDeadline } from './deadline.js';
import type { Endpoint } from './endpoint.js';
import { assertHeader } from './header.js';
import type { HttpRequest, HttpResponse, HttpTransport, UploadProgress } from './http-transport.js';
import { assertRequestOptions } from './request-options.js';
import { withRetries } from './retry.js';
import type { CredentialSource, RequestOptions, Wire } from './wire.js';
import type { WireInput, WrittenCall } from './written-call.js';

/** What reading an answer needs to know about the call. */
export interface AnsweredCall {
  /** Whether the bearer was one that the caller handed over, such as an `mfaToken`. */
  readonly isSecondStep: boolean;
  /** What must not show up in an error: the bearer, and the secrets of the request. */
  readonly secrets: () => readonly string[];
  /** Epoch milliseconds, for a `Retry-After` that is a date. */
  readonly now: number;
}

/** What calls and answers look like on one kind of server. */
export interface WireFormat {
  write(row: Endpoint, input: WireInput): WrittenCall;
  /**
   * Takes what the row receives out of an answer.
   *
   * @throws {InvalidResponseError} It is not such an answer.
   * @throws {SallyportError} The server refused; the class says what to do next.
   */
  read(row: Endpoint, response: HttpResponse, call: AnsweredCall): unknown;
}

/** What a `RowWire` is made of. */
export interface RowWireSettings {
  /** The server's address, without a trailing slash. */
  readonly baseUrl: string;
  readonly transport: HttpTransport;
  readonly clock: Clock;
  /** Learns from each answer how far the two clocks are apart. */
  readonly serverClock?: ServerClock | undefined;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  /** Whether a browser sends cookies along. */
  readonly withCredentials: boolean;
  /** Whether the endpoints' checks run. Default `true`. */
  readonly validateArguments?: boolean | undefined;
  /** Receives failures of listeners to an upload. */
  readonly logger?: Logger | undefined;
}

/** Sends rows in the format of one kind of server: with its bearer, its deadline, its repeats. */
export class RowWire implements Wire {
  readonly #settings: RowWireSettings;
  readonly #format: WireFormat;
  readonly #credentials: CredentialSource;
  readonly #options: RequestOptions;
  readonly #secrets: readonly string[];

  constructor(
    settings: RowWireSettings,
    format: WireFormat,
    credentials: CredentialSource,
    options: RequestOptions = {},
    secrets: readonly string[] = [],
  ) {
    this.#settings = settings;
    this.#format = format;
    this.#credentials = credentials;
    this.#options = ownMembers(options);
    this.#secrets = secrets;
  }

  /** The same wire over another transport. */
  through(transport: HttpTransport): RowWire {
    return new RowWire({ ...this.#settings, transport }, this.#format, this.#credentials, this.#options, this.#secrets);
  }

  /** A wire to the same server with other credentials, and without options of a call. */
  as(credentials: CredentialSource): RowWire {
    return new RowWire(this.#settings, this.#format, credentials, {}, this.#secrets);
  }

  with(options: RequestOptions): RowWire {
    assertRequestOptions(options);
    const headers = { ...this.#options.headers, ...options.headers };
    return this.#with({ ...this.#options, ...options, headers });
  }

  at(baseUrl: string): RowWire {
    const settings = { ...this.#settings, baseUrl };
    return new RowWire(settings, this.#format, this.#credentials, this.#options, this.#secrets);
  }

  async within<T>(secrets: readonly string[], run: (wire: Wire, signal: AbortSignal) => Promise<T>): Promise<T> {
    const deadline = startDeadline(this.#options.timeout ?? this.#settings.timeoutMs, this.#options.signal);
    const options = { ...this.#options, signal: deadline.signal };
    try {
      if (deadline.signal.aborted) throw deadline.signal.reason;
      return await run(this.#with(options, [...this.#secrets, ...secrets]), deadline.signal);
    } finally {
      deadline.clear();
    }
  }

  check({ traits }: Endpoint, input: unknown): void {
    if (this.#settings.validateArguments ?? true) traits.check?.(input as never); // what `toWire` of the row made
  }

  async send(row: Endpoint, input: unknown): Promise<unknown> {
    this.check(row, input);
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

  #with(options: RequestOptions, secrets = this.#secrets): RowWire {
    return new RowWire(this.#settings, this.#format, this.#credentials, options, secrets);
  }

  async #sendAs(
    bearer: string | null,
    row: Endpoint,
    input: WireInput,
    request: Omit<HttpRequest, 'signal'>,
    deadline: Deadline,
  ): Promise<unknown> {
    const { clock } = this.#settings;
    const credentials = this.#credentials;
    const idempotent = row.traits.idempotent ?? false;
    const attempt = (): Promise<unknown> => this.#attempt(bearer, row, input, request, deadline);
    try {
      return await withRetries(attempt, { idempotent, clock, deadline });
    } catch (error) {
      if (!(error instanceof UnauthenticatedError)) throw error;
      if (bearer === null && takesClientBearer(row)) throw notSignedIn(error);
      const isOwn = bearer !== null && input.bearer === undefined;
      if (!isOwn || !credentials.replace) throw error;
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
    const secrets = (): readonly string[] => [
      ...this.#secrets,
      ...(bearer === null ? [] : [bearer]),
      ...secretsIn(input),
      ...secretsInHeaders(this.#options.headers),
    ];
    try {
      const response = await transport.send({
        ...request,
        headers: bearer === null ? request.headers : { ...request.headers, authorization: `Bearer ${bearer}` },
        signal: limit?.signal ?? deadline.signal,
      });
      serverClock?.hearDate(response.headers.date, response.headers.age);
      return this.#format.read(row, response, {
        isSecondStep: input.bearer !== undefined,
        secrets,
        now: (serverClock ?? clock).now(),
      });
    } catch (error) {
      // The failure of a transport may name parts of the request.
      if (error instanceof NetworkError && error.cause) error.cause = shownCause(error.cause, secrets());
      throw error;
    } finally {
      limit?.clear();
    }
  }

  async #bearer(row: Endpoint, input: WireInput, deadline: Deadline): Promise<string | null> {
    if (row.traits.credential === 'none') return null;
    const token = input.bearer ?? (takesClientBearer(row) ? await this.#clientBearer(deadline) : null);
    if (token !== null) assertHeader('authorization', token);
    return token;
  }

  async #clientBearer(deadline: Deadline): Promise<string | null> {
    const bearer = this.#credentials.bearer({ ...this.#options, signal: deadline.signal });
    // A storage that never answers must not outlast the call.
    return bearer === null || typeof bearer === 'string' ? bearer : unlessAborted(bearer, deadline.signal);
  }

  #request(row: Endpoint, input: WireInput): Omit<HttpRequest, 'signal'> {
    const { baseUrl, maxResponseBytes, withCredentials } = this.#settings;
    const { method, target, headers, body, form } = this.#format.write(row, input);
    return {
      method,
      url: `${baseUrl}${target}`,
      headers: this.#options.headers ? { ...lowerCased(this.#options.headers), ...headers } : headers,
      body,
      form,
      onUploadProgress: input.onUploadProgress && this.#guarded(input.onUploadProgress),
      maxResponseBytes,
      withCredentials: withCredentials && form === undefined, // an upload carries no credential, no cookie either
      idempotent: row.traits.idempotent ?? false,
    };
  }

  #guarded(listener: (progress: UploadProgress) => void): (progress: UploadProgress) => void {
    return (progress) => {
      try {
        listener(progress);
      } catch {
        this.#settings.logger?.error('A listener failed', { event: 'upload progress' });
      }
    };
  }
}

function takesClientBearer({ traits: { credential = 'client' } }: Endpoint): boolean {
  return credential === 'client' || credential === 'argument-or-client';
}

// No token was refused: none went along.
function notSignedIn({ message, code, status, requestId, data }: UnauthenticatedError): NotSignedInError {
  return new NotSignedInError({ message, code, status, requestId, data, remedy: 'Sign in first.' });
}

// Where a script has polluted the prototype of all objects, what a call leaves out must not be found there.
function ownMembers<T extends object>(value: T): T {
  return { __proto__: null, ...value };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
