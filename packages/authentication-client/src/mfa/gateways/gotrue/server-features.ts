import { isSallyportError } from '@sallyport/core';
import type { MfaCapabilities } from '../../domain/mfa-gateway.js';
import { GOTRUE_CAPABILITIES } from './gotrue-capabilities.js';

const WITHOUT_RECOVERY_CODES: MfaCapabilities = {
  ...GOTRUE_CAPABILITIES,
  verify: GOTRUE_CAPABILITIES.verify.filter((type) => type !== 'recovery_code'),
  recoveryCodes: false,
  byFactor: {
    ...GOTRUE_CAPABILITIES.byFactor,
    verify: GOTRUE_CAPABILITIES.byFactor.verify.filter((type) => type !== 'recovery_code'),
    recoveryCodes: [],
  },
};

/** The second factors that the server has, as far as its answers have shown. */
export class ServerFeatures {
  #hasRecoveryCodes = true;

  get capabilities(): MfaCapabilities {
    return this.#hasRecoveryCodes ? GOTRUE_CAPABILITIES : WITHOUT_RECOVERY_CODES;
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
