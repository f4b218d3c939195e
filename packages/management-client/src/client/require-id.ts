import { InputError } from '@sallyport/core/errors';
import { requireText } from '@sallyport/core/validation';

/**
 * Takes the id of one object.
 *
 * @throws {InputError} It is missing, empty or not a string, or is the `*` that some servers read as all of them.
 */
export function requireId(name: string, value: unknown): string {
  const id = requireText(name, value);
  if (id !== '*') return id;
  throw new InputError({ message: `${name} must name one object, not all`, remedy: `Pass the id as ${name}.` });
}
