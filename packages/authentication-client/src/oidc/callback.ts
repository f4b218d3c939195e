import {
  CallbackError,
  InputError,
  IssuerMismatchError,
  LoginError,
  NoCallbackError,
  StateMismatchError,
} from '@sallyport/core/errors';
import { redact } from '@sallyport/core/sending';
import { STATE } from './callback-address.js';
import type { Transaction } from './transaction.js';

/** What the server's page answers by, in the query of the address that it leads back to. */
const PARAMETERS = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri', 'session_state'] as const;
/** What no answer to a request for a code has (RFC 9700 section 2.1.2, and JARM). */
const FOREIGN = ['access_token', 'id_token', 'refresh_token', 'token_type', 'expires_in', 'response'] as const;
const ELSEWHERE = [...PARAMETERS, ...FOREIGN] as const;
const LONGEST_ADDRESS = 32 * 1024;
// RFC 6749 appendix A.11; the longest codes of known servers have about 4,000 characters.
const CODE = /^[\x20-\x7e]{0,8192}$/;

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
 * @throws {NoCallbackError} It carries no answer.
 * @throws {CallbackError} It carries a malformed answer.
 * @throws {StateMismatchError} It says to belong to no sign-in of ours.
 */
export function parseCallback(address: unknown): Callback {
  if (typeof address !== 'string' || !URL.canParse(address)) {
    throw new InputError({ message: 'url must be an absolute address', remedy: 'Pass the address that was called.' });
  }
  if (address.length > LONGEST_ADDRESS) throw unfit('is longer than 32 kB');
  // Parsers of addresses remove some of these silently.
  if (/[^\x21-\x7e\u00a0-\uffff]/.test(address)) throw unfit('contains control characters or spaces');
  const url = new URL(address);
  const { searchParams: query } = url;
  const fragment = new URLSearchParams(url.hash.slice(1));
  if (FOREIGN.some((name) => query.has(name)) || ELSEWHERE.some((name) => fragment.has(name))) {
    throw unfit('is not of the kind that was asked for: it holds tokens, or comes in the fragment');
  }
  if (PARAMETERS.some((name) => query.getAll(name).length > 1)) throw unfit('says something twice');
  const state = query.get('state');
  if (state === null && !query.has('code') && !query.has('error')) throw noCallback();
  if (pairsOf(url).some((pair) => isOurs(pair) && !isEncoded(pair))) throw unfit('has broken percent-encoding');
  if (!CODE.test(query.get('code') ?? '')) throw unfit('has a code that no server issues');
  if (state === null || !STATE.test(state)) refuseState();
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
  const isExpected =
    url.origin === expected.origin && url.pathname === expected.pathname && !url.username && !url.password;
  if (!isExpected) throw unfit('came to another address');
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

/** @throws {StateMismatchError} Always: the state belongs to no sign-in of this client. */
export function refuseState(): never {
  throw new StateMismatchError({
    message: 'The answer belongs to no sign-in in progress here, or to one that took more than ten minutes',
    remedy: 'Begin the sign-in again.',
  });
}

/** The address without what the server's page has added to it. */
export function withoutAnswer(address: string): string {
  const url = new URL(address);
  // Not by `searchParams.delete`, which would spell the rest of the query anew.
  url.search = pairsOf(url)
    .filter((pair) => !isOurs(pair))
    .join('&');
  return url.href;
}

function pairsOf({ search }: URL): readonly string[] {
  return search.slice(1).split('&');
}

function isOurs(pair: string): boolean {
  const [name] = [...new URLSearchParams(pair).keys()];
  return PARAMETERS.some((parameter) => parameter === name);
}

// `URLSearchParams` leaves broken escapes as they are, and replaces bytes that are not UTF-8.
function isEncoded(pair: string): boolean {
  try {
    decodeURIComponent(pair);
    return true;
  } catch {
    return false;
  }
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

function noCallback(): NoCallbackError {
  return new NoCallbackError({
    message: 'The address is not a callback: it has neither a code nor an error',
    remedy: 'Call isRedirectCallback first.',
  });
}

function unfit(problem: string): CallbackError {
  return new CallbackError({ message: `The answer ${problem}`, remedy: 'Begin the sign-in again.' });
}
