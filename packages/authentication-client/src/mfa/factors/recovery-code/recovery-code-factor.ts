import { InputError, requireText } from '@sallyport/core';
import type { Factor } from '../../domain/factor.js';

/** The code that was handed out for the day the phone is lost. It works once. */
export const recoveryCodeFactor: Factor<'recovery_code'> = {
  type: 'recovery_code',
  method: 'recovery_code',
  parseAnswer: ({ recoveryCode, totp }) => {
    // The vendor's documentation shows { authenticatorType, totp } here; the wire never took that.
    if (recoveryCode === undefined && totp !== undefined) {
      throw new InputError({
        message: 'recoveryCode is missing; totp is not a field of this call',
        remedy: 'Pass { recoveryCode, mfaToken }.',
      });
    }
    return { code: requireText('recoveryCode', recoveryCode).trim() };
  },
};
