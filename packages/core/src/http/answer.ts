import { InvalidResponseError, redact } from '../errors/index.js';
import type { HttpResponse } from './http-transport.js';
import { isNestedTooDeeply } from './nesting.js';
import type { AnsweredCall } from './row-wire.js';

/** A JSON object, with whatever members. */
export type AnswerBody = Readonly<Record<string, unknown>>;

/** The body as a JSON object; `undefined` when it is none, or says that it is none. */
export function parseObject(response: HttpResponse): AnswerBody | undefined {
  const value = parseJson(response);
  return isObject(value) ? value : undefined;
}

/** The body as JSON; `undefined` when it is none, or says that it is none. */
export function parseJson(response: HttpResponse): unknown {
  if (!/[/+]json\b/i.test(response.headers['content-type'] ?? '')) return undefined;
  if (isNestedTooDeeply(response.text)) return undefined;
  try {
    return JSON.parse(response.text);
  } catch {
    return undefined;
  }
}

/** Whether a value is an object, and no list. */
export function isObject(value: unknown): value is AnswerBody {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value may be shown as a code. A text in its place may be anything that the request carried. */
export function isCode(value: unknown, call: AnsweredCall): value is number | string {
  if (typeof value === 'number') return true;
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) && redact(value, call.secrets()) === value;
}

/** What a server says, without what it repeats of the request's secrets. */
export function messageOf(text: unknown, call: AnsweredCall, fallback: string): string {
  return redact(typeof text === 'string' && text !== '' ? text : fallback, call.secrets());
}

/** The server's name for the request; `undefined` where it gives none. */
export function requestIdOf(response: HttpResponse, body: AnswerBody, call: AnsweredCall): string | undefined {
  const id = response.headers['x-request-id'] ?? body.uniqueId ?? body.requestId;
  return typeof id === 'string' && id !== '' ? redact(id, call.secrets()).slice(0, 128) : undefined;
}

/** The error for an answer that is none of the server's. */
export function notTheContract(response: HttpResponse, call: AnsweredCall, found: string): InvalidResponseError {
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
