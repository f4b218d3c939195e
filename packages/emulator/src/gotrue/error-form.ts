import { randomUUID } from 'node:crypto';

/** An error in this wire's words. */
export interface GotrueError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Members that some codes add. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** An error as it is sent, its status aside. */
export interface WrittenError {
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

const NEWER_FORM = '2024-01-01';

/**
 * Writes an error in the form that the client reads.
 *
 * @param apiVersion - The header `X-Supabase-Api-Version` of the request. Only a client that sends it knows the newer
 *   form, which it tells by the same header of the answer.
 */
export function gotrueError(
  { status, code, message, extra }: GotrueError,
  apiVersion: string | undefined,
): WrittenError {
  const headers = { 'x-sb-error-code': code };
  if (isDate(apiVersion) && apiVersion >= NEWER_FORM) {
    return { body: { code, message, ...extra }, headers: { ...headers, 'x-supabase-api-version': NEWER_FORM } };
  }
  const trace = status >= 500 ? { error_id: randomUUID() } : {};
  return { body: { code: status, error_code: code, msg: message, ...trace, ...extra }, headers };
}

function isDate(text: string | undefined): text is string {
  if (text === undefined || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

const HTTP_CODES: Readonly<Record<number, string>> = {
  400: 'bad_json',
  403: 'no_authorization',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'request_entity_too_large',
  415: 'bad_json',
};

/** What has no code of its own, since no wire looked at what it wanted. */
export function gotrueCodeOf(status: number): string {
  return HTTP_CODES[status] ?? 'unexpected_failure';
}
