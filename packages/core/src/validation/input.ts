import { InputError } from '../errors/index.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\x00-\x1f\x7f]/;

/**
 * Takes a text that must not be empty, unchanged.
 *
 * @param name - The argument's name, for the error. The value never shows up in it.
 * @throws {InputError} It is missing, empty, or not a string.
 */
export function requireString(name: string, value: unknown): string {
  if (typeof value !== 'string') {
    throw new InputError({ message: `${name} must be a string, not ${kindOf(value)}`, remedy: `Pass ${name}.` });
  }
  if (value === '') throw new InputError({ message: `${name} must not be empty`, remedy: `Pass ${name}.` });
  return value;
}

/**
 * Takes an identifier, an address, a token: a text without control characters, so that it can begin neither a header
 * nor a line. Whether its form is right is the server's business.
 *
 * @throws {InputError} It is missing, empty, blank, not a string, or holds control characters.
 */
export function requireText(name: string, value: unknown): string {
  const text = requireString(name, value);
  if (CONTROL.test(text)) {
    throw new InputError({
      message: `${name} holds a control character, such as a line break`,
      remedy: `Remove it from ${name}.`,
    });
  }
  if (text.trim() === '') throw new InputError({ message: `${name} must not be blank`, remedy: `Pass ${name}.` });
  return text;
}

/**
 * Takes a one-time code as people type and paste it: spaces go, full-width digits become ASCII.
 *
 * @throws {InputError} It is missing, empty, or not a string.
 */
export function requireCode(name: string, value: unknown): string {
  const code = requireString(name, value)
    .replace(/\s+/g, '')
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  return requireText(name, code);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value;
}
