import { errorFromGoTrue, isGoTrueCode } from '../errors/from-gotrue.js';
import { OAuthError, type SallyportError } from '../errors/index.js';
import { type AnswerBody, isCode, messageOf, notTheContract, parseJson, requestIdOf } from '../http/answer.js';
import type { Endpoint } from '../http/endpoint.js';
import type { HttpResponse } from '../http/http-transport.js';
import { parseRetryAfter } from '../http/retry.js';
import type { AnsweredCall } from '../http/row-wire.js';
import { isObject } from '../json.js';

/** What a row receives that asks for `body-and-headers`. */
export interface AnswerWithHeaders<Body> {
  readonly body: Body;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Takes what the row receives out of an answer of the GoTrue wire, which has no envelopes: JSON, or nothing.
 *
 * @throws {InvalidResponseError} It is not such an answer.
 * @throws {SallyportError} The server refused; the class says what to do next.
 */
export function readGoTrueAnswer(row: Endpoint, response: HttpResponse, call: AnsweredCall): unknown {
  const { status, headers, text } = response;
  if (status >= 300 && status < 400) throw notTheContract(response, call, 'a redirect, which is never followed');
  const body = text === '' ? undefined : parseJson(response);
  if (status >= 400) throw refusal(row, body, response, call);
  if (body === undefined && text !== '') throw notTheContract(response, call, 'not the JSON that was expected');
  return row.traits.receives === 'body-and-headers' ? { body, headers } : body;
}

// Only calls that the session's own bearer would do for as well take one of a pending sign-in.
function isSecondStep({ traits }: Endpoint, call: AnsweredCall): boolean {
  return call.isSecondStep && traits.credential === 'argument-or-client';
}

function refusal(row: Endpoint, said: unknown, response: HttpResponse, call: AnsweredCall): SallyportError {
  const { status, headers } = response;
  const body: AnswerBody = isObject(said) ? said : {};
  const { error, error_description: description, msg, message, weak_password: weakPassword } = body;
  // Newer servers answer a text in `code`, older ones the status there and the text beside it.
  const codes = [body.code, body.error_code, headers['x-sb-error-code']];
  const code = codes.find((value): value is string => typeof value === 'string' && isCode(value, call, isGoTrueCode));
  const failure = {
    status,
    requestId: requestIdOf(response, body, call),
    retryAfterMs: parseRetryAfter(headers, call.now),
    // Something that stands between, rather than the server, may have answered.
    cause: said === undefined ? notTheContract(response, call, 'a refusal without a readable body') : undefined,
  };
  if (code === undefined && typeof error === 'string' && isCode(error, call)) {
    return new OAuthError({
      ...failure,
      error,
      code: error,
      message: messageOf(description, call, error),
      retryable: status >= 500 || status === 429,
      remedy: 'Read the message: the provider’s token, its audience or its nonce is not what the server expects.',
    });
  }
  const text = [message, msg, description].find((value) => typeof value === 'string' && value !== '');
  return errorFromGoTrue(
    { ...failure, code, message: messageOf(text, call, `HTTP ${status} without a readable body`), data: weakPassword },
    { refusals: row.traits.refusals, isSecondStep: isSecondStep(row, call) },
  );
}
