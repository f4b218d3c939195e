import { lazy } from '@sallyport/core/loading';
import {
  type AuthingOffer,
  type Factor,
  type FactorTraits,
  factorOf,
  type Public,
  presentText,
  supportedBy,
} from '../../factor.js';
import type { Methods } from './phone.methods.js';

const name = 'sms';

export const phoneTraits = {
  type: 'phone',
  name,
  method: 'sms',
  amr: 'mfa/phone',
  firstAmr: 'otp',
  isGrouped: true,
} as const satisfies FactorTraits;

export const phoneOffer: AuthingOffer = {
  name,
  policy: 'SMS',
  read({ mfaPhone, mfaPhoneCountryCode, phone, phoneCountryCode }) {
    const bound = presentText(mfaPhone);
    const address = bound ?? presentText(phone);
    return {
      isEnrolled: address !== null,
      address,
      phoneCountryCode: presentText(bound ? mfaPhoneCountryCode : phoneCountryCode),
    };
  },
};

const base = /* @__PURE__ */ factorOf<Public<Methods>>(phoneTraits, {
  enrollment: { phone: 'required' },
  methods: (mfa) =>
    mfa.deferred<Methods>(
      ['verifyAppSmsMfa', 'verifySmsMfa', 'phoneOrEmailBindable'],
      lazy(() => import('./phone.methods.js')),
    ),
});

export const authingPhone: Factor<Public<Methods>> = /* @__PURE__ */ supportedBy(base, {
  authing: { byType: ['verify'], byId: ['verify'], load: /* @__PURE__ */ lazy(() => import('./phone.authing.js')) },
});

export const goTruePhone: Factor<Public<Methods>> = /* @__PURE__ */ supportedBy(base, {
  gotrue: {
    byType: ['verify'],
    byId: ['enroll', 'verify'],
    load: /* @__PURE__ */ lazy(() => import('./phone.gotrue.js')),
  },
});

/** A code that was sent to a phone. */
export const phone: Factor<Public<Methods>> = /* @__PURE__ */ supportedBy(authingPhone, goTruePhone);
