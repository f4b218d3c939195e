import { InputError } from '@sallyport/core/errors';

/** @throws {InputError} It is no whole number from 1, such as the number of a page. */
export function requirePositive(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value;
  throw new InputError({
    message: `${name} must be a whole number from 1`,
    remedy: `Leave ${name} out for its default.`,
  });
}
