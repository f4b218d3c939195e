import { ApiError } from './api-error.js';
import type { ErrorDetails } from './sallyport-error.js';

/** The one-time or recovery code is wrong or was used before. Ask the user for another one. */
export class InvalidCodeError extends ApiError {
  override readonly name = 'InvalidCodeError';
  override readonly kind = 'invalid-code';
  /** How many attempts remain before the server stops listening; `null` when the wire does not say. */
  readonly attemptsLeft: number | null;

  constructor(details: ErrorDetails & { readonly attemptsLeft?: number | null }) {
    super(details);
    this.attemptsLeft = details.attemptsLeft ?? null;
  }

  override toJSON(): Readonly<Record<string, unknown>> {
    return { ...super.toJSON(), attemptsLeft: this.attemptsLeft };
  }
}
