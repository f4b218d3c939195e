import { type ErrorDetails, SallyportError } from './sallyport-error.js';

/**
 * An argument can never be right. Fix the argument that the message names, or let the user correct `field`. Nothing was
 * sent, except where `status` is set: then the server refused the format of `field`.
 */
export class InputError extends SallyportError {
  override readonly name = 'InputError';
  override readonly kind = 'invalid-input';
  /** The field of a form that the user can correct, such as `email` or `phone`; `null` when unknown. */
  readonly field: string | null;

  constructor(details: ErrorDetails & { readonly field?: string | null }) {
    super(details);
    this.field = details.field ?? null;
  }

  override toJSON(): Readonly<Record<string, unknown>> {
    return { ...super.toJSON(), field: this.field };
  }
}
