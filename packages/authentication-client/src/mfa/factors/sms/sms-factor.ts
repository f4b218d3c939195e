import { requireCode, requireText } from '@sallyport/core';
import type { Factor } from '../../domain/factor.js';

/** A code that was sent to a phone. */
export const smsFactor: Factor<'sms'> = {
  type: 'sms',
  method: 'sms',
  parseAnswer: ({ phone, code, phoneCountryCode }) => ({
    phone: requireText('phone', phone),
    code: requireCode('code', code),
    // The demand for the second factor says null where there is none, and callers hand that on.
    phoneCountryCode:
      phoneCountryCode === undefined || phoneCountryCode === null
        ? undefined
        : requireText('phoneCountryCode', phoneCountryCode),
  }),
};
