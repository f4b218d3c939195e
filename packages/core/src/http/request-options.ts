import { InputError } from '../errors/index.js';
import { assertHeader, isReservedHeader } from './header.js';
import type { RequestOptions } from './wire.js';

const KNOWN: Readonly<Record<keyof RequestOptions, true>> = {
  signal: true,
  timeout: true,
  attemptTimeoutMs: true,
  headers: true,
};

/** @throws {InputError} An option of a call is unknown or malformed; the message names it. */
export function assertRequestOptions(options: RequestOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new InputError({ message: 'The options of a call must be an object', remedy: 'Pass { timeout: 5000 }.' });
  }
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(KNOWN, name)) continue;
    throw new InputError({
      message: `There is no option ${JSON.stringify(name)} of a call`,
      remedy: `Pass one of ${Object.keys(KNOWN).join(', ')}.`,
    });
  }
  if (options.headers !== undefined) assertHeaders(options.headers);
  if (options.signal !== undefined) assertSignal(options.signal);
  for (const name of ['timeout', 'attemptTimeoutMs'] as const) {
    const value: unknown = options[name];
    if (value === undefined || (typeof value === 'number' && Number.isFinite(value) && value > 0)) continue;
    throw new InputError({
      message: `${name} must be a positive number of milliseconds`,
      remedy: `Pass ${name} such as 5000, or leave it out for the client's own.`,
    });
  }
}

function assertHeaders(headers: unknown): void {
  // A `Headers` or a list of pairs has no members of its own, or others than were meant.
  if (typeof headers !== 'object' || headers === null || Symbol.iterator in headers) {
    throw new InputError({ message: 'headers must be a plain object', remedy: "Pass { 'x-name': 'value' }." });
  }
  for (const [name, value] of Object.entries(headers)) {
    assertHeader(name, value as string); // which refuses what is none
    if (!isReservedHeader(name)) continue;
    throw new InputError({
      message: `The header ${JSON.stringify(name)} is not the caller's to set`,
      remedy: 'Leave it out: the client sets it where it belongs.',
    });
  }
}

// By what it does: a signal may come from another realm, or from a library.
function assertSignal(signal: unknown): void {
  const isSignal =
    typeof signal === 'object' &&
    signal !== null &&
    'aborted' in signal &&
    'addEventListener' in signal &&
    typeof signal.addEventListener === 'function';
  if (isSignal) return;
  throw new InputError({ message: 'signal must be an AbortSignal', remedy: 'Pass the signal of an AbortController.' });
}
