import { InputError } from '@sallyport/core/errors';
import { requireText } from '@sallyport/core/validation';

/** @throws {InputError} It is no object, or a list. The values never show up in the error. */
export function requireObject<T extends object>(name: string, value: T): T {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new InputError({ message: `${name} must be an object`, remedy: `Pass ${name} as { … }.` });
}

/** @throws {InputError} It is there, and no text, or one that is empty. */
export function optionalText(name: string, value: unknown): string | undefined {
  return value === undefined ? undefined : requireText(name, value);
}
