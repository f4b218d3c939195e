import { redact } from './redact.js';

/** A copy of a failure that may be shown: its name, its code, and its message and causes without these secrets. */
export function shownCause(failure: unknown, secrets: readonly string[] = []): Error {
  // Any value can be thrown, and each member is checked or written as text.
  const { name = 'Error', message = failure, code, cause } = Object(failure) as Readonly<Record<string, unknown>>;
  const copy = new Error(redact(String(message), secrets), cause ? { cause: shownCause(cause, secrets) } : undefined);
  return Object.assign(copy, { name }, code ? { code } : {});
}
