import type { GotrueError } from './error-form.js';

/** This wire says no, with a status and a code of its own. */
export class GotrueRefusal extends Error implements GotrueError {
  override readonly name = 'GotrueRefusal';
  readonly status: number;
  readonly code: string;
  readonly extra: Readonly<Record<string, unknown>>;

  /** @param extra - Members that the code adds to the error. */
  constructor(status: number, code: string, message: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.extra = extra;
  }
}

/** The refusal of a value that cannot be. */
export function invalid(message: string): GotrueRefusal {
  return new GotrueRefusal(400, 'validation_failed', message);
}
