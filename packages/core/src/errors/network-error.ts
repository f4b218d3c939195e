import { type ErrorDetails, SallyportError } from './sallyport-error.js';

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

  override toJSON(): Readonly<Record<string, unknown>> {
    return { ...super.toJSON(), sent: this.sent, systemCode: this.systemCode };
  }
}
