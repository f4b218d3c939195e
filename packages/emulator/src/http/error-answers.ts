import type { IncomingMessage } from 'node:http';
import { gotrueCodeOf, gotrueError, type WrittenError } from '../gotrue/error-form.js';

/** What an error answer tells, whichever wire says it. */
export interface Failure {
  readonly status: number;
  readonly message: string;
}

/** Message of a status 500. The error itself goes to `onUnexpectedError`. */
export const UNEXPECTED = 'Something went wrong in the server';

/** The request that failed. */
export interface FailedRequest {
  readonly path: string;
  header(name: string): string | undefined;
}

/** A request that did not reach the application. Its target can be anything, and is not parsed as a URL. */
export function requestOf({ url = '', headers }: IncomingMessage): FailedRequest {
  const [path = ''] = url.replace(/^[a-z]+:\/\/[^/]*/i, '').split(/[?#]/);
  return { path, header: (name) => headers[name]?.toString() };
}

/** How one wire writes an error that has no code of its own. */
type ErrorForm = (failure: Failure, request: FailedRequest) => WrittenError;

/** The wires by where they live, each with its form. */
const WIRES: readonly (readonly [prefix: string, form: ErrorForm])[] = [
  [
    '/graphql/',
    ({ status, message }) => bare({ data: null, errors: [{ message: { code: status, message, data: null } }] }),
  ],
  [
    '/auth/v1/',
    ({ status, message }, request) =>
      gotrueError({ status, code: gotrueCodeOf(status), message }, request.header('x-supabase-api-version')),
  ],
  ['/oidc/', oauthError],
  ['/oauth/', oauthError],
  ['/_emulator/', ({ status, message }) => bare({ error: { code: `http-${status}`, message } })],
];

const otherwise: ErrorForm = ({ status, message }) => bare({ code: status, message, data: null });

function oauthError({ status, message }: Failure): WrittenError {
  return bare({ error: status >= 500 ? 'server_error' : 'invalid_request', error_description: message });
}

function bare(body: WrittenError['body']): WrittenError {
  return { body, headers: {} };
}

/** Writes an error in the form of the wire that the path belongs to. */
export function errorAnswer(request: FailedRequest, failure: Failure): WrittenError {
  const [, form = otherwise] = WIRES.find(([prefix]) => `${request.path}/`.startsWith(prefix)) ?? [];
  return form(failure, request);
}
