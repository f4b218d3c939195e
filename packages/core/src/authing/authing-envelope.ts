import { errorFromAuthing, isAuthingCode } from '../errors/from-authing.js';
import { OAuthError, type SallyportError } from '../errors/index.js';
import type { RefusedCall } from '../errors/refusals.js';
import { type AnswerBody, isCode, messageOf, notTheContract, parseObject, requestIdOf } from '../http/answer.js';
import type { Endpoint } from '../http/endpoint.js';
import type { HttpResponse } from '../http/http-transport.js';
import { parseRetryAfter } from '../http/retry.js';
import type { AnsweredCall } from '../http/row-wire.js';
import { isObject } from '../json.js';

/**
 * Takes what the row receives out of an answer of the Authing wire.
 *
 * REST answers in one of two envelopes, `{ code, message, data }` and `{ statusCode, apiCode, message, data }`;
 * GraphQL in `{ data, errors }`, where an error's `message` is an object, or a text as the specification has it.
 *
 * @throws {InvalidResponseError} It is not such an answer.
 * @throws {SallyportError} The server refused; the class says what to do next.
 */
export function readAuthingAnswer(row: Endpoint, response: HttpResponse, answered: AnsweredCall): unknown {
  const call = { ...answered, refusals: row.traits.refusals };
  if (response.status >= 300 && response.status < 400) {
    throw notTheContract(response, call, 'a redirect, which is never followed');
  }
  if (row.traits.receives === 'text' && response.status < 300) return response.text;
  const body = parseObject(response);
  if (!body) {
    throw response.status >= 400
      ? refusal({}, response, call, `HTTP ${response.status} without a readable body`)
      : notTheContract(response, call, 'not the JSON object that was expected');
  }
  return 'root' in row.address
    ? readGraphql(row.address.root, body, response, call)
    : readRest(row, body, response, call);
}

type RefusableCall = AnsweredCall & RefusedCall;

function readRest(row: Endpoint, body: AnswerBody, response: HttpResponse, call: RefusableCall): unknown {
  if (response.status < 300) {
    if (body.code === 200 || body.statusCode === 200) return row.traits.receives === 'body' ? body : body.data;
    // Protocol endpoints (OpenID Connect's, say) answer without an envelope.
    const isBare = !('code' in body) && !('statusCode' in body);
    if (row.traits.receives === 'body' && isBare && Object.keys(body).length > 0) return body;
    if (isBare && !('apiCode' in body) && !('error' in body)) {
      throw notTheContract(response, call, 'a JSON object without the envelope that was expected');
    }
  }
  if (typeof body.error === 'string' && !('code' in body)) throw oauthRefusal(body.error, body, response, call);
  throw refusal(body, response, call);
}

function readGraphql(root: string, body: AnswerBody, response: HttpResponse, call: RefusableCall): unknown {
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

function refusal(
  said: AnswerBody,
  response: HttpResponse,
  call: RefusableCall,
  unsaid = 'The server refused',
): SallyportError {
  const { apiCode, code, statusCode, message, data } = said;
  return errorFromAuthing(
    {
      code: [apiCode, code, statusCode].find((value): value is number | string => isCode(value, call, isAuthingCode)),
      message: messageOf(message, call, unsaid),
      data: data ?? undefined,
      status: response.status,
      requestId: requestIdOf(response, said, call),
      retryAfterMs: parseRetryAfter(response.headers, call.now),
    },
    call,
  );
}

// RFC 6749 section 5.2: token endpoints refuse in a form of their own.
function oauthRefusal(error: string, said: AnswerBody, response: HttpResponse, call: RefusableCall): SallyportError {
  const { error_description: description } = said;
  const isShown = isCode(error, call);
  return new OAuthError({
    error: isShown ? error : 'unknown',
    code: isShown ? error : undefined,
    message: messageOf(description, call, isShown ? error : 'The server refused'),
    status: response.status,
    requestId: requestIdOf(response, said, call),
    retryAfterMs: parseRetryAfter(response.headers, call.now),
    retryable: response.status >= 500 || response.status === 429,
    remedy: 'Read the error; invalid_grant asks for a new sign-in, invalid_client for other credentials.',
  });
}
