import {
  CallbackError,
  InputError,
  IssuerMismatchError,
  LoginError,
  redact,
  StateMismatchError,
} from '@sallyport/core';
import type { Transaction } from './transaction.js';

/** What the server's page answers by, in the query of the address that it leads back to. */
const PARAMETERS = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri', 'session_state'] as const;
/** What no answer to a request for a code has (RFC 9700 section 2.1.2, and JARM). */
const FOREIGN = ['access_token', 'id_token', 'refresh_token', 'token_type', 'expires_in', 'response'] as const;
const ELSEWHERE = ['code', ...FOREIGN] as const;
const STATE = /^(?:popup\.)?[\w-]{43}$/;

/** An answer of the server's page. Nothing in it is believed yet. */
export interface Callback {
  readonly url: URL;
  readonly state: string;
}

/** Whether an address carries an answer, of whatever worth. */
export function hasAnswer(url: string): boolean {
  const query = URL.canParse(url) ? new URL(url).searchParams : new URLSearchParams();
  return query.has('state') && (query.has('code') || query.has('error'));
}

/**
 * Takes an answer apart.
 *
 * @throws {InputError} It is no address.
 * @throws {CallbackError} It has not the form of an answer.
 * @throws {StateMismatchError} It says to belong to no sign-in of ours.
 */
export function parseCallback(address: unknown): Callback {
  if (typeof address !== 'string' || !URL.canParse(address)) {
    throw new InputError({ message: 'url must be an absolute address', remedy: 'Pass the address that was called.' });
  }
  const url = new URL(address);
  const { searchParams: query } = url;
  const fragment = new URLSearchParams(url.hash.slice(1));
  if (FOREIGN.some((name) => query.has(name)) || ELSEWHERE.some((name) => fragment.has(name))) {
    throw unfit('is not of the kind that was asked for: it holds tokens, or comes in the fragment');
  }
  if (PARAMETERS.some((name) => query.getAll(name).length > 1)) throw unfit('says something twice');
  const state = query.get('state');
  if (state === null && !query.has('code') && !query.has('error')) throw unfit('has neither a code nor an error');
  if (state === null || !STATE.test(state)) throw foreignState();
  if (query.has('code') === query.has('error')) throw unfit('has a code and an error, or neither');
  return { url, state };
}

/**
 * Makes sure that an answer came to where this transaction is answered.
 *
 * @throws {CallbackError} It came to another address.
 */
export function assertAddress({ url }: Callback, { redirectUri }: Transaction): void {
  const expected = new URL(redirectUri);
  if (url.origin !== expected.origin || url.pathname !== expected.pathname) throw unfit('came to another address');
}

/**
 * The code of an answer to this transaction.
 *
 * @param issuer - Who was asked.
 * @throws {IssuerMismatchError} Somebody else answers (RFC 9207 section 2.4).
 * @throws {LoginError} The page refused, or the user did.
 */
export function codeOf({ url: { searchParams: query } }: Callback, transaction: Transaction, issuer: string): string {
  const iss = query.get('iss');
  if (iss === null ? transaction.namesIssuer : iss !== issuer) {
    throw new IssuerMismatchError({
      message:
        iss === null ? 'The answer does not say who gave it' : 'Another server answers than the one that was asked',
      remedy: 'Begin the sign-in again; if it stays so, check the issuer.',
    });
  }
  const code = query.get('code');
  if (code) return code;
  if (code === '') throw unfit('has an empty code');
  throw refusal(query);
}

/** The error for a state that is not ours. */
export function foreignState(): StateMismatchError {
  return new StateMismatchError({
    message: 'The answer belongs to no sign-in that is under way here, or to one that took more than ten minutes',
    remedy: 'Begin the sign-in again.',
  });
}

/** The address without what the server's page has added to it. */
export function withoutAnswer(address: string): string {
  const url = new URL(address);
  // Not by `searchParams.delete`, which would spell the rest of the query anew.
  const rest = url.search
    .slice(1)
    .split('&')
    .filter((pair) => !isOurs(pair));
  url.search = rest.join('&');
  return url.href;
}

function isOurs(pair: string): boolean {
  const [name] = [...new URLSearchParams(pair).keys()];
  return PARAMETERS.some((parameter) => parameter === name);
}

function refusal(query: URLSearchParams): LoginError {
  const said = query.get('error') ?? '';
  // Whoever brought the user here wrote these.
  const error = /^[\w.-]{1,64}$/.test(said) ? said : 'unknown';
  const description = redact(query.get('error_description') ?? '').replace(/[^\x20-\x7e\u00a0-\uffff]/g, ' ');
  return new LoginError({
    error,
    code: error,
    message: description.slice(0, 200) || `The sign-in page refused: ${error}`,
    remedy: 'Begin the sign-in again, unless the user has declined.',
  });
}

function unfit(problem: string): CallbackError {
  return new CallbackError({ message: `The answer ${problem}`, remedy: 'Begin the sign-in again.' });
}
