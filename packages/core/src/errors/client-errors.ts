// Errors that end a call without an answer of the server.

import { type ErrorDetails, SallyportError } from './sallyport-error.js';

/** An option of a constructor is missing or malformed. Nothing was done. Fix the option that the message names. */
export class ConfigurationError extends SallyportError {
  override readonly name = 'ConfigurationError';
  override readonly kind = 'configuration';
}

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
}

/** The client was disposed of before the call. Make another one. */
export class DisposedError extends SallyportError {
  override readonly name = 'DisposedError';
  override readonly kind = 'disposed';
}

/** The call needs a signed-in user and there is none. Sign in first. */
export class NotSignedInError extends SallyportError {
  override readonly name = 'NotSignedInError';
  override readonly kind = 'not-signed-in';
}

/** No answer arrived. Try again when the call is harmless to repeat, or when `sent` is `false`. */
export class NetworkError extends SallyportError {
  override readonly name: string = 'NetworkError';
  override readonly kind: 'network' | 'proxy' = 'network';
  /** `false` when it is certain that not one byte of the request left; else the server may have acted on it. */
  readonly sent: boolean;
  /** The system's word for what happened, such as `ECONNREFUSED`; `undefined` in browsers. */
  readonly systemCode: string | undefined;

  constructor(details: ErrorDetails & { readonly sent: boolean; readonly systemCode?: string | undefined }) {
    super({ ...details, retryable: details.retryable ?? true });
    this.sent = details.sent;
    this.systemCode = details.systemCode;
  }
}

/**
 * The proxy that the environment names could not be used: it is not reached, or it refuses. The server saw nothing of
 * the request. Only in Node.
 */
export class ProxyError extends NetworkError {
  override readonly name = 'ProxyError';
  override readonly kind = 'proxy';

  constructor(details: ErrorDetails & { readonly systemCode?: string | undefined }) {
    super({ ...details, sent: false });
  }
}

/** The time limit passed before an answer was complete. The server may have acted on the request. */
export class TimeoutError extends SallyportError {
  override readonly name = 'TimeoutError';
  override readonly kind = 'timeout';
}

/** The storage could not be read or written. The session lives on in memory; choose another storage, or tell the user that a reload will sign them out. */
export class StorageError extends SallyportError {
  override readonly name = 'StorageError';
  override readonly kind = 'storage';
}

/** The browser opened no window. Start from a click or a key press, before anything is awaited, or go by redirect. */
export class PopupBlockedError extends SallyportError {
  override readonly name = 'PopupBlockedError';
  override readonly kind = 'popup-blocked';
}

/** The user closed the window before it answered. Nobody was signed in or out by it. */
export class PopupClosedError extends SallyportError {
  override readonly name = 'PopupClosedError';
  override readonly kind = 'popup-closed';
}
