import { InputError } from '../errors/index.js';

const NAME = /^[!#$%&'*+.^`|~\w-]+$/;
// Visible latin-1 and tabs. What is left out could end a header line and begin another, or cannot be sent at all.
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

// What HTTP itself needs, and what says whose call it is and in which form.
const RESERVED: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Whether a header is set by HTTP or by us, so that no caller may. */
export function isReservedHeader(name: string): boolean {
  return RESERVED.has(name.toLowerCase());
}

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
