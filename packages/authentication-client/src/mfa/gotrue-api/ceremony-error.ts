import type { GoTrueErrorDetails } from './gotrue-mfa.types.js';

/** A ceremony of the browser that failed, with the marker by which GoTrue's client knows its own. */
export class CeremonyError extends Error implements GoTrueErrorDetails {
  override readonly name: string;
  /** What `@simplewebauthn/browser` found out; its codes are those of GoTrue's client. */
  readonly code: string;
  readonly kind = 'passkey';
  readonly remedy = 'Let the user try the passkey again, or offer another factor.';
  readonly retryable = false;
  readonly retryAfterMs = null;

  constructor(name: string, message: string, code: string, cause?: unknown) {
    super(message, { cause });
    this.name = name;
    this.code = code;
    Object.defineProperty(this, '__isWebAuthnError', { value: true });
  }

  /** Says what a ceremony has thrown. */
  static from(error: unknown): CeremonyError {
    const { name, message } = error instanceof Error ? error : UNKNOWN;
    // Those of the library have a text here, those of the platform a number.
    const code =
      error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : UNKNOWN.code;
    return new CeremonyError(name, message, code, error);
  }

  toJSON(): Readonly<Record<string, unknown>> {
    const { name, message, code, kind, remedy, retryable, retryAfterMs } = this;
    return { name, message, code, kind, remedy, retryable, retryAfterMs };
  }
}

const UNKNOWN = {
  name: 'WebAuthnError',
  message: 'The ceremony failed',
  code: 'ERROR_PASSTHROUGH_SEE_CAUSE_PROPERTY',
} as const;
