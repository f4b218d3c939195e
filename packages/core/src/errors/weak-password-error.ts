import { ApiError } from './api-error.js';
import type { ErrorDetails } from './sallyport-error.js';

/** The new password does not meet the rules of the server. Let the user choose another one; `reasons` names the rules. */
export class WeakPasswordError extends ApiError {
  override readonly name = 'WeakPasswordError';
  override readonly kind = 'weak-password';
  /** The rules that the password breaks, such as `length`, `characters` or `pwned`; empty when the server names none. */
  readonly reasons: readonly string[];

  constructor(details: ErrorDetails & { readonly reasons?: readonly string[] }) {
    super(details);
    this.reasons = details.reasons ?? reasonsIn(details.data);
  }

  override toJSON(): Readonly<Record<string, unknown>> {
    return { ...super.toJSON(), reasons: this.reasons };
  }
}

function reasonsIn(data: unknown): readonly string[] {
  const { reasons }: { readonly reasons?: unknown } = typeof data === 'object' && data !== null ? data : {};
  return Array.isArray(reasons) ? reasons.filter((reason) => typeof reason === 'string') : [];
}
