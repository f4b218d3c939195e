import {
  type AuthingRefusal,
  errorFromAuthing,
  InvalidResponseError,
  OAuthError,
  type RefusedCall,
  redact,
  type SallyportError,
} from '../errors/index.js';
import type { Endpoint } from '../http/endpoint.js';
import type { HttpResponse } from '../http/http-transport.js';
import { isNestedTooDeeply } from '../http/nesting.js';
import { parseRetryAfter } from '../http/retry.js';

/** What reading an answer needs to know about the call. */
export interface AnsweredCall extends RefusedCall {
  readonly refusals?: Readonly<Record<number, AuthingRefusal>> | undefined;
  /** What must not show up in an error: the bearer, and the secrets of the request. */
  readonly secrets: () => readonly string[];
  /** Epoch milliseconds, for a `Retry-After` that is a date. */
  readonly now: number;
}

/**
 * Takes what the row receives out of an answer of the Authing wire.
 *
 * REST answers in one of two envelopes, `{ code, message, data }` and `{ statusCode, apiCode, message, data }`;
 * GraphQL in `{ data, errors }`, where an error's `message` is an object, or a text as the specification has it.
 *
 * @throws {InvalidResponseError} It is not such an answer.
 * @throws {SallyportError} The server refused; the class says what to do next.
 */
export function readAuthingAnswer(row: Endpoint, response: HttpResponse, call: AnsweredCall): unknown {
  if (response.status >= 300 && response.status < 400) {
    throw notTheContract(response, call, 'a redirect, which is never followed');
  }
  if (row.traits.receives === 'text' && response.status < 300) return response.text;
  const body = parseObject(response);
  if (!body) {
    throw response.status >= 400
      ? refusal({ message: `HTTP ${response.status} without a readable body` }, response, call)
      : notTheContract(response, call, 'not the JSON object that was expected');
  }
  return 'root' in row.address
    ? readGraphql(row.address.root, body, response, call)
    : readRest(row, body, response, call);
}

type Body = Readonly<Record<string, unknown>>;

function readRest(row: Endpoint, body: Body, response: HttpResponse, call: AnsweredCall): unknown {
  if (response.status < 300) {
    if (body.code === 200 || body.statusCode === 200) return row.traits.receives === 'body' ? body : body.data;
    // Protocol endpoints (OpenID Connect's, say) answer without an envelope.
    if (row.traits.receives === 'body' && !('code' in body) && !('statusCode' in body)) return body;
  }
  if (typeof body.error === 'string' && !('code' in body)) throw oauthRefusal(body.error, body, response, call);
  throw refusal(body, response, call);
}

function readGraphql(root: string, body: Body, response: HttpResponse, call: AnsweredCall): unknown {
  const errors: readonly unknown[] = Array.isArray(body.errors) ? body.errors : [];
  const [error] = errors;
  if (isObject(error)) {
    const { message, extensions } = error;
    if (isObject(message)) throw refusal(message, response, call);
    const code = isObject(extensions) ? extensions.code : undefined;
    throw refusal({ code, message }, response, call);
  }
  if (response.status >= 300) throw refusal(body, response, call);
  const { data } = body;
  if (!isObject(data) || !(root in data)) {
    throw notTheContract(response, call, `a GraphQL answer without the field ${root}`);
  }
  return data[root];
}

function refusal(said: Body, response: HttpResponse, call: AnsweredCall): SallyportError {
  const { apiCode, code, statusCode, message, data } = said;
  return errorFromAuthing(
    {
      code: [apiCode, code, statusCode].find((value): value is number | string => isCode(value, call)),
      message: redact(typeof message === 'string' && message !== '' ? message : 'The server refused', call.secrets()),
      data: data ?? undefined,
      status: response.status,
      requestId: requestIdOf(response, said, call),
      retryAfterMs: parseRetryAfter(response.headers['retry-after'], call.now),
    },
    call,
  );
}

// RFC 6749 section 5.2: token endpoints refuse in a form of their own.
function oauthRefusal(error: string, said: Body, response: HttpResponse, call: AnsweredCall): SallyportError {
  const { error_description: description } = said;
  const isKnown = isCode(error, call);
  return new OAuthError({
    error: isKnown ? error : 'unknown',
    code: isKnown ? error : undefined,
    message: redact(typeof description === 'string' && description !== '' ? description : error, call.secrets()),
    status: response.status,
    requestId: requestIdOf(response, said, call),
    retryAfterMs: parseRetryAfter(response.headers['retry-after'], call.now),
    retryable: response.status >= 500 || response.status === 429,
    remedy: 'Read the error; invalid_grant asks for a new sign-in, invalid_client for other credentials.',
  });
}

// A text in the place of a code may be anything that the request carried. A word that is none of it may be shown.
function isCode(value: unknown, call: AnsweredCall): boolean {
  if (typeof value === 'number') return true;
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) && redact(value, call.secrets()) === value;
}

function notTheContract(response: HttpResponse, call: AnsweredCall, found: string): InvalidResponseError {
  const type = response.headers['content-type'] ?? 'no content type';
  return new InvalidResponseError({
    message: `The answer is ${found} (HTTP ${response.status}, ${redact(type, call.secrets())}): ${excerpt(response.text, call)}`,
    status: response.status,
    requestId: requestIdOf(response, {}, call),
    remedy: 'Check that the address is the identity server’s and that no proxy answers in its place.',
    retryable: false,
  });
}

// 200 printable characters tell a captive portal from a torn body, and are few enough to log.
function excerpt(text: string, call: AnsweredCall): string {
  const start = redact(text.slice(0, LONGEST_READ), call.secrets()).replace(LITERAL, maskValue).slice(0, 200);
  return start === '' ? '(empty)' : JSON.stringify(start.replace(/[^\x20-\x7e]/g, '·'));
}

// Much more than is shown, so that no secret is cut in half before it is recognized.
const LONGEST_READ = 64_000;

// A piece of JSON can hold a new token or a TOTP secret that nobody knows yet: names are shown, values are not.
const LITERAL = /"(?:[^"\\]|\\.)*(?:"(\s*:)?|$)/g;

function maskValue(literal: string, colon: string | undefined): string {
  return colon === undefined ? '"..."' : literal;
}

function requestIdOf(response: HttpResponse, body: Body, call: AnsweredCall): string | undefined {
  const id = response.headers['x-request-id'] ?? body.uniqueId ?? body.requestId;
  return typeof id === 'string' && id !== '' ? redact(id, call.secrets()).slice(0, 128) : undefined;
}

function parseObject(response: HttpResponse): Body | undefined {
  if (!/[/+]json\b/i.test(response.headers['content-type'] ?? '')) return undefined;
  if (isNestedTooDeeply(response.text)) return undefined;
  try {
    const value: unknown = JSON.parse(response.text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
