import { requireMessageCode } from '@sallyport/core/validation';
import type { GoTrueHalf } from '../../factor.js';

/** Codes to a phone on a GoTrue server. */
export const half: GoTrueHalf = {
  notSent: {
    message: 'No code was sent to a phone from here',
    remedy: "Send one with sendSmsCode(phone, undefined, 'mfa-verify').",
  },
  enrolled: (factor, { phone }) => ({ ...factor, phone: factor.phone ?? phone }),
  checkCode: (code) => requireMessageCode('code', code),
};
