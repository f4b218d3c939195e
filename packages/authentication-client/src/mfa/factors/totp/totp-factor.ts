import { requireCode } from '@sallyport/core';
import type { Factor } from '../../domain/factor.js';

/** A code of an authenticator app (RFC 6238). */
export const totpFactor: Factor<'totp'> = {
  type: 'totp',
  method: 'otp',
  parseAnswer: ({ totp }) => ({ code: requireCode('totp', totp) }),
};
