import type { ErrorKind } from '@sallyport/core/errors';
import type { GoTrueErrorDetails } from './gotrue-mfa.types.js';

/**
 * An error as users of GoTrue's client know it: `name` and a marker, which the guards of `@supabase/auth-js` look at
 * (`isAuthError` and the like), `status` and `code`. What our other methods would have thrown is its `cause`. The fields
 * that say what to do next are those of the cause.
 */
export class AuthError extends Error implements GoTrueErrorDetails {
  override readonly name: string;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly kind: ErrorKind | undefined;
  readonly remedy: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;

  constructor(
    name: string,
    message: string,
    status?: number,
    code?: string,
    cause?: unknown,
    details: Partial<GoTrueErrorDetails> = {},
  ) {
    super(message, { cause });
    this.name = name;
    this.status = status;
    this.code = code;
    this.kind = details.kind;
    this.remedy = details.remedy ?? '';
    this.retryable = details.retryable ?? false;
    this.retryAfterMs = details.retryAfterMs ?? null;
    Object.defineProperty(this, '__isAuthError', { value: true });
  }

  /** The fields that are safe to log. */
  toJSON(): Readonly<Record<string, unknown>> {
    const { name, message, status, code, kind, remedy, retryable, retryAfterMs } = this;
    return { name, message, status, code, kind, remedy, retryable, retryAfterMs };
  }
}
