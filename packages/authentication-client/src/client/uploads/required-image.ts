import { InputError } from '@sallyport/core/errors';

const LARGEST_IMAGE = 10 * 1024 * 1024;

/**
 * Takes an image that can be uploaded: a file or a blob that is neither empty nor larger than 10 MB. One that says of
 * which type it is must say one of these.
 *
 * @param types - Such as `image/png`; `image/*` for any image.
 * @throws {InputError} It is not; nothing was sent.
 */
export function requireImage(name: string, value: unknown, types: readonly string[]): Blob {
  if (!isBlob(value)) throw new InputError({ message: `${name} must be a File or a Blob`, remedy: `Pass ${name}.` });
  if (value.size === 0) throw new InputError({ message: `${name} is empty`, remedy: 'Pass an image.' });
  if (value.size > LARGEST_IMAGE) {
    throw new InputError({ message: `${name} is larger than 10 MB`, remedy: 'Pass a smaller image.' });
  }
  const isTaken = value.type === '' || types.some((type) => matches(value.type.toLowerCase(), type));
  if (isTaken) return value;
  throw new InputError({ message: `${name} is no image of a type that is taken`, remedy: `Pass ${types.join(', ')}.` });
}

function matches(type: string, allowed: string): boolean {
  return allowed.endsWith('/*') ? type.startsWith(allowed.slice(0, -1)) : type === allowed;
}

// By what it has: a file may come from another realm.
function isBlob(value: unknown): value is Blob {
  return (
    typeof value === 'object' &&
    value !== null &&
    'size' in value &&
    typeof value.size === 'number' &&
    'type' in value &&
    typeof value.type === 'string' &&
    'slice' in value &&
    typeof value.slice === 'function'
  );
}
