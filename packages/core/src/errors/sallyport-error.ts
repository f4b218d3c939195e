import { BRAND } from './brand.js';
import type { ApiErrorKind, ErrorKind } from './kinds.js';

/** What every error is made of. Only the message is always there. */
export interface ErrorDetails {
  readonly message: string;
  /** The server's own code, unchanged. */
  readonly code?: number | string | undefined;
  /** What the server sent along, such as an `mfaToken`. Never shown by JSON, inspection or loggers. */
  readonly data?: unknown;
  readonly remedy?: string | undefined;
  readonly retryable?: boolean | undefined;
  readonly retryAfterMs?: number | null | undefined;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  /** Must be free of secrets: it is shown wherever the error is. */
  readonly cause?: unknown;
}

/**
 * The base of everything that our clients throw.
 *
 * No field that JSON, `util.inspect`, spread or a logger shows holds a secret. What the vendor's contract
 * carries in `data` is there (`error.data.mfaToken`), but not enumerable.
 */
export abstract class SallyportError extends Error {
  /** What went wrong, in words that stay the same across wires and versions. */
  abstract readonly kind: ErrorKind;
  /** The server's own code, unchanged; `undefined` when no server answered. */
  readonly code: number | string | undefined;
  /** What to do about it, in a sentence; `''` when there is nothing to add to the message. */
  readonly remedy: string;
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean;
  /** How long to wait before the next attempt, in milliseconds; `null` when unknown. */
  readonly retryAfterMs: number | null;
  /** The HTTP status; `undefined` when no server answered. */
  readonly status: number | undefined;
  /** The server's name for the request, to quote to its operators; `undefined` when it gave none. */
  readonly requestId: string | undefined;
  /** What the server sent along with its refusal. Not enumerable, since it may hold tokens. */
  declare readonly data: unknown;

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.remedy = details.remedy ?? '';
    this.retryable = details.retryable ?? false;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.status = details.status;
    this.requestId = details.requestId;
    Object.defineProperties(this, { data: { value: details.data }, [BRAND]: { value: true } }); // not enumerable
  }

  /** The message, the name and every enumerable field: each is safe to log. */
  toJSON(): Readonly<Record<string, unknown>> {
    return Object.assign<Record<string, unknown>, this>({ message: this.message }, this);
  }
}

/** The server answered, and refused. Read `code`, `status` and `requestId`. */
export class ApiError extends SallyportError {
  override readonly name: string = 'ApiError';
  override readonly kind: ApiErrorKind = 'api';
}
