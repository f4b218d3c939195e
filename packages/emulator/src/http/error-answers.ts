/** What an error answer tells, whichever wire says it. */
export interface Failure {
  readonly status: number;
  readonly message: string;
}

/** How one wire writes an error that has no code of its own. */
type ErrorBody = (failure: Failure) => unknown;

const GOTRUE_CODES: Readonly<Record<number, string>> = {
  400: 'bad_json',
  413: 'request_entity_too_large',
  501: 'not_implemented',
};

/** The wires by where they live, each with its form; the last one takes what is left. */
const WIRES: readonly (readonly [prefix: string, body: ErrorBody])[] = [
  [
    '/graphql/',
    ({ status, message }) => ({ data: null, errors: [{ message: { code: status, message, data: null } }] }),
  ],
  [
    '/auth/v1/',
    ({ status, message }) => ({ code: status, error_code: GOTRUE_CODES[status] ?? 'unexpected_failure', msg: message }),
  ],
  ['/oidc/', oauthError],
  ['/oauth/', oauthError],
  ['/_emulator/', ({ status, message }) => ({ error: { code: `http-${status}`, message } })],
  ['/', ({ status, message }) => ({ code: status, message, data: null })],
];

function oauthError({ status, message }: Failure): unknown {
  return { error: status >= 500 ? 'server_error' : 'invalid_request', error_description: message };
}

/** Writes an error in the form of the wire that the path belongs to. */
export function errorBody(path: string, failure: Failure): unknown {
  const [, body] = WIRES.find(([prefix]) => `${path}/`.startsWith(prefix)) ?? [];
  return body?.(failure);
}
