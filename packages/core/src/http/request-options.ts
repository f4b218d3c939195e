import { InputError } from '../errors/index.js';
import { assertHeader } from './header.js';
import type { RequestOptions } from './wire.js';

/** @throws {InputError} An option of a call is malformed; the message names it. */
export function assertRequestOptions(options: RequestOptions): void {
  for (const [name, value] of Object.entries(options.headers ?? {})) assertHeader(name, value);
  for (const name of ['timeout', 'attemptTimeoutMs'] as const) {
    const value: unknown = options[name];
    if (value === undefined || (typeof value === 'number' && Number.isFinite(value) && value > 0)) continue;
    throw new InputError({
      message: `${name} must be a positive number of milliseconds`,
      remedy: `Pass ${name} such as 5000, or leave it out for the client's own.`,
    });
  }
}
