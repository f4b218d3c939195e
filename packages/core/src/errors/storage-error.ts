import { SallyportError } from './sallyport-error.js';

/** The storage could not be read or written. The session lives on in memory; choose another storage, or tell the user that a reload will sign them out. */
export class StorageError extends SallyportError {
  // A literal, because minifiers rename classes and `constructor.name` with them.
  override readonly name = 'StorageError';
  override readonly kind = 'storage';
}
