import { InputError } from '../errors/index.js';

const NAME = /^[!#$%&'*+.^`|~\w-]+$/;
// Visible latin-1 and tabs. What is left out could end a header line and begin another, or cannot be sent at all.
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Whether a header can be sent as it stands. */
export function isHeader(name: string, value: unknown): boolean {
  return NAME.test(name) && typeof value === 'string' && VALUE.test(value);
}

/**
 * Makes sure that a header can be sent as it stands.
 *
 * @throws {InputError} The name or the value is not what HTTP allows. The value is not shown, it may be a token.
 */
export function assertHeader(name: string, value: string): void {
  if (isHeader(name, value)) return;
  throw new InputError({
    message: `The header ${JSON.stringify(name)} has a name or a value that HTTP does not allow`,
    remedy: 'Remove line breaks and control characters; values are latin-1.',
  });
}
