import { requireText } from '@sallyport/core/validation';

/** @throws {InputError} The value is present and no text with content. */
export function optionalText(name: string, value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : requireText(name, value);
}
