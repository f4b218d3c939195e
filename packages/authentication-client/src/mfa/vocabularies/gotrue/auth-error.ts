/**
 * An error as users of GoTrue's client know it: `name` and a marker, which the guards of `@supabase/auth-js` look at
 * (`isAuthError` and the like), `status` and `code`. What our other methods would have thrown is its `cause`.
 */
export class AuthError extends Error {
  override readonly name: string;
  readonly status: number | undefined;
  readonly code: string | undefined;

  constructor(name: string, message: string, status?: number, code?: string, cause?: unknown) {
    super(message, { cause });
    this.name = name;
    this.status = status;
    this.code = code;
    Object.defineProperty(this, '__isAuthError', { value: true });
  }

  /** The fields that are safe to log. */
  toJSON(): Readonly<Record<string, unknown>> {
    const { name, message, status, code } = this;
    return { name, message, status, code };
  }
}
