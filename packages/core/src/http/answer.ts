import { InvalidResponseError } from '../errors/index.js';
import { redact } from '../errors/redact.js';
import { isObject } from '../json.js';
import { excerptOf } from './excerpt.js';
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

/**
 * Whether a value may be shown as a code. A text in its place may repeat anything that the request carried, unless the
 * server's error table contains it.
 */
export function isCode(
  value: unknown,
  call: AnsweredCall,
  isInTable: (code: string) => boolean = () => false,
): value is number | string {
  if (typeof value === 'number') return true;
  if (typeof value !== 'string' || !/^[\w.-]{1,64}$/.test(value)) return false;
  return isInTable(value) || redact(value, call.secrets()) === value;
}

/** What a server says, without what it repeats of the request's secrets. */
export function messageOf(text: unknown, call: AnsweredCall, fallback: string): string {
  return typeof text === 'string' && text !== '' ? redact(text, call.secrets()) : fallback;
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
    message: `The answer is ${found} (HTTP ${response.status}, ${redact(type, call.secrets())}): ${excerptOf(response.text, call.secrets())}`,
    status: response.status,
    requestId: requestIdOf(response, {}, call),
    remedy: 'Check that the address is the identity server’s and that no proxy answers in its place.',
    retryable: false,
  });
}
