import { isSallyportError } from '@sallyport/core/errors';

/** The second factors that the server has, as far as its answers have shown. */
export class ServerFeatures {
  #hasRecoveryCodes = true;

  /** Whether the server may have recovery codes, which older versions lack. */
  get hasRecoveryCodes(): boolean {
    return this.#hasRecoveryCodes;
  }

  /** Notes from the outcome of a call about recovery codes whether the server has them. */
  async noteRecoveryCodes<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      if (isSallyportError(error) && error.kind === 'unsupported-by-server') this.#hasRecoveryCodes = false;
      throw error;
    }
  }
}
