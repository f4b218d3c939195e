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
import type { Methods } from './email.methods.js';

const type = 'email';

export const emailTraits = {
  type,
  name: type,
  method: type,
  amr: 'mfa/email',
  firstAmr: 'otp',
} as const satisfies FactorTraits;

export const emailOffer: AuthingOffer = {
  name: type,
  policy: 'EMAIL',
  read({ mfaEmail, email: own }) {
    const address = presentText(mfaEmail) ?? presentText(own);
    return { isEnrolled: address !== null, address };
  },
};

/** A GoTrue server has no such second factor. */
export const goTrueEmail: Factor<Public<Methods>> = /* @__PURE__ */ factorOf<Public<Methods>>(emailTraits, {
  methods: (mfa) =>
    mfa.deferred<Methods>(
      ['verifyAppEmailMfa', 'verifyEmailMfa', 'phoneOrEmailBindable'],
      lazy(() => import('./email.methods.js')),
    ),
});

/** A code that was sent to a mailbox. */
export const email: Factor<Public<Methods>> = /* @__PURE__ */ supportedBy(goTrueEmail, {
  authing: { byType: ['verify'], byId: ['verify'], load: /* @__PURE__ */ lazy(() => import('./email.authing.js')) },
});
