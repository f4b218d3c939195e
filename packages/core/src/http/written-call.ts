import { InputError } from '../errors/index.js';
import type { Endpoint, RestAddress } from './endpoint.js';
import type { UploadProgress } from './http-transport.js';
import { encodeQuery, fillPath } from './path.js';

/** What `accepts` of a row can return. */
export interface WireInput {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly bearer?: string;
  readonly onUploadProgress?: ((progress: UploadProgress) => void) | undefined;
}

/** A call as it goes out, but for the server's address, the bearer and the caller's own headers. */
export interface WrittenCall {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** In place of `body`. */
  readonly form?: FormData;
}

/** What is the same for every call of a client. */
export interface CallDefaults {
  /** Media types of the answer. */
  readonly accept: string;
  /** Headers besides. */
  readonly headers: Readonly<Record<string, string>>;
  /** Values for `{client.…}` in a row's path. */
  readonly clientValues: Readonly<Record<string, string | undefined>>;
  /** What a JSON body is said to be. Default `application/json`. */
  readonly jsonType?: string;
}

/**
 * Writes a call to a REST address.
 *
 * @throws {InputError} A value of the path is missing, or the body cannot be written.
 */
export function writeRestCall(
  { method, path }: RestAddress,
  { traits }: Endpoint,
  input: WireInput,
  { accept, headers: clientHeaders, clientValues, jsonType = 'application/json' }: CallDefaults,
): WrittenCall {
  const target = `${fillPath(path, input.path ?? {}, clientValues)}${encodeQuery(input.query ?? {})}`;
  const headers: Record<string, string> = { accept, ...clientHeaders };
  for (const [name, value] of Object.entries(input.headers ?? {})) {
    if (value !== undefined) headers[name] = value;
  }
  if (traits.sends === 'multipart') return { method, target, headers, body: undefined, form: toFormData(input.body) };
  if (input.body === undefined) return { method, target, headers, body: undefined };
  const isForm = traits.sends === 'form';
  headers['content-type'] = isForm ? 'application/x-www-form-urlencoded' : jsonType;
  return { method, target, headers, body: (isForm ? encodeForm : encodeJson)(input.body) };
}

/** @throws {InputError} It holds itself, or a BigInt. */
export function encodeJson(body: unknown): string {
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

function toFormData(body: unknown): FormData {
  const form = new FormData();
  // The body of a row that sends `multipart` is an object of files, by the name of their part.
  for (const [name, file] of Object.entries(body as Readonly<Record<string, File>>)) form.append(name, file);
  return form;
}
